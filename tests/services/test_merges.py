"""Two cards become one and can be taken apart: nothing of either is lost, receipts stay issued."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.still_office import StillOffice, desk_of, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import (
    CardState,
    Contact,
    ContactKind,
    CustomerCard,
    CustomerDraft,
    CustomerKind,
)
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.standards import Needed, Rule
from ledgerdesk.core.tables import Format
from ledgerdesk.core.transactions import TradeDraft
from ledgerdesk.services.merges import Proposal
from ledgerdesk.services.steps.export_rows import What

MOBILE = Contact(kind=ContactKind.PHONE, value="13800138642")
SAME_MOBILE = Contact(kind=ContactKind.PHONE, value="138-0013-8642", label="微信")
OTHER = Contact(kind=ContactKind.PHONE, value="13900001111")
FIRST = CustomerDraft(name="张伟", contacts=(MOBILE,))
SECOND = CustomerDraft(
    name="张玮", kind=CustomerKind.PERSON, company="青禾贸易", contacts=(SAME_MOBILE, OTHER)
)
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def pubs(ledger: Ledger) -> tuple[str, str]:
    return ledger.customers.add(FIRST).value.pub, ledger.customers.add(SECOND).value.pub


def merge(ledger: Ledger, pubs: tuple[str, str], why: str = "同一位") -> CustomerCard:
    proposal = ledger.merges.foresee(*pubs)
    return ledger.merges.merge(proposal, proposal.wanted, why=why).value


def first_two(ledger: Ledger) -> tuple[str, str]:
    return ledger.customers.by_code("C000001").pub, ledger.customers.by_code("C000002").pub


def of(pub: str, amount_fen: int) -> TradeDraft:
    return replace(trade(None, amount_fen), customer_pub=pub)


def test_the_proposal_keeps_the_survivor_and_fills_what_he_lacks(
    ledger: Ledger, pubs: tuple[str, str]
) -> None:
    wanted = ledger.merges.foresee(*pubs).wanted

    assert wanted == CustomerDraft(
        name="张伟", kind=CustomerKind.PERSON, company="青禾贸易", contacts=(MOBILE, OTHER)
    )


def test_the_survivor_is_found_by_all_the_other_was_called(
    ledger: Ledger, pubs: tuple[str, str]
) -> None:
    merge(ledger, pubs)

    for text in ("C000002", "c000002", "张玮", "zhangwei", "青禾贸易", "qhmy", "13900001111"):
        assert [one.code for one in ledger.customers.find(text)] == ["C000001"], text
    assert ledger.customers.by_code("c000002").pub == pubs[0]
    card = ledger.customers.card(pubs[0])
    assert card.former_codes == ("C000002",)
    assert card.former_names == ("张玮", "青禾贸易")
    gone = ledger.customers.card(pubs[1])
    assert (gone.customer.state, gone.merged_into) == (CardState.MERGED, "C000001")
    assert gone.draft == SECOND
    assert [one.code for one in ledger.customers.newest()] == ["C000001"]
    assert ledger.audit.check().ok


def test_trades_receipts_and_notes_of_both_are_read_as_one_and_papers_stay(
    ledger: Ledger, pubs: tuple[str, str], office: StillOffice
) -> None:
    ledger.customers.write_note(pubs[1], NoteKind.REMARK, "月底来取")
    numbers = [
        issue(ledger, of(pub, fen)).number for pub, fen in zip(pubs, (1_000, 2_000), strict=True)
    ]
    waiting = ledger.transactions.record(of(pubs[1], 700)).value.payment_pub
    papers = rows_of(ledger, "SELECT number, content, content_hash, payer FROM receipt")

    merge(ledger, pubs)
    office.pass_time(days=1)
    later = issue(ledger, of(pubs[1], 5_000))  # who still holds the old card in his hand

    found = ledger.customers.dealings(pubs[0])
    assert [one.total_fen for one in found.trades] == [5_000, 700, 2_000, 1_000]
    assert [one.number for one in found.receipts] == [later.number, *reversed(numbers)]
    assert [one.content for one in found.notes] == ["月底来取"]
    assert [(one.trades, one.total_fen) for one in found.years] == [(4, 8_700)]
    assert (found.counts.trades, found.counts.receipts, found.counts.notes) == (4, 3, 1)
    assert rows_of(ledger, "SELECT number, content, content_hash, payer FROM receipt")[:2] == papers
    assert [one.payment_pub for one in ledger.today.without_receipt(pubs[0])] == [waiting]
    last = ledger.today.last_time(pubs[0])
    assert last is not None
    assert last.total_fen == 5_000
    assert later.number
    assert ledger.audit.check().ok


def test_the_history_of_both_is_the_history_of_one(ledger: Ledger, pubs: tuple[str, str]) -> None:
    seen = ledger.customers.card(pubs[1]).draft
    ledger.customers.change(pubs[1], replace(seen, name="章玮"), seen=seen)

    merge(ledger, pubs, why="本人来电")

    lines = ledger.audit.history("customer", pubs[0]).lines
    told = {(one.action, one.field, one.old, one.new, one.why) for one in lines}
    assert ("customers.merge", "merged", None, "C000002 章玮", "本人来电") in told
    assert ("customers.merge", "company", None, "青禾贸易", "本人来电") in told
    assert ("customers.merge", "phone", None, "13900001111", "本人来电") in told
    assert ("customers.change", "name", "张玮", "章玮", None) in told


def test_a_table_taken_in_again_after_a_merge_adds_nothing(ledger: Ledger, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "姓名,手机,交易日期,交易金额\n张伟,13800138642,2026-01-02,5\n张玮,13900001111,2026-01-03,6\n",
        encoding="utf-8",
    )
    ledger.imports.run(table)
    merge(ledger, first_two(ledger))
    more = tmp_path / "more.csv"
    more.write_text(table.read_text("utf-8") + "张玮,13900001111,2026-01-04,7\n", "utf-8")

    again = ledger.imports.run(more).value

    assert (again.customers_new, again.transactions_new) == (0, 1)
    assert ledger.customers.dealings(ledger.customers.by_code("C000001").pub).counts.trades == 3
    assert ledger.audit.check().ok


def test_an_export_names_whom_a_merged_customer_became(
    ledger: Ledger, pubs: tuple[str, str], tmp_path: Path
) -> None:
    issue(ledger, of(pubs[1], 2_000))
    merge(ledger, pubs)

    ledger.exports.run(What.TRANSACTIONS, Format.CSV, tmp_path / "t.csv")

    written = (tmp_path / "t.csv").read_text("utf-8-sig")
    assert "C000001" in written
    assert "C000002" not in written


def test_protected_numbers_move_under_names_of_their_own_and_back(
    ledger: Ledger, pubs: tuple[str, str]
) -> None:
    ledger.customers.keep_number(pubs[0], "passport_cn", "E12345678")
    ledger.customers.keep_number(pubs[1], "passport_cn", "E87654321")
    ledger.customers.keep_number(pubs[1], "cn_ric", ID_NUMBER)

    merge(ledger, pubs)
    names = [one.name for one in ledger.customers.numbers(pubs[0])]
    ledger.merges.undo(pubs[1])

    assert names == ["cn_ric", "passport_cn", "passport_cn.2"]
    assert [one.name for one in ledger.customers.numbers(pubs[0])] == ["passport_cn"]
    assert [one.name for one in ledger.customers.numbers(pubs[1])] == ["cn_ric", "passport_cn"]
    assert ledger.audit.check().ok


def test_what_was_merged_is_taken_apart_as_it_was(ledger: Ledger, pubs: tuple[str, str]) -> None:
    issue(ledger, of(pubs[1], 2_000))
    before = dump(ledger)
    merge(ledger, pubs)
    (listed,) = ledger.merges.into(pubs[0])

    apart = ledger.merges.undo(listed.pub, why="两个人").value

    assert apart.is_restored
    assert (apart.survivor.draft, apart.card.draft) == (FIRST, SECOND)
    assert apart.card.customer.code == "C000002"
    after = dump(ledger)
    for table in ("customer", "customer_secret", "receipt", "trade"):
        assert after[table] == before[table], table
    assert after["customer_alias"] == before["customer_alias"]
    assert [one.code for one in ledger.customers.find("张玮")] == ["C000002"]
    assert ledger.customers.dealings(pubs[0]).counts.trades == 0
    assert ledger.merges.into(pubs[0]) == ()
    assert ledger.audit.check().ok


def test_a_survivor_changed_since_stays_as_he_is(ledger: Ledger, pubs: tuple[str, str]) -> None:
    seen = merge(ledger, pubs).draft
    ledger.customers.change(pubs[0], replace(seen, name="张大伟"), seen=seen)
    later = of(pubs[0], 900)
    issue(ledger, later)

    apart = ledger.merges.undo(pubs[1]).value

    assert not apart.is_restored
    assert apart.survivor.draft.name == "张大伟"
    assert apart.card.draft == SECOND
    assert ledger.customers.dealings(pubs[0]).counts.trades == 1
    assert ledger.audit.check().ok


def test_a_chain_of_merges_is_followed_to_its_end_and_undone_from_there(
    ledger: Ledger, pubs: tuple[str, str]
) -> None:
    third = ledger.customers.add(CustomerDraft(name="张薇")).value.pub
    issue(ledger, of(pubs[1], 2_000))
    merge(ledger, pubs)
    merge(ledger, (third, pubs[0]))

    assert ledger.customers.by_code("C000002").pub == third
    assert [one.code for one in ledger.customers.find("张玮")] == ["C000003"]
    assert ledger.customers.dealings(third).counts.trades == 1
    with pytest.raises(KnownError) as refusal:
        ledger.merges.undo(pubs[1])
    assert refusal.value.details == {"reason": "already_merged", "number": "C000001"}

    ledger.merges.undo(pubs[0])

    assert [one.code for one in ledger.customers.find("张玮")] == ["C000001"]
    assert ledger.audit.check().ok


def refused(ledger: Ledger, proposal: Proposal) -> KnownError:
    before = dump(ledger)
    with pytest.raises(KnownError) as refusal:
        ledger.merges.merge(proposal, proposal.wanted, why="")
    assert dump(ledger) == before
    return refusal.value


def test_what_must_not_become_one_is_refused_by_name(ledger: Ledger, pubs: tuple[str, str]) -> None:
    third = ledger.customers.add(CustomerDraft(name="李四")).value.pub
    proposal, other = ledger.merges.foresee(*pubs), ledger.merges.foresee(third, pubs[1])
    with pytest.raises(KnownError) as itself:
        ledger.merges.foresee(pubs[0], pubs[0])
    assert itself.value.details == {"reason": "itself"}

    ledger.drafts.keep(
        Draft(pub="00000000000000d1", form=Form.CARD, texts={"customer": pubs[1], "name": "张"})
    )
    begun = refused(ledger, proposal)
    assert (begun.code, begun.details["reason"]) == (Code.MERGE_REFUSED, "draft_open")
    assert begun.details["person"] == desk_of(ledger).person.name

    ledger.drafts.drop("00000000000000d1")
    ledger.merges.merge(proposal, proposal.wanted, why="")
    assert refused(ledger, other).details == {"reason": "already_merged", "number": "C000002"}
    with pytest.raises(KnownError) as alone:
        ledger.merges.undo(third)
    assert alone.value.details == {"reason": "not_merged", "number": "C000003"}


def test_a_card_that_became_another_since_it_was_foreseen_is_refused(
    ledger: Ledger, pubs: tuple[str, str]
) -> None:
    proposal = ledger.merges.foresee(*pubs)
    ledger.customers.change(pubs[1], replace(SECOND, company="青禾"), seen=SECOND)

    stale = refused(ledger, proposal)

    assert (stale.code, stale.details["fields"]) == (Code.CARD_CHANGED, ("company",))


def test_namesakes_stay_two_until_somebody_merges_them(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.customers.add(CustomerDraft(name="张伟"))
    with pytest.raises(KnownError) as ambiguous:
        issue(ledger, trade("张伟"))
    assert ambiguous.value.details["codes"] == ("C000001", "C000002")

    merge(ledger, first_two(ledger))

    assert issue(ledger, trade("张伟")).number
    assert ledger.customers.dealings(ledger.customers.by_code("C000002").pub).counts.trades == 1


def test_a_card_that_stands_again_is_judged_by_what_the_office_asks_now(
    ledger: Ledger, pubs: tuple[str, str]
) -> None:
    assert ledger.customers.card(pubs[1]).customer.state is CardState.COMPLETE
    merge(ledger, pubs)
    ledger.standards.change([Rule(field="email", needed=Needed.EVERYBODY)])

    apart = ledger.merges.undo(pubs[1]).value

    assert apart.card.customer.state is CardState.INCOMPLETE
    assert ledger.audit.check().ok
