"""Every test here works in an office of its own."""

from tests.support.office_fixtures import filled, filled_once, ledger, made_once, office

__all__ = ["filled", "filled_once", "ledger", "made_once", "office"]
