"""C-36: whatever goes wrong, what is said of it holds no password, no ID number and nobody's name.

Every fault here has marks in hand. What is looked at: the error's own words, its details, its
sentence in both languages, and what the command line and the crash report say of a bug.
"""

import contextlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.backup_office import BackedUp, make_backed_up
from tests.support.leaks import CARD, ID_NUMBER, MARK, MARKED, PASSWORD, PHONE, hits, marks
from tests.support.still_office import A5, CREDENTIAL, StillOffice, desk_of, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.voice import admit, refuse
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Invalid
from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.crash import described
from ledgerdesk.i18n.messages import sentence
from ledgerdesk.i18n.problems import problem_sentence
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.opening.cosigning import cosigner_for
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING

pytestmark = pytest.mark.fault

WRONG_ID = "110105194912310021"
WANTED = marks(WRONG_ID, CREDENTIAL.password or "")
VOICES = [Translator.load(language) for language in Language]
Fault = Callable[[Ledger, StillOffice, Path], object]


def words_of(error: BaseException) -> str:
    """Put everything together that the program ever says of an error."""
    said = [repr(error), str(error)]
    if isinstance(error, KnownError):
        said += [repr(error.details), *(sentence(voice, error) for voice in VOICES)]
        if isinstance(error, Invalid):
            said += [problem_sentence(voice, one) for voice in VOICES for one in error.problems]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            refuse(VOICES[0], error, as_json=True)
        said.append(printed.getvalue())
    return "\n".join(said)


def marked_customer(ledger: Ledger) -> str:
    contact = Contact(kind=ContactKind.PHONE, value=PHONE)
    return ledger.customers.add(CustomerDraft(name=MARKED, contacts=(contact,))).value.pub


def keep(kind: str, number: str, why: str = "") -> Fault:
    def fault(ledger: Ledger, _: StillOffice, __: Path) -> object:
        return ledger.customers.keep_number(marked_customer(ledger), kind, number, why=why)

    return fault


def two_of_one_name(ledger: Ledger, _: StillOffice, __: Path) -> object:
    marked_customer(ledger)
    marked_customer(ledger)
    return ledger.transactions.record(trade(MARKED), A5)


def a_wrong_password(ledger: Ledger, office: StillOffice, _: Path) -> object:
    office.lock()
    return office.open(Credential(password=PASSWORD))


def too_many_wrong_passwords(ledger: Ledger, office: StillOffice, _: Path) -> object:
    office.lock()
    for _try in range(5):
        with contextlib.suppress(KnownError):
            office.open(Credential(password=PASSWORD))
    return office.open(Credential(password=PASSWORD))


def a_slip_in_the_recovery_key(ledger: Ledger, office: StillOffice, _: Path) -> object:
    return Credential.from_recovery_text(f"{MARK}-{ID_NUMBER}-{PASSWORD}")


def damaged_keys(ledger: Ledger, office: StillOffice, _: Path) -> object:
    office.lock()
    for path in (*office.vault.glob("keys.json*"), *(office.per_user / "keys").iterdir()):
        path.write_bytes(f'{{"{MARKED}":"{PASSWORD}"}}'.encode())
    return office.open()


def a_weak_password(ledger: Ledger, _: StillOffice, __: Path) -> object:
    return ledger.staff.add("小李", Role.OWNER, ID_NUMBER[:10])


def a_wrong_second_password(ledger: Ledger, _: StillOffice, __: Path) -> object:
    return cosigner_for(
        desk_of(ledger),
        "receipts.void",
        Credential(login="王敏", password=PASSWORD),
        bounds=BOUNDS_ONLY_FOR_TESTING,
    )


def a_table_that_is_none(ledger: Ledger, _: StillOffice, folder: Path) -> object:
    table = folder / "t.csv"
    table.write_text(f"{MARKED},{ID_NUMBER}\n{MARKED},{PHONE}\n", encoding="utf-8")
    return ledger.imports.run(table)


def a_receipt_that_does_not_fit(ledger: Ledger, _: StillOffice, __: Path) -> object:
    return ledger.transactions.record(trade(MARKED * 16, 5_000), A5)


def a_character_no_font_has(ledger: Ledger, _: StillOffice, __: Path) -> object:
    return ledger.transactions.record(trade(f"{MARKED}\U000323ae", 5_000), A5)


