"""Customers: a list that answers to pinyin, and the card of the one that is chosen."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.customers import Customer, CustomerCard, CustomerFilter
from ledgerdesk.core.drafts import Draft
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, icons, theme
from ledgerdesk.gui.dialogs.hand_out import ExportDialog
from ledgerdesk.gui.dialogs.new_customer import NewCustomerDialog
from ledgerdesk.gui.pages.customers import customer_card
from ledgerdesk.gui.pages.customers.card_fields import Looked
from ledgerdesk.gui.pages.customers.card_form import CardForm, look
from ledgerdesk.gui.pages.customers.card_notes import customer_of
from ledgerdesk.gui.pages.customers.customer_card import NOTES
from ledgerdesk.gui.pages.customers.customer_field import Known
from ledgerdesk.gui.pages.customers.customer_filter import Choices, CustomerFilterBar, choices_of
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind, LinkButton
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.gui.widgets.texts import Ground, Rule, Text
from ledgerdesk.services.steps.customers.dealings import Dealings
from ledgerdesk.services.today import WithoutReceipt

_WAIT_MS = 80
_SHOWN = 50


class CustomersPage(Page):
    """List and card."""

    cares_for = Changes.CUSTOMERS | Changes.TRANSACTIONS | Changes.RECEIPTS
    trade_wanted = Signal(object)
    added = Signal(str)
    import_wanted = Signal()
    quality_wanted = Signal()
    thrown_away = Signal(object)
    discarded = Signal(object)
    undoable = Signal(str, object)
    receipt_wanted = Signal(str)
    issue_wanted = Signal(str, str)
    log_wanted = Signal(str, str)

    def __init__(self, stage: Stage, card: customer_card.CustomerCard, form: CardForm) -> None:
        super().__init__(stage)
        self._wanted = ""
        self._question = 0
        self._waiting: tuple[WithoutReceipt, ...] = ()
        self.add_button = Button(Kind.PLAIN, icon="plus")
        self.head = PageHead(self.add_button)
        self.search = Edit()
        self.search.setProperty("filter", True)
        find = QAction(icons.icon("search", "muted"), "", self)
        self.search.addAction(find, Edit.ActionPosition.LeadingPosition)
        self.filter = CustomerFilterBar(stage)
        self._found: list[Known] = []
        self._is_whole = True
        self._may_plain = False
        self._count = Text(size=theme.SMALL, tone="muted")
        self.list = PeopleList()
        self.card = card
        self.form = form
        self.import_button = Button(Kind.PLAIN, icon="upload")
        self.export_button = Button(Kind.PLAIN, icon="download")
        self.quality_button = LinkButton()
        self.empty = Empty("customers", key="Ctrl+Shift+N")
        self._right = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        left = Ground("raised")
        left.setFixedWidth(theme.LIST_PANE)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, theme.PAGE_TOP, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.setSpacing(6)
        top.addWidget(self.head)
        top.addWidget(self.search)
        top.addWidget(self.filter)
        top.addWidget(self._count)
        column.addLayout(top)
        column.addSpacing(6)
        column.addWidget(Rule("line2"))
        column.addWidget(self.list, 1)
        column.addWidget(Rule("line2"))
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(4)
        files = QHBoxLayout()
        files.setSpacing(8)
        files.addWidget(self.import_button)
        files.addWidget(self.export_button)
        files.addStretch(1)
        foot.addLayout(files)
        foot.addWidget(self.quality_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(foot)
        self._right.addWidget(self.card)
        self._right.addWidget(self.empty)
        self._right.addWidget(self.form)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addWidget(Rule("line2", upright=True))
        whole.addWidget(self._right, 1)

    def _wire(self) -> None:
        self._later.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._later.start)
        self.search.next_wanted.connect(self.list.setFocus)
        self.filter.changed.connect(self.refresh)
        self.list.more_wanted.connect(self._ask_more)
        self.export_button.clicked.connect(self.export)
        self.card.acts.told.connect(self._acted)
        self.card.acts.failed.connect(self.complain)
        self.list.selectionModel().selectionChanged.connect(self._chosen)
        self.add_button.clicked.connect(self.add)
        self.add_button.bind(self, "Ctrl+Shift+N")
        self.empty.button.clicked.connect(self.add)
        for button in (self.import_button, self.empty.second):
            button.clicked.connect(self.import_wanted)
        self.quality_button.clicked.connect(self.quality_wanted)
        self.card.trade_button.clicked.connect(self._trade)
        self.lead_with(self.form.save_button, self.card.trade_button, self.empty.button)
        self.card.issue_button.clicked.connect(self._issue)
        self.card.edit_button.clicked.connect(self.edit)
        self.card.edit_button.bind(self, "F2")
        self.form.opened.connect(self._form_opened)
        self.form.closed.connect(self._form_closed)
        self.form.saved.connect(self._saved)
        self.form.discarded.connect(self._form_discarded)
        self.form.thrown_away.connect(self.thrown_away)
        self.form.failed.connect(self.complain)
        self.card.log_button.clicked.connect(self._log)
        for tab in (self.card.trades, self.card.receipts):
            tab.receipt_wanted.connect(self.receipt_wanted)
        notes = self.card.notes
        notes.customer_wanted.connect(self._show_notes_of)
        notes.thrown_away.connect(self.thrown_away)
        notes.failed.connect(self.complain)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Customers"))
        self.add_button.setAccessibleName(t.text("New customer"))
        self.add_button.setToolTip(f"{t.text('New customer')}   Ctrl+Shift+N")
        self.import_button.say(t.text("&Import…"))
        self.export_button.say(t.text("E&xport…"))
        self.filter.say()
        self.quality_button.say(t.text("Data &quality"))
        self.search.setPlaceholderText(t.text("name, pinyin, end of the phone"))
        self.search.setAccessibleName(t.text("Search customers"))
        self.list.setAccessibleName(t.text("Customers"))
        self.empty.say(
            t.text("No customers yet"),
            t.text("A customer is added with his first trade, or here, or with a table."),
            t.text("New customer"),
            t.text("Import a table…"),
        )
        self.card.say()
        self.form.say()
        if self.isVisible():
            self.refresh()

    def hint(self) -> str:
        """Tell the keys."""
        t = self.stage.speech
        if self.form.is_open:
            return t.text("Ctrl+Enter save   Esc leave the card as it is")
        return t.text("Ctrl+F search   ↑↓ choose   F2 change   Ctrl+Shift+N new customer")

    def arrive(self) -> None:
        """Begin in the search."""
        self.refresh()
        self.search.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self.search.clear()
        self.filter.clear()
        self.filter.show_choices(Choices())
        self._found = []
        self.list.show_offers(())
        self.card.show_known(None)
        self.card.notes.forget()
        self.form.forget()

    def refresh(self) -> None:
        """Ask for who fits search and filter, or for the newest."""
        text = self.search.text().strip()
        asked = self.filter.asked(text)
        self._question += 1
        number = self._question

        def work(ledger: Ledger) -> tuple[list[Known], Choices]:
            found = (
                ledger.customers.find(text, limit=_SHOWN)
                if text and asked == CustomerFilter(text=text)
                else ledger.customers.page(asked, limit=_SHOWN)
            )
            return [_known(ledger, one) for one in found], choices_of(ledger)

        def shown(answer: tuple[list[Known], Choices]) -> None:
            if number == self._question:
                self.filter.show_choices(answer[1])
                self._show(answer[0])

        self.stage.tasks.query(self, work, shown, self.complain)

    def _ask_more(self) -> None:
        """Ask for who comes behind the last one that is shown."""
        if self._is_whole or not self._found:
            return
        self._is_whole = True  # until the answer says otherwise: one question at a time
        asked = self.filter.asked(self.search.text().strip())
        number = self._question
        last = min(one.customer.id for one in self._found)
        here = {one.customer.pub for one in self._found}

        def work(ledger: Ledger) -> tuple[list[Known], bool]:
            page = ledger.customers.page(asked, before=last, limit=_SHOWN)
            return [_known(ledger, one) for one in page if one.pub not in here], len(page) < _SHOWN

        def shown(answer: tuple[list[Known], bool]) -> None:
            if number != self._question:
                return
            more, self._is_whole = answer
            self._found += more
            self.list.add_offers([self._offer(one) for one in more])
            self._tell_count()

        self.stage.tasks.query(self, work, shown, self.complain)

    def _tell_count(self) -> None:
        t, count = self.stage.speech, len(self._found)
        whole = t.plural("{number} customer", "{number} customers", count)
        self._count.setText(
            whole if self._is_whole else t.text("the newest {number}", number=count)
        )

    def show_due(self) -> None:
        """Leave those in the list whose cards are to be verified."""
        self.search.clear()
        self.filter.choose_due()
        self.refresh()

    def _show(self, found: list[Known]) -> None:
        before = self.list.chosen
        keep = self._wanted or (before.customer.pub if isinstance(before, Known) else "")
        self._wanted = ""
        self._found, self._is_whole = found, len(found) < _SHOWN
        self.list.show_offers([self._offer(one) for one in found])
        self._tell_count()
        searching = self.filter.asked(self.search.text().strip()) != CustomerFilter()
        if not self.form.is_open:
            self._right.setCurrentIndex(0 if found or searching else 1)
        pubs = [one.customer.pub for one in found]
        if found:
            self.list.choose(pubs.index(keep) if keep in pubs else 0)
        else:
            self.card.show_known(None)

    def show_person(self, person: Person) -> None:
        """Offer what the role of whoever works may."""
        self.card.show_person(person)
        self.export_button.setVisible(may(person, "exports.run"))
        self._may_plain = may(person, "exports.plain")

    def export(self) -> None:
        """Ask where the customers of the list are written."""
        asked = self.filter.asked(self.search.text().strip())
        narrowed = None if asked == CustomerFilter() else asked
        dialog = ExportDialog(self, self.stage, narrowed, may_plain=self._may_plain)
        dialog.written.connect(self.done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _acted(self, said: str, undo: Callable[[], None] | None) -> None:
        """Tell what was done with a card, with the way back where there is one."""
        self.card.history.show_record(self.card.notes.pub)
        if undo is None:
            self.done.emit(said)
        else:
            self.undoable.emit(said, undo)

    def _offer(self, one: Known) -> Offer:
        t = self.stage.speech
        told = one.customer.code
        if one.phone_tail:
            told += " · " + t.text("ends {tail}", tail=one.phone_tail)
        when = figures.traded(t, one.last.day, one.last.at, self.stage.today()) if one.last else ""
        return Offer(value=one, title=one.customer.name, below=told, right=when)

    def _chosen(self, _new: QItemSelection, _old: QItemSelection) -> None:
        chosen = self.list.chosen
        known = chosen if isinstance(chosen, Known) else None
        self._leave_form_of_other(known)
        self.card.show_known(known)
        self._waiting = ()
        if known is not None:
            self._ask_waiting(known.customer)
            self._ask_dealings(known.customer)

    def _ask_waiting(self, customer: Customer) -> None:
        def found(waiting: tuple[WithoutReceipt, ...]) -> None:
            now = self.list.chosen
            if isinstance(now, Known) and now.customer.pub == customer.pub:
                self._waiting = waiting
                self.card.show_waiting(waiting)

        self.stage.tasks.query(
            self, lambda ledger: ledger.today.without_receipt(customer.pub), found, self.complain
        )

    def _ask_dealings(self, customer: Customer) -> None:
        def work(ledger: Ledger) -> tuple[Dealings, CustomerCard]:
            return ledger.customers.dealings(customer.pub), ledger.customers.card(customer.pub)

        def found(told: tuple[Dealings, CustomerCard]) -> None:
            now = self.list.chosen
            if isinstance(now, Known) and now.customer.pub == customer.pub:
                self.card.show_dealings(*told)

        self.stage.tasks.query(self, work, found, self.complain)

    def _show_notes_of(self, pub: str) -> None:
        """Open the card of a customer at his notes, wherever he stands in the list."""

        def found(code: str) -> None:
            self._wanted = pub
            self.search.setText(code)
            self.card.tabs.choose(NOTES)

        self.stage.tasks.query(self, lambda ledger: customer_of(ledger, pub), found, self.complain)

    def open_card(self, pub: str, code: str, field: str = "") -> None:
        """Open a customer's card by his number; with a field its form, begun there."""
        self._wanted = pub
        self.filter.clear()
        self.search.setText(code)
        if field:
            self.form.begin(pub, at=field)

    def saved_trade(self) -> tuple[str, str] | None:
        """Give the newest trade of the shown customer that waits for its receipt."""
        newest = next(iter(self._waiting), None)
        return None if newest is None else (newest.payment_pub, newest.customer)

    def _issue(self) -> None:
        saved = self.saved_trade()
        if saved is not None:
            self.issue_wanted.emit(*saved)

    def _log(self) -> None:
        chosen = self.list.chosen
        if isinstance(chosen, Known):
            self.log_wanted.emit(chosen.customer.pub, chosen.customer.name)

    def _trade(self) -> None:
        chosen = self.list.chosen
        if isinstance(chosen, Known):
            self.trade_wanted.emit(chosen)

    def edit(self) -> None:
        """Change the card that is shown."""
        chosen = self.list.chosen
        if isinstance(chosen, Known) and not self.form.is_open:
            self.form.begin(chosen.customer.pub)

    def _leave_form_of_other(self, known: Known | None) -> None:
        """Keep what stands in the form of a card as a draft once another one is chosen."""
        card = self.form.card
        if card is None or (known is not None and known.customer.pub == card.customer.pub):
            return
        if self.form.is_dirty:
            t = self.stage.speech
            self.done.emit(
                t.text("What was typed for {name} is kept as a draft", name=card.customer.name)
            )
        self.form.set_aside()

    def _form_opened(self) -> None:
        self._right.setCurrentWidget(self.form)
        self.hint_changed.emit()

    def _form_closed(self) -> None:
        self.hint_changed.emit()
        if self._right.currentWidget() is self.form:
            self._right.setCurrentWidget(self.card)
            self.list.setFocus()

    def _form_discarded(self, left: tuple[Draft, CustomerCard]) -> None:
        draft, card = left

        def restore() -> None:
            def found(looked: Looked) -> None:
                self.form.drafts.put_back(draft, replace(looked, card=card))
                self.form.drafts.touched()

            pub = card.customer.pub
            self.stage.tasks.query(self, lambda ledger: look(ledger, pub), found, self.complain)

        self.discarded.emit(restore)

    def _saved(self, card: CustomerCard) -> None:
        self._wanted = card.customer.pub
        self.refresh()
        self.card.history.show_record(card.customer.pub)
        t, customer = self.stage.speech, card.customer
        self.done.emit(t.text("Saved {name}", name=f"{customer.name} {customer.code}"))

    def add(self) -> None:
        """Ask for a new customer."""
        self._open_form()

    def resume(self, pub: str) -> None:
        """Go on with a new customer who was not finished."""
        self._open_form().drafts.resume(pub)

    def set_aside(self) -> None:
        """Keep what stands in an open form, and close it."""
        for dialog in self.findChildren(NewCustomerDialog):
            dialog.set_aside()
        self.form.set_aside()
        self.card.notes.set_aside()

    def _open_form(self) -> NewCustomerDialog:
        dialog = NewCustomerDialog(self, self.stage)
        dialog.added.connect(self._was_added)
        dialog.discarded.connect(self._discarded)
        dialog.thrown_away.connect(self.thrown_away)
        dialog.failed.connect(self.complain)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _discarded(self, draft: Draft) -> None:
        def restore() -> None:
            drafts = self._open_form().drafts
            drafts.put_back(draft, None)
            drafts.touched()

        self.thrown_away.emit(restore)

    def _was_added(self, customer: Customer) -> None:
        self._wanted = customer.pub
        self.search.clear()
        self.refresh()
        self.added.emit(f"{customer.name} {customer.code}")


def _known(ledger: Ledger, one: Customer) -> Known:
    return Known(
        customer=one,
        contacts=ledger.customers.contacts(one.pub),
        last=ledger.today.last_time(one.pub),
    )
