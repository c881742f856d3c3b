"""The card of one customer: facts at 18 with a quiet line of context, then what is known."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.core import customers
from ledgerdesk.core.customers import LEFT, CardState, ContactKind, Customer, CustomerKind
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.pages.customers.card_acts import CardActs
from ledgerdesk.gui.pages.customers.card_fields import CONTACTS, category_words
from ledgerdesk.gui.pages.customers.card_lists import ReceiptsTab, TradesTab
from ledgerdesk.gui.pages.customers.card_matters import CardMatters
from ledgerdesk.gui.pages.customers.card_notes import NotesTab
from ledgerdesk.gui.pages.customers.customer_field import Known
from ledgerdesk.gui.pages.customers.customer_numbers import ProtectedNumbers
from ledgerdesk.gui.pages.record_history import History
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind, LinkButton
from ledgerdesk.gui.widgets.chips import Chip
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.tabs import Tabs
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule, Text
from ledgerdesk.i18n.log_words import change_field, change_value
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.steps.customers.dealings import Dealings
from ledgerdesk.services.today import WithoutReceipt

_KINDS = {
    CustomerKind.PERSON: N_("Person"),
    CustomerKind.COMPANY: N_("Company"),
    CustomerKind.UNKNOWN: N_("Card incomplete"),
}
_FACTS = 4
BASIC, TRADES, RECEIPTS, NOTES, CHANGES = range(5)


class CustomerCard(Ground):
    """What the desk knows of a customer."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("surface")
        self._stage = stage
        self._known: Known | None = None
        self._may_change = True
        self.name = Elided(size=theme.TITLE, bold=True)
        self._kind = Chip("plain")
        self.acts = CardActs(stage)
        self.edit_button = Button(Kind.PLAIN, key="F2", icon="edit")
        self.trade_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="plus")
        self._waits = Note("warn", icon="receipts")
        self.issue_button = Button(Kind.PLAIN, key="F9")
        self._waiting = QWidget()
        self._facts = [
            (
                Text(size=theme.SMALL, tone="muted"),
                Elided(size=theme.LARGE),
                Elided(size=theme.SMALL, tone="muted"),
            )
            for _ in range(_FACTS)
        ]
        self.tabs = Tabs(5)
        self.trades = TradesTab(stage)
        self.receipts = ReceiptsTab(stage)
        self.notes = NotesTab(stage)
        self._views = QStackedWidget()
        self._dealings: Dealings | None = None
        self._stored: customers.CustomerCard | None = None
        self._section = Text(bold=True)
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(0)
        self._rows.setHorizontalSpacing(16)
        self._rows.setColumnStretch(1, 1)
        self.numbers = ProtectedNumbers(stage)
        self.matters = CardMatters(stage)
        self.history = History(stage, "customer", width=150)
        self.log_button = LinkButton()
        self.numbers.looked.connect(self._look_again)
        self.matters.changed.connect(self._look_again)
        self.notes.written.connect(self._look_again)
        self._whole = QWidget()
        self._nothing = Text(tone="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.show_known(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1)
        head.addWidget(self._kind)
        head.addWidget(self.edit_button)
        head.addWidget(self.trade_button)
        facts = QGridLayout()
        facts.setHorizontalSpacing(32)
        facts.setVerticalSpacing(1)
        for column, parts in enumerate(self._facts):
            for row, part in enumerate(parts):
                facts.addWidget(part, row, column)
            facts.setColumnStretch(column, 1)
        page = QVBoxLayout(self._whole)
        page.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP + 2, theme.PAGE_SIDE, 12)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(self.acts)
        page.addSpacing(14)
        page.addLayout(facts)
        waits = QHBoxLayout(self._waiting)
        waits.setContentsMargins(0, 16, 0, 0)
        waits.setSpacing(12)
        waits.addWidget(self._waits, 1)
        waits.addWidget(self.issue_button)
        page.addWidget(self._waiting)
        page.addSpacing(12)
        page.addWidget(self.tabs)
        page.addWidget(Rule("line2"))
        page.addWidget(self._views, 1)
        self._lay_out_views()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)
        outer.addWidget(self._nothing)

    def _lay_out_views(self) -> None:
        basic, changes = QWidget(), QWidget()
        for view in (basic, self.trades, self.receipts, self.notes, changes):
            self._views.addWidget(view)
        self.tabs.chosen.connect(self._open_tab)
        inner = QVBoxLayout(basic)
        inner.setContentsMargins(0, 12, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._section)
        inner.addSpacing(6)
        inner.addWidget(Rule("line2"))
        inner.addLayout(self._rows)
        inner.addSpacing(16)
        inner.addWidget(self.numbers)
        inner.addSpacing(16)
        inner.addWidget(self.matters)
        inner.addStretch(1)
        story = QVBoxLayout(changes)
        story.setContentsMargins(0, 12, 0, 0)
        story.setSpacing(4)
        story.addWidget(self.history, 1)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.log_button)
        story.addLayout(below)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.trade_button.say(t.text("&New trade"))
        self.edit_button.say(t.text("&Change"))
        self.issue_button.say(t.text("&Issue its receipt"))
        self.acts.say()
        self._section.setText(t.text("On the card"))
        self.numbers.say()
        self.matters.say()
        self.history.say()
        self.log_button.say(t.text("All about him in the lo&g"))
        words = (t.text("Card (&1)"), t.text("Trades (&2)"), t.text("Receipts (&3)"))
        self.tabs.say((*words, t.text("Notes (&4)"), t.text("Changes (&5)")))
        self.trades.say()
        self.receipts.say()
        self.notes.say()
        self._nothing.setText(t.text("Nobody fits. Try fewer letters, or add him."))
        self.show_known(self._known)

    def show_known(self, known: Known | None) -> None:
        """Show a customer, or that nobody is chosen."""
        is_same = known is not None and self._known is not None and known == self._known
        self._known = known
        if not is_same:
            self._waiting.hide()
        before = self.notes.pub
        pub, name = (known.customer.pub, known.customer.name) if known else ("", "")
        self.notes.show_customer(pub, name)
        if before != pub:
            self.show_dealings(None)
        self._whole.setVisible(known is not None)
        self._nothing.setVisible(known is None)
        if not is_same:
            self.numbers.show_customer(pub)
            self.matters.show_customer(pub)
            self.history.show_record(pub)
        if known is None:
            return
        customer = known.customer
        self.name.setText(customer.name)
        self._show_state(customer)
        self.acts.show_code(customer.code)
        self._show_facts(known)
        self._show_fields(known)

    def _show_state(self, customer: Customer) -> None:
        """Say what is out of the ordinary, else whether he is a person or a company."""
        t, state = self._stage.speech, customer.state
        due = self._stored.due_on if self._stored else None
        is_left = state in LEFT
        if is_left:
            self._kind.say(change_value(t.translator, "customer", "state", state.value), "bad")
        elif due is not None and due <= self._stage.today():
            self._kind.say(t.text("to be verified"), "warn")
        elif state is CardState.INCOMPLETE:
            self._kind.say(t.text("Card incomplete"), "warn")
        else:
            self._kind.say(t.text(_KINDS[customer.kind]), "plain")
        self.trade_button.setVisible(not is_left)
        self.edit_button.setVisible(not is_left and self._may_change)

    def _show_fields(self, known: Known) -> None:
        """Show what stands on the card, and what the office asks for that does not."""
        t, customer, stored = self._stage.speech, known.customer, self._stored
        missing = stored.missing if stored else ()
        rows = [
            (
                t.text("Still to be asked"),
                " · ".join(change_field(t.translator, "customer", one) for one in missing),
            ),
            (t.text("Category"), category_words(self._stage, customer.category)),
            (t.text("Responsible clerk"), stored.responsible if stored else None),
            (t.text("Company"), customer.company),
            (t.text("Prints as"), customer.print_name),
            (t.text("Pinyin"), customer.pinyin),
            (t.text("Consent"), _consent(stored)),
        ]
        first_phone = next((o for o in known.contacts if o.kind is ContactKind.PHONE), None)
        rows += [
            (t.text(CONTACTS[one.kind]), one.shown)
            for one in known.contacts
            if one is not first_phone
        ]
        self._show_rows([(label, value) for label, value in rows if value])

    def _look_again(self) -> None:
        if self._known is not None:
            self.history.show_record(self._known.customer.pub)

    def show_person(self, person: Person) -> None:
        """Offer what the role of whoever works may."""
        self.log_button.setVisible(may(person, "audit.list"))
        self.numbers.add_button.setVisible(may(person, "customers.keep_number"))
        self.matters.show_person(person)
        self.numbers.may_reveal = may(person, "customers.reveal")
        self._may_change = may(person, "customers.change")
        self.acts.show_person(person)
        self.edit_button.setVisible(self._may_change)
        self.notes.composer.setVisible(may(person, "customers.write_note"))

    def _open_tab(self, place: int) -> None:
        self._views.setCurrentIndex(place)
        if place == NOTES:
            self.notes.arrive()
        elif place == TRADES:
            self.trades.table.setFocus()
        elif place == RECEIPTS:
            self.receipts.table.setFocus()
        elif place == CHANGES:
            self.history.table.setFocus()

    def show_dealings(
        self, dealings: Dealings | None, stored: customers.CustomerCard | None = None
    ) -> None:
        """Show what stands behind the tabs, how much of it, and the card as it is stored."""
        self._dealings, self._stored = dealings, stored
        self.acts.show_stored(stored)
        self.trades.show_dealings(dealings)
        self.receipts.show_dealings(dealings)
        self.notes.show_dealings(dealings)
        counts = dealings.counts if dealings else None
        self.tabs.show_count(TRADES, counts.trades if counts else None)
        self.tabs.show_count(RECEIPTS, counts.receipts if counts else None)
        self.tabs.show_count(NOTES, counts.notes if counts else None)
        if self._known is not None:
            self._show_state(stored.customer if stored else self._known.customer)
            self._show_facts(self._known)
            self._show_fields(self._known)

    def show_waiting(self, waiting: Sequence[WithoutReceipt]) -> None:
        """Tell of the trades that wait for their receipt, newest first."""
        self._waiting.setVisible(bool(waiting))
        if not waiting:
            return
        t, one = self._stage.speech, waiting[0]
        said = t.text(
            "No receipt yet: {item}, {amount}, {when}",
            item=one.item,
            amount=figures.amount(one.amount_fen),
            when=figures.moment(t, one.at, self._stage.today()),
        )
        more = len(waiting) - 1
        self._waits.say(said, t.plural("{number} more", "{number} more", more) if more else "")

    def _show_facts(self, known: Known) -> None:
        t, last = self._stage.speech, known.last
        phones = [one.value for one in known.contacts if one.kind is ContactKind.PHONE]
        facts = (
            (
                t.text("Last trade"),
                figures.traded(t, last.day, last.at, self._stage.today()) if last else "—",
                last.lines[0].item if last and last.lines else t.text("none yet"),
            ),
            (
                t.text("Its sum"),
                figures.amount(last.total_fen) if last else "—",
                t.plural("{number} line", "{number} lines", len(last.lines)) if last else "",
            ),
            self._year_fact(),
            (t.text("Phone"), phones[0] if phones else "—", ""),
        )
        for parts, texts in zip(self._facts, facts, strict=True):
            for part, text in zip(parts, texts, strict=True):
                part.setText(text)

    def _year_fact(self) -> tuple[str, str, str]:
        t, year = self._stage.speech, self._stage.today().year
        years = self._dealings.years if self._dealings else ()
        found = next((one for one in years if one.year == year), None)
        if found is None:
            return t.text("This year"), "—", ""
        told = t.plural("{number} trade", "{number} trades", found.trades)
        return t.text("This year"), figures.amount(found.total_fen), told

    def _show_rows(self, rows: list[tuple[str, str]]) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (label, value) in enumerate(rows):
            name = Text(label, tone="muted")
            name.setFixedSize(112, theme.ROW_HEIGHT)
            shown = Elided(value)
            shown.setFixedHeight(theme.ROW_HEIGHT)
            self._rows.addWidget(name, 2 * number, 0)
            self._rows.addWidget(shown, 2 * number, 1)
            self._rows.addWidget(Rule(), 2 * number + 1, 0, 1, 2)


def _consent(stored: customers.CustomerCard | None) -> str:
    if stored is None:
        return ""
    day, how = stored.draft.consent_on, stored.draft.consent
    return " · ".join(part for part in (day.isoformat() if day else "", how or "") if part)
