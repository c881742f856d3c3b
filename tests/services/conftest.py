"""Every test here works in an office of its own."""

from tests.support.office_fixtures import ledger, made_once, office

__all__ = ["ledger", "made_once", "office"]
