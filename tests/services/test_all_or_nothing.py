"""A verb whose entry cannot be written saves nothing, and the next number stays the next."""

from pathlib import Path

import pytest
from tests.services.verbs import VERBS
from tests.support.still_office import StillOffice, act_as, desk_of, dump, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.audit import Head
from ledgerdesk.core.staff import Role
from ledgerdesk.i18n.log_words import ACTIONS, change_field
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.steps.log.log_pages import LogLine
from ledgerdesk.storage import audit

CHINESE = Translator.load(Language.ZH)
MUTATING = [name for name, verb in VERBS.items() if verb.entries]


class EntryLostError(Exception):
    """What a broken log raises."""


def page_since(ledger: Ledger, seq: int) -> list[LogLine]:
    """Read what the log says of the entries after one."""
    act_as(ledger, Role.OWNER)
    return [line for line in ledger.audit.page().lines if line.seq > seq]


class BrokenLog:
    """An `append` that fails at its n-th call."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at: int) -> None:
        self._append = audit.append
        self._left = at
        monkeypatch.setattr(audit, "append", self)

    def __call__(self, *arguments: object, **named: object) -> Head:
        self._left -= 1
        if self._left == 0:
            raise EntryLostError
        return self._append(*arguments, **named)  # type: ignore[arg-type] # handed on as it came


@pytest.mark.parametrize("name", [name for name in MUTATING if not VERBS[name].is_long])
def test_a_verb_without_its_entry_saves_nothing(
    name: str, filled: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = VERBS[name].prepare(filled, tmp_path)
    desk = desk_of(filled)
    before, office = dump(filled), desk.office
    head, numbers = desk.marks.head, dict(desk.marks.numbers)
    for entry in range(1, VERBS[name].entries + 1):
        with monkeypatch.context() as broken:
            BrokenLog(broken, at=entry)
            with pytest.raises(EntryLostError):
                run()

        assert dump(filled) == before
        assert (desk.office, desk.marks.head, desk.marks.numbers) == (office, head, numbers)
        assert not desk.database.in_transaction

    following = f"SJ2026-{numbers['SJ/2026'] + 1:06d}"
    assert issue(filled, trade("下一位")).number == following
    assert filled.audit.check().ok


@pytest.mark.parametrize("name", MUTATING)
def test_a_verb_writes_as_many_entries_as_were_broken_above(
    name: str, filled: Ledger, tmp_path: Path
) -> None:
    run = VERBS[name].prepare(filled, tmp_path)
    before = desk_of(filled).marks.head.seq

    run()

    assert desk_of(filled).marks.head.seq == before + VERBS[name].entries
    actions = [line.action.split()[0] for line in page_since(filled, before)]
    assert [action for action in actions if action not in ACTIONS] == [], "words for the log"
    changes = [change for line in page_since(filled, before) for change in line.changes]
    unnamed = [c.field for c in changes if change_field(CHINESE, c.kind, c.field) == c.field]
    assert unnamed == [], "words for the history"
    assert filled.audit.check().ok


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if not verb.entries])
def test_a_verb_without_an_entry_of_its_own_changes_prints_and_drafts_at_most(
    name: str, filled: Ledger, tmp_path: Path
) -> None:
    run = VERBS[name].prepare(filled, tmp_path)
    before = dump(filled)

    run()

    changed = {table for table, rows in dump(filled).items() if rows != before[table]}
    expected = {
        "audit.verify": {"verified"},
        "audit.verify_on": {"verified"},
        "drafts.drop": {"draft"},
        "drafts.keep": {"draft"},
        "receipts.ask_print": {"print"},
        "receipts.note_sent": {"print"},
        "receipts.write_pdf": {"print", "audit", "audit_object"},
    }
    assert changed == expected.get(name, set())


def test_a_print_whose_end_cannot_be_written_stays_asked(
    filled: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    BrokenLog(monkeypatch, at=1)

    with pytest.raises(EntryLostError):
        filled.receipts.write_pdf("SJ2026-000001", tmp_path / "r.pdf")

    prints = dump(filled)["print"]
    assert [row[8] for row in prints] == ["asked"]
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_an_act_that_names_no_row_in_an_entry_is_taken_back(filled: Ledger) -> None:
    before = dump(filled)

    def forget() -> None:
        with desk_of(filled).upkeep() as act:
            act.tx.run("UPDATE setting SET value = '1'")

    with pytest.raises(RuntimeError, match="without its audit entry"):
        forget()

    assert dump(filled) == before


def test_a_leaked_transaction_fails_its_test(office: StillOffice) -> None:
    copy = office.copied(office.folder.with_name("leaky"))
    desk_of(copy.open()).database._connection.execute("BEGIN")

    with pytest.raises(AssertionError, match="left open"):
        copy.close()
