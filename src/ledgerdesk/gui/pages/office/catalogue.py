"""The catalogue: what the office sells, with the form of the chosen entry beside it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Ground, Rule, Text
from ledgerdesk.services.catalogue import Service

_PANEL = 344


class CataloguePage(Page):
    """A list by codes; the form adds a new entry or writes the chosen one anew."""

    cares_for = Changes.SETTINGS

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._may = False
        self._chosen: Service | None = None
        self.new_button = Button(Kind.PLAIN, icon="plus")
        self.head = PageHead(self.new_button)
        self.model: RowsModel[Service] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.empty = Empty("transactions")
        self.title = Text(size=theme.LARGE, bold=True)
        self.code, self.name, self.unit, self.mnemonic = Edit(), Edit(), Edit(), Edit()
        self.price = MoneyEdit()
        edits = (self.code, self.name, self.unit, self.price, self.mnemonic)
        names = ("code", "name", "unit", "price", "mnemonic")
        self.edits = dict(zip(names, edits, strict=True))
        self.fields = {name: Field(edit) for name, edit in self.edits.items()}
        self.state = Segments(2, digits=False)
        self._state_field = Field(self.state)
        self.save_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self._lay_out()
        self._wire()
        self.say()
        self._fill(None)

    def _lay_out(self) -> None:
        self._panel = Ground("raised")
        self._panel.setFixedWidth(_PANEL)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(14)
        inner.addWidget(self.title)
        for field in self.fields.values():
            inner.addWidget(field)
        inner.addWidget(self._state_field)
        inner.addWidget(self.save_button)
        inner.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left, 1)
        whole.addWidget(Rule("line2", upright=True))
        whole.addWidget(self._panel)

    def _wire(self) -> None:
        self.new_button.clicked.connect(self.begin_new)
        self.empty.button.clicked.connect(self.begin_new)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self.name.setFocus())
        order = (*self.edits.values(), self.save_button)
        for edit, following in zip(self.edits.values(), order[1:], strict=True):
            edit.next_wanted.connect(following.setFocus)
        self.save_button.clicked.connect(self.save)
        self.lead_with(self.save_button)

    def _columns(self) -> tuple[Column[Service], ...]:
        t = self.stage.speech

        def quiet(text: str, one: Service) -> Cell:
            return Cell(text=text, tone="muted" if one.is_retired else "text")

        def price(one: Service) -> Cell:
            return quiet("" if one.price_fen is None else figures.amount(one.price_fen), one)

        return (
            Column(title=lambda: t.text("Code"), cell=lambda one: quiet(one.code, one), width=120),
            Column(title=lambda: t.text("Service"), cell=lambda one: quiet(one.name, one)),
            Column(title=lambda: t.text("Unit"), cell=lambda one: quiet(one.unit, one), width=70),
            Column(title=lambda: t.text("Price (¥)"), cell=price, width=130, right=True),
            Column(
                title=lambda: t.text("Mnemonic"),
                cell=lambda one: quiet(one.mnemonic, one),
                width=110,
            ),
        )

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Services"))
        self.new_button.say(t.text("Ne&w service"))
        self.table.setAccessibleName(t.text("Services"))
        self.fields["code"].say(t.text("C&ode"), hint=t.text("typed in a line, it is offered"))
        self.fields["name"].say(t.text("&Service"), hint=t.text("as the receipt prints it"))
        self.fields["unit"].say(t.text("&Unit"))
        self.fields["price"].say(t.text("&Price (¥)"), hint=t.text("what a line begins with"))
        self.fields["mnemonic"].say(t.text("&Mnemonic"), hint=t.text("a short word of your own"))
        self._state_field.say(t.text("Offere&d"))
        self.state.say(t.text("Offered"), (t.text("Yes, offered"), t.text("retired")))
        self.save_button.say(t.text("Save"))
        self.empty.say(
            t.text("No services yet"),
            t.text("What is sold again and again is kept here with its code, unit and price."),
            t.text("New service"),
        )
        self.model.say()
        self._say_title()

    def _say_title(self) -> None:
        t = self.stage.speech
        self.title.setText(t.text("New service") if self._chosen is None else self._chosen.code)

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Enter change it   Ctrl+Enter save")

    def arrive(self) -> None:
        """Begin in the list, or with the first entry."""
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self.model.show(())
        self._fill(None)

    def show_person(self, person: Person) -> None:
        """Let whoever may change the catalogue do so."""
        self._may = may(person, "catalogue.change")
        self._panel.setVisible(self._may)
        self.new_button.setVisible(self._may)
        self.empty.button.setVisible(self._may)

    def refresh(self) -> None:
        """Ask for the entries."""
        self.stage.tasks.query(
            self, lambda ledger: ledger.catalogue.list(), self._show, self.complain
        )

    def _show(self, services: tuple[Service, ...]) -> None:
        kept = self._chosen.code if self._chosen is not None else ""
        self.model.show(services)
        self.table.setVisible(bool(services))
        self.empty.setVisible(not services)
        codes = [one.code for one in services]
        if kept in codes:
            self.table.choose(codes.index(kept))
        elif services and not self.is_dirty:
            self.table.choose(0)

    @property
    def is_dirty(self) -> bool:
        """Tell whether a new entry is half typed."""
        return self._chosen is None and any(edit.text().strip() for edit in self.edits.values())

    def _choose(self, row: int) -> None:
        records = self.model.records
        self._fill(records[row] if 0 <= row < len(records) else None)

    def begin_new(self) -> None:
        """Begin a new entry."""
        self.table.clearSelection()
        self._fill(None)
        self.code.setFocus()

    def _fill(self, service: Service | None) -> None:
        self._chosen = service
        one = service or Service(code="", name="")
        for name, edit in self.edits.items():
            self.fields[name].show_problem("")
            if name != "price":
                edit.setText(str(getattr(one, name)))
        self.price.show_fen(one.price_fen)
        self.code.setReadOnly(service is not None)
        self.state.choose(1 if one.is_retired else 0)
        self._state_field.setVisible(service is not None)
        self._say_title()

    def save(self) -> None:
        """Add the new entry, or write the chosen one anew."""
        refusal = self.price.refusal()
        if refusal is not None:
            self.fields["price"].show_problem(self.stage.speech.sentence(refusal))
            self.price.setFocus()
            return
        wanted = Service(
            code=self.code.text(),
            name=self.name.text(),
            unit=self.unit.text(),
            price_fen=self.price.fen(),
            mnemonic=self.mnemonic.text(),
            is_retired=self.state.position == 1,
        )
        is_new = self._chosen is None

        def work(ledger: Ledger) -> Done[Service]:
            return ledger.catalogue.add(wanted) if is_new else ledger.catalogue.change(wanted)

        def saved(service: Service) -> None:
            self._chosen = service
            self.done.emit(self.stage.speech.text("Saved: {what}", what=service.name))
            self.refresh()

        self.stage.tasks.mutate(self, work, saved, self._refused)

    def _refused(self, error: KnownError) -> None:
        field = self.fields.get(error.field or "")
        if field is None:
            self.complain(error)
            return
        field.show_problem(self.stage.speech.sentence(error))
        self.edits[error.field or ""].setFocus()
