"""The log is read page by page and by what somebody asks: who, what, when, old, new, why."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.support.colleague import let_in
from tests.support.still_office import (
    A5,
    MOMENT,
    OWNER,
    StillOffice,
    act_as,
    desk_of,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.audit import Cosigner
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.staff import Role
from ledgerdesk.services.steps.log import log_pages
from ledgerdesk.services.steps.log.log_pages import LogLine, LogQuery
from ledgerdesk.services.steps.opening.cosigning import cosigner_for
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING

TODAY = MOMENT.date()
FIRST_ENTRIES = ["series.add", "settings.change", "vault.create"]


def every_page(ledger: Ledger, query: LogQuery, *, limit: int) -> Iterator[LogLine]:
    before = query.before
    while True:
        page = ledger.audit.page(
            LogQuery(
                person=query.person,
                noun=query.noun,
                first=query.first,
                last=query.last,
                row=query.row,
                before=before,
            ),
            limit=limit,
        )
        yield from page.lines
        if page.before is None:
            return
        before = page.before


def actions(ledger: Ledger, query: LogQuery | None = None) -> list[str]:
    return [line.action for line in every_page(ledger, query or LogQuery(), limit=2)]


def pub_of(ledger: Ledger, table: str, where: str = "true") -> str:
    return str(rows_of(ledger, f"SELECT pub FROM {table} WHERE {where}")[0][0])


def test_a_line_says_who_did_what_when_and_to_which_records(ledger: Ledger) -> None:
    number = issue(ledger, trade("张三", 5_000)).number

    line = ledger.audit.page().lines[0]

    assert (line.seq, line.person, line.beside, line.action) == (4, OWNER, None, "receipts.issue")
    assert line.at == MOMENT
    assert line.at.utcoffset() == timedelta(hours=8)
    assert [(one.kind, one.label) for one in line.named] == [
        ("receipt", number),
        ("customer", "C000001"),
    ]
    assert line.rows == 4
    assert line.changes == ()


def test_pages_follow_one_another_without_a_gap_or_a_double(ledger: Ledger) -> None:
    for n in range(6):
        issue(ledger, trade(f"客户{n}", 1_000 + n))
    whole = [line.seq for line in ledger.audit.page(limit=100).lines]

    for limit in (1, 2, 3, 9, 10):
        assert [line.seq for line in every_page(ledger, LogQuery(), limit=limit)] == whole
    assert whole == list(range(9, 0, -1))


def test_a_new_entry_does_not_shift_the_page_that_follows(ledger: Ledger) -> None:
    first = ledger.audit.page(limit=2)
    issue(ledger)

    second = ledger.audit.page(LogQuery(before=first.before), limit=2)

    assert [line.action for line in (*first.lines, *second.lines)] == FIRST_ENTRIES


def test_a_change_is_said_with_old_new_and_why(ledger: Ledger) -> None:
    ledger.settings.change("firm.name", "另一家")
    number = issue(ledger).number
    ledger.receipts.void_trade(number, reason="金额错误")

    voided, _, changed, *_ = ledger.audit.page().lines

    (name,) = changed.changes
    assert (name.field, name.old, name.new, name.why) == (
        "firm.name", '"青禾会计师事务所"', '"另一家"', None,
    )  # fmt: skip
    (status,) = voided.changes
    assert (status.old, status.new, status.why) == ("issued", "voided", "金额错误")


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("receipts", ["receipts.void", "receipts.issue"]),
        ("customers", ["customers.add"]),
        ("settings", ["settings.change"]),
        ("backups", []),
        ("receipt", []),
    ],
)
def test_the_log_is_filtered_by_noun(ledger: Ledger, noun: str, expected: list[str]) -> None:
    ledger.customers.add(CustomerDraft(name="李四"))
    ledger.receipts.void_trade(issue(ledger).number, reason="错")

    assert actions(ledger, LogQuery(noun=noun)) == expected


def test_the_log_is_filtered_by_person_and_finds_whoever_stood_by(ledger: Ledger) -> None:
    credential = let_in(ledger, "赵主管", Role.SUPERVISOR)
    beside: Cosigner = cosigner_for(
        desk_of(ledger), "receipts.void", credential, bounds=BOUNDS_ONLY_FOR_TESTING
    )
    with desk_of(ledger).upkeep() as act:
        act.close_entry("vault.throttle_damaged", cosigner=beside)

    people = {name: pub for pub, name in ledger.audit.people().items()}

    assert set(people) == {OWNER, "赵主管"}
    (line,) = every_page(ledger, LogQuery(person=people["赵主管"]), limit=9)
    assert (line.person, line.beside) == (OWNER, "赵主管")
    assert len(actions(ledger, LogQuery(person=people[OWNER]))) == 5
    assert actions(ledger, LogQuery(person="0" * 16)) == []


def test_the_log_is_filtered_by_the_offices_days(office: StillOffice, ledger: Ledger) -> None:
    for day in range(3):
        issue(ledger, trade(f"第{day}天", 1_000 + day))
        office.pass_time(days=1)
    office.pass_time(hours=13.99)  # 23:59 in the office, still the 23rd plus three
    issue(ledger, trade("夜里", 9_999))

    def of_days(first: date | None, last: date | None) -> list[str]:
        found = every_page(ledger, LogQuery(noun="receipts", first=first, last=last), limit=2)
        return [line.at.date().isoformat() for line in found]

    everything = ["2026-11-26", "2026-11-25", "2026-11-24", "2026-11-23"]
    assert of_days(None, None) == everything
    assert of_days(TODAY + timedelta(days=1), None) == everything[:3]
    assert of_days(None, TODAY + timedelta(days=1)) == everything[2:]
    assert of_days(TODAY + timedelta(days=3), TODAY + timedelta(days=3)) == everything[:1]
    assert of_days(TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == []
    assert of_days(TODAY + timedelta(days=4), None) == []


def test_everything_of_a_customer_is_found_by_him(ledger: Ledger) -> None:
    ledger.customers.add(CustomerDraft(name="李四"))
    ours = ledger.customers.find("李四")[0]
    mine = trade(None, 7_000)
    object.__setattr__(mine, "customer_pub", ours.pub)
    number = issue(ledger, mine).number
    issue(ledger, trade("别人", 8_000))
    job = ledger.receipts.ask_print(number, way="pdf").value
    ledger.receipts.end_print(job, state="confirmed")
    ledger.receipts.void_spoiled(number, reason="卡纸", wish=A5)

    assert actions(ledger, LogQuery(row=("customer", ours.pub))) == [
        "receipts.issue", "receipts.void", "receipts.print", "receipts.issue", "customers.add",
    ]  # fmt: skip


def test_everything_of_a_receipt_is_found_by_it(ledger: Ledger) -> None:
    number = issue(ledger).number
    issue(ledger, trade("别人", 8_000))
    ledger.receipts.void_trade(number, reason="错")

    row = ("receipt", pub_of(ledger, "receipt", f"number = '{number}'"))

    assert actions(ledger, LogQuery(row=row)) == ["receipts.void", "receipts.issue"]


def test_a_row_of_another_kind_is_found_by_itself(ledger: Ledger) -> None:
    ledger.settings.change("firm.name", "另一家")
    row = ("setting", pub_of(ledger, "setting", "name = 'firm.name'"))

    assert actions(ledger, LogQuery(row=row)) == ["settings.change", "settings.change"]


def test_a_rare_entry_is_looked_for_in_bounded_pages(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_pages, "READ_AT_MOST", 2)
    for n in range(4):
        issue(ledger, trade(f"客户{n}", 1_000 + n))

    first = ledger.audit.page(LogQuery(noun="vault"))

    assert (first.lines, first.before) == ((), 6)
    assert actions(ledger, LogQuery(noun="vault")) == ["vault.create"]


def test_the_history_of_a_record_is_what_changed_and_what_was_done(ledger: Ledger) -> None:
    ledger.settings.change("firm.name", "另一家")
    ledger.settings.change("firm.name", "第三家")
    pub = pub_of(ledger, "setting", "name = 'firm.name'")

    page = ledger.audit.history("setting", pub, limit=2)
    rest = ledger.audit.history("setting", pub, before=page.before, limit=2)

    assert [(line.field, line.old, line.new) for line in page.lines] == [
        ("firm.name", '"另一家"', '"第三家"'),
        ("firm.name", '"青禾会计师事务所"', '"另一家"'),
    ]
    assert [(line.field, line.action, line.person) for line in rest.lines] == [
        (None, "settings.change", OWNER)
    ]
    assert rest.before is None


def test_the_history_of_a_receipt_gives_the_reason(ledger: Ledger) -> None:
    number = issue(ledger).number
    ledger.receipts.reverse(number, reason="退款", wish=A5)
    pub = pub_of(ledger, "receipt", f"number = '{number}'")

    lines = ledger.audit.history("receipt", pub).lines

    assert [(line.action, line.field, line.new, line.why) for line in lines] == [
        ("transactions.reverse", "status", "reversed", "退款"),
        ("receipts.issue", None, None, None),
    ]


def test_a_clerk_reads_a_records_history_but_not_the_log(ledger: Ledger) -> None:
    pub = pub_of(ledger, "setting")
    act_as(ledger, Role.CLERK)

    assert ledger.audit.history("setting", pub).lines
    with pytest.raises(KnownError):
        ledger.audit.page()


def test_nobody_is_named_where_the_sheet_acted(ledger: Ledger) -> None:
    contact = Contact(kind=ContactKind.PHONE, value="13800138000")
    ledger.customers.add(CustomerDraft(name="李四", contacts=(contact,)))
    desk = desk_of(ledger)
    object.__setattr__(desk.author, "staff_pub", "recovery")
    with desk.upkeep() as act:
        act.close_entry("vault.throttle_damaged")

    assert ledger.audit.page().lines[0].person is None


def test_what_hangs_on_a_card_is_called_by_the_cards_number(ledger: Ledger) -> None:
    card = ledger.customers.add(CustomerDraft(name="李雷")).value
    ledger.customers.keep_number(card.pub, "cn_ric", "11010519491231002X")
    ledger.customers.write_note(card.pub, NoteKind.REMARK, "周五再来")

    latest = ledger.audit.page(limit=2).lines

    assert [[one.label for one in line.named] for line in latest] == [["C000001"], ["C000001"]]
