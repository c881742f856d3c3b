"""C-14, C-15: hostile text comes back as it went in, or is refused with its field and a reason.

Whatever leaves in a table is text: no sheet that opens it calculates anything.
"""

import csv
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests.support.campaign import Campaign, campaign
from tests.support.still_office import StillOffice, dump, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.tables import Format
from ledgerdesk.core.transactions import Line
from ledgerdesk.services.steps.export_rows import What

WHOLE, REDUCED = 3_000, 30
MILLION = 1_000_000
GIVEN = (
    *('"', "'", "''; DROP TABLE customer; --", '","', "`a`", "\\", "%s%n", "{0}", "${x}"),
    *("<b>粗</b>", "{\\rtf1 x}", "<script>alert(1)</script>", "&lt;", "]]>", "<!--"),
    *("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "＝1+1"),
    *("\u202e价单", "\u2066a\u2069", "a\u200bb", "\u200d", "\ufeff名", "e\u0301", "ﬁ", "Å"),
    *("𠮷田", "\U0002a6d6", "\U0001f469\u200d\U0001f680", "\ue5e5", "\ufffe", "\ud800", "a\udfff"),
    *("\x00", "a\x00b", "\x07", "a\nb", "a\tb", "a\r", "\x1b[31m", "\u2028", "\x85"),
    *("字" * 200, "字" * 201, "a" * MILLION, "\u0301" * 300, "NULL", "None", "0", "TRUE", "1E5"),
)
PARTS = (*"张三李四=+-@'\"<>&;,\t\n\\%{}", "\u202e", "\u200b", "𠮷", "\ud800", "\x00", "e\u0301")
CALCULATED = tuple("=+-@\t\r＝＋－＠")
Enter = Callable[[Ledger, str, str], str]


def _changed(ledger: Ledger, pub: str, **fields: object) -> CustomerDraft:
    seen = ledger.customers.card(pub).draft
    wanted = replace(seen, **fields)  # type: ignore[arg-type] # one field by its name
    return ledger.customers.change(pub, wanted, seen=seen).value.draft


def _name(ledger: Ledger, pub: str, text: str) -> str:
    return _changed(ledger, pub, name=text).name


def _company(ledger: Ledger, pub: str, text: str) -> str:
    return _changed(ledger, pub, company=text).company or ""


def _contact(ledger: Ledger, pub: str, text: str) -> str:
    contact = Contact(kind=ContactKind.OTHER, value=text)
    return _changed(ledger, pub, contacts=(contact,)).contacts[0].value


def _note(ledger: Ledger, pub: str, text: str) -> str:
    ledger.customers.write_note(pub, NoteKind.REMARK, text)
    return ledger.customers.dealings(pub).notes[0].content


def _correction(ledger: Ledger, pub: str, text: str) -> str:
    wrong = ledger.customers.card(pub).draft.company or ""
    done = ledger.corrections.request(
        pub, "company", wrong=wrong, correct=text, evidence="来电", verified_by="小李"
    )
    return done.value.correct


def _item(ledger: Ledger, pub: str, text: str) -> str:
    draft = replace(trade(None), customer_pub=pub, lines=(Line(item=text, amount_fen=123_450),))
    ledger.transactions.record(draft)
    return ledger.customers.dealings(pub).trades[0].item


ENTRANCES: dict[str, Enter] = {
    "company": _company,
    "contact": _contact,
    "correction": _correction,
    "item": _item,
    "name": _name,
    "note": _note,
}


@pytest.fixture(scope="module")
def faults() -> Campaign:
    return campaign("C-15 hostile text")


@pytest.fixture(scope="module")
def kept(made_once: StillOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Give one book for all texts: what one of them broke, the check at the end finds."""
    office = made_once.copied(tmp_path_factory.mktemp("hostile") / "office")
    with office.opened() as ledger:
        yield ledger
        assert ledger.audit.check().ok
    office.close()


def texts(faults: Campaign) -> Iterator[str]:
    yield from GIVEN
    for number in range(faults.of(WHOLE, REDUCED)):
        chance = random.Random(f"{faults.name} {number}")
        yield "".join(chance.choices(PARTS, k=chance.choice((1, 2, 5, 30, 250))))


def entered(enter: Enter, ledger: Ledger, pub: str, text: str) -> str | KnownError:
    """Give the text as it was kept, or the refusal."""
    try:
        return enter(ledger, pub, text)
    except KnownError as error:
        return error


def plain(text: str) -> str:
    """Bring together what storing may change: composition, and blanks at the ends of lines."""
    lines = (line.strip().strip("\u200b\ufeff").strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines)).strip()


@pytest.mark.fault
@pytest.mark.parametrize("entrance", ENTRANCES)
def test_a_hostile_text_comes_back_or_is_refused_with_a_reason(
    kept: Ledger, faults: Campaign, entrance: str
) -> None:
    back = refused = 0
    pub = kept.customers.add(CustomerDraft(name="客户", company="甲")).value.pub
    for text in texts(faults):
        found = entered(ENTRANCES[entrance], kept, pub, text)
        if isinstance(found, str):
            assert plain(found) == plain(text), repr(text)
            back += 1
        else:
            assert found.code in {Code.BAD_VALUE, Code.EXISTS, Code.PROOFREADING}, repr(text)
            assert found.field, repr(text)
            assert found.details, repr(text)
            refused += 1
    faults.note(f"{entrance}: {back} texts came back, {refused} refused with field and reason")
    assert back > len(GIVEN) // 4
    assert refused > len(GIVEN) // 4


def test_a_refused_text_leaves_nothing(kept: Ledger) -> None:
    pub = kept.customers.add(CustomerDraft(name="客户")).value.pub
    before = dump(kept)

    for enter in ENTRANCES.values():
        with pytest.raises(KnownError):
            enter(kept, pub, "a\u202eb")

    assert dump(kept) == before


@pytest.mark.parametrize("text", [text for text in GIVEN if len(text) < MILLION])
def test_looking_for_a_hostile_text_raises_nothing(kept: Ledger, text: str) -> None:
    assert kept.customers.find(text) is not None
    assert kept.today.lines_like(text) is not None


@pytest.mark.fault
def test_no_text_that_leaves_in_a_table_is_calculated(ledger: Ledger, tmp_path: Path) -> None:
    faults = campaign("C-14 formulas on export")
    names = []
    for text in texts(faults):
        draft = CustomerDraft(name=text, company=text)
        try:
            names.append(ledger.customers.add(draft).value.name)
        except KnownError:
            continue  # judged above
    for shape in Format:
        ledger.exports.run(What.CUSTOMERS, shape, tmp_path / f"c.{shape.value}")

    page = (tmp_path / "c.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(page.splitlines(keepends=True)) for cell in row]
    assert [cell for cell in cells if cell.startswith(CALCULATED)] == []
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert "f" not in kinds
    named = {str(row[1].value) for row in sheet.iter_rows(min_row=2)}
    assert {name for name in names if name not in named and not name.startswith("'")} == set()
    faults.note(f"{len(names)} names in two tables, 0 cells that calculate")
