"""Inside a transaction: post the new rows of a table, one audit entry for every thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import CardState, Contact, CustomerDraft
from ledgerdesk.core.importing import ImportRow
from ledgerdesk.core.progress import Progress
from ledgerdesk.core.row_identity import trade_key
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.imports.import_card import compared, contacts_of, distinct, joined
from ledgerdesk.services.steps.imports.import_plan import Group, NewRow, Plan
from ledgerdesk.storage import customers, imports, standards, transactions
from ledgerdesk.storage.imports import KnownCustomer

ROWS_PER_ENTRY = 1_000
ROWS_PER_STEP = 100
ACTION = "imports.run"

Settled = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was added: the batch's id, and whose each new row became, in the plan's order."""

    batch_pub: str
    customer_pubs: tuple[str, ...]


def post(act: Act, wanted: Plan, *, file_digest: bytes, progress: Progress) -> Posted:
    """Add what a plan says, with entries that name every row added.

    `progress` counts rows and may raise to end the import: then nothing stays. What the act
    touched before is named by the first entry.
    """
    batch = act.origin()
    total = len(wanted.new_rows)
    batch_id = imports.insert_batch(act.tx, file_digest, total, batch)
    act.inserted("import_batch", batch.pub)
    settled: dict[int, Settled] = {}
    for done, new in enumerate(wanted.new_rows, start=1):
        customer = settled.get(id(new.group))
        if customer is None:
            customer = settled[id(new.group)] = _settle(act, new.group)
        if new.row.is_trade:
            _post_row(act, new, customer, batch_id)
        if done % ROWS_PER_STEP == 0 or done == total:
            progress(done, total)
        if done % ROWS_PER_ENTRY == 0 or done == total:
            act.close_entry(ACTION)
    pubs = tuple(settled[id(new.group)][1] for new in wanted.new_rows)
    return Posted(batch_pub=batch.pub, customer_pubs=pubs)


def _post_row(act: Act, new: NewRow, customer: Settled, batch_id: int) -> None:
    """Post a trade that was settled before the ledger began: no business day, no receipt."""
    row, currency = new.row, act.desk.office.currency
    customer_id, customer_pub = customer
    traded_on = row.day
    trade, payment = act.origin(), act.origin()
    key = trade_key(customer_pub, traded_on, row.amount_fen, row.item, row.note, new.ordinal)
    posted = transactions.insert_trade(
        act.tx,
        transactions.NewTrade(
            customer_id=customer_id,
            lines=(Line(item=row.item, amount_fen=row.amount_fen),),
            traded_on=traded_on,
            total_fen=row.amount_fen,
            currency=currency,
            note=row.note,
            source="imported",
            batch_id=batch_id,
            import_key=key,
        ),
        trade,
    )
    settled = transactions.insert_payment(
        act.tx,
        transactions.NewPayment(
            trade_id=posted.id,
            parts=(PaymentPart(method=Method.IMPORTED, amount_fen=row.amount_fen),),
            amount_fen=row.amount_fen,
            currency=currency,
            received_on=traded_on,
            business_day=None,
        ),
        payment,
    )
    act.wrote(posted)
    act.wrote(settled)


def _settle(act: Act, group: Group) -> Settled:
    """Add the customer of a group, or add to the one who is known what the rows say newly."""
    if group.known is not None:
        return _add_to(act, group.known, group)
    first = group.rows[0]
    companies = distinct(row.company for row in group.rows)
    origin = act.origin()
    customer = customers.insert(
        act.tx,
        CustomerDraft(
            name=first.name,
            company=companies[0] if companies else None,
            contacts=contacts_of(group.rows),
        ),
        origin,
        standard=standards.current(act.tx),
        on=act.today,
    )
    others = [("name", company) for company in companies[1:]]
    imports.add_aliases(act.tx, customer.id, [*_aliases(group), *others])
    if others:
        customers.index_again(act.tx, customer.id)
    note = joined(None, group.rows)
    if note is not None:
        imports.set_note(act.tx, customer.id, note)
    act.inserted("customer", customer.pub)
    _add_secrets(act, customer.id, group.rows, {})
    return customer.id, customer.pub


def _add_to(act: Act, known: KnownCustomer, group: Group) -> Settled:
    companies = distinct(row.company for row in group.rows)
    company = known.company or (companies[0] if companies else None)
    others = [("name", other) for other in companies if other != company]
    has = imports.aliases(act.tx, known.id)
    aliases = [alias for alias in (*_aliases(group), *others) if alias not in has]
    had = {(c.kind, compared(c)) for c in known.contacts}
    contacts = [c for c in contacts_of(group.rows) if (c.kind, compared(c)) not in had]
    note = joined(known.note, group.rows)
    is_new_company = company != known.company
    if aliases or contacts or is_new_company or note != known.note:
        with act.changing("customer", known.pub):
            imports.add_aliases(act.tx, known.id, aliases)
            imports.add_contacts(act.tx, known, contacts)
            if is_new_company and company is not None:
                imports.set_company(act.tx, known.id, company)
            if note is not None and note != known.note:
                imports.set_note(act.tx, known.id, note)
            _judge_again(act, known)
        _note_changes(act, known, contacts, company, note)
        if is_new_company or contacts or any(kind == "name" for kind, _ in aliases):
            customers.index_again(act.tx, known.id)
    _add_secrets(act, known.id, group.rows, imports.secrets(act.tx, known.id))
    return known.id, known.pub


def _judge_again(act: Act, known: KnownCustomer) -> None:
    """Put a card into the state the office's standard gives it with what was added."""
    card = customers.card(act.tx, known.pub)
    if card is not None:
        customers.set_state(
            act.tx, known.id, CardState.INCOMPLETE if card.problems else CardState.COMPLETE
        )


def _note_changes(
    act: Act,
    known: KnownCustomer,
    contacts: Iterable[Contact],
    company: str | None,
    note: str | None,
) -> None:
    changed: list[tuple[str, str | None, str]] = [
        (contact.kind.value, None, contact.value) for contact in contacts
    ]
    changed += [
        (field, old, new)
        for field, old, new in (("company", known.company, company), ("note", known.note, note))
        if new is not None and old != new
    ]
    for field, old, new in changed:
        act.note_change(FieldChange(kind="customer", pub=known.pub, field=field, old=old, new=new))


def _add_secrets(
    act: Act, customer_id: int, rows: Sequence[ImportRow], has: dict[str, str]
) -> None:
    """Keep every different number: a second one of a kind stands beside the first."""
    for row in rows:
        if row.id_kind is None or row.id_number in has.values():
            continue
        kind = row.id_kind.value
        place = sum(1 for name in has if name.partition(".")[0] == kind)
        name = kind if not place else f"{kind}.{place + 1}"
        origin = act.origin()
        imports.add_secret(act.tx, customer_id, name, row.id_number, origin)
        act.inserted("customer_secret", origin.pub)
        has[name] = row.id_number


def _aliases(group: Group) -> list[tuple[str, str]]:
    ids = distinct(row.table_id for row in group.rows)
    return [("table", value) for value in (*group.identities, *ids)]