FAULTS: dict[str, tuple[Fault, Code]] = {
    "wrong id": (keep("cn_ric", WRONG_ID), Code.BAD_VALUE),
    "quoted in the reason": (keep("cn_ric", ID_NUMBER, ID_NUMBER), Code.BAD_VALUE),
    "card too long": (keep("bank_card", CARD * 30), Code.BAD_VALUE),
    "two of one name": (two_of_one_name, Code.AMBIGUOUS_CUSTOMER),
    "unknown customer": (lambda ledger, _, __: ledger.customers.by_code(MARKED),
                         Code.UNKNOWN_CUSTOMER),
    "unknown receipt": (lambda ledger, _, __: ledger.receipts.void_trade(MARKED, reason=MARKED),
                        Code.UNKNOWN_RECEIPT),
    "reason too long": (lambda ledger, _, __: ledger.receipts.void_trade(
        issue(ledger, trade(MARKED, 5_000)).number, reason=MARKED * 90), Code.BAD_VALUE),
    "name that deceives": (lambda ledger, _, __: ledger.customers.add(
        CustomerDraft(name=f"{MARKED}\u202e{ID_NUMBER}")), Code.BAD_VALUE),
    "setting too long": (lambda ledger, _, __: ledger.settings.change("firm.name", MARKED * 50),
                         Code.BAD_VALUE),
    "not positive": (lambda ledger, _, __: ledger.transactions.record(trade(MARKED, -5), A5),
                     Code.PROOFREADING),
    "does not fit": (a_receipt_that_does_not_fit, Code.PROOFREADING),
    "no glyph": (a_character_no_font_has, Code.NO_GLYPH),
    "wrong password": (a_wrong_password, Code.WRONG_PASSWORD),
    "throttled": (too_many_wrong_passwords, Code.THROTTLED),
    "wrong second password": (a_wrong_second_password, Code.WRONG_PASSWORD),
    "weak password": (a_weak_password, Code.WEAK_PASSWORD),
    "recovery key": (a_slip_in_the_recovery_key, Code.WRONG_RECOVERY_KEY),
    "damaged keys": (damaged_keys, Code.KEYS_DAMAGED),
    "no table": (a_table_that_is_none, Code.BAD_VALUE),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_said_of_a_fault_holds_nothing_of_what_was_in_hand(
    name: str, ledger: Ledger, office: StillOffice, tmp_path: Path
) -> None:
    fault, code = FAULTS[name]

    with pytest.raises(KnownError) as refused:
        fault(ledger, office, tmp_path)

    assert refused.value.code is code
    assert hits(words_of(refused.value).encode(), WANTED) == set()


@pytest.mark.parametrize("where", ["a full disk", "a bug"])
def test_what_is_said_of_the_disk_and_of_a_bug_holds_nothing_either(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def broken(*values: object, **_: object) -> None:
        if where == "a bug":
            raise ValueError(f"{MARKED} {ID_NUMBER} {PASSWORD} {values}")
        raise OSError(28, f"No space for {MARKED} {ID_NUMBER}", f"{MARKED}.pdf")

    monkeypatch.setattr("ledgerdesk.services.receipts.write_whole", broken)
    number = issue(ledger, trade(MARKED, 5_000)).number
    try:
        ledger.receipts.write_pdf(number, Path(f"{MARKED}.pdf"))
    except KnownError as error:
        said = words_of(error)
    except ValueError as error:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            admit(VOICES[0], error, as_json=True)
        said = described(error, sys.exc_info()[2]) + printed.getvalue()

    assert said
    assert hits(said.encode(), WANTED) == set()


def test_what_is_said_of_anothers_backup_holds_nothing(tmp_path: Path) -> None:
    backed_up: BackedUp = make_backed_up(tmp_path / "office")
    file = backed_up.back_up()
    for credential in (
        Credential(password=PASSWORD),
        Credential.from_recovery_text(make_backed_up(tmp_path / "other").recovery),
    ):
        with pytest.raises(KnownError) as refused:
            backed_up.office.house.verify_backup(file, credential)
        said = words_of(refused.value)
        assert (
            hits(said.encode(), marks(backed_up.recovery, credential.password or "-" * 9)) == set()
        )


def test_the_scan_would_find_a_careless_error() -> None:
    """Negative control: an error that quotes what was typed is found in each of its words."""
    careless = KnownError(Code.BAD_VALUE, field="number", reason=ID_NUMBER)

    assert ID_NUMBER in hits(words_of(careless).encode(), WANTED)
    assert json.dumps(MARKED)  # the marks themselves are plain text
