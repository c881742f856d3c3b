"""An engine that cannot be trusted with a book is refused with its reason, before any file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.messages import sentence
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.storage import engine
from ledgerdesk.storage.database import Database

KEY = "ab" * 32


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 46, 1), (3, 7, 0)])
def test_an_older_engine_is_refused_and_touches_no_file(
    version: tuple[int, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "ledger.db"
    Database.create(book, KEY).close()
    before = book.read_bytes()
    monkeypatch.setattr(driver, "sqlite_version_info", version)

    acts: tuple[Callable[[], object], ...] = (
        lambda: Database.create(tmp_path / "new.db", KEY),
        lambda: Database.open(book, KEY),
    )
    for act in acts:
        with pytest.raises(KnownError) as refusal:
            act()
        assert refusal.value.code is Code.ENGINE_TOO_OLD
        assert refusal.value.details["found"] == driver.sqlite_version

    assert not (tmp_path / "new.db").exists()
    assert book.read_bytes() == before
    said = sentence(Translator.load(Language.EN), refusal.value)
    assert "too old" in said


def test_the_oldest_engine_allowed_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "sqlite_version_info", engine.OLDEST)
    engine.refuse_old_engine()
    assert engine.OLDEST == (3, 51, 3)


@pytest.mark.parametrize("option", ["ENABLE_FTS5", "HAS_CODEC"])
def test_an_engine_without_search_or_cipher_is_refused(
    option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert option in engine.NEEDED_OPTIONS
    monkeypatch.setattr(engine, "NEEDED_OPTIONS", (*engine.NEEDED_OPTIONS, f"{option}_OF_TOMORROW"))
    with pytest.raises(KnownError) as refusal:
        engine.engine_facts()
    assert refusal.value.code is Code.ENGINE_TOO_OLD
    assert f"{option}_OF_TOMORROW" in str(refusal.value.details["found"])


def test_this_build_has_all_it_needs() -> None:
    facts = engine.engine_facts()
    assert facts["sqlcipher"].startswith(engine.CIPHER_MAJOR)
    assert "OpenSSL" in facts["crypto"]
