"""The second look: what waits for one, what stands where, and the verdict."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.reviews import Compared, Review, State, Subject
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text
from ledgerdesk.i18n.review_words import causes_words, compared_words, state_words

_WAITING, _RETURNED = 0, 1


class ReviewsPage(Page):
    """A list of what waits or was returned; below it the chosen one, old and new side by side."""

    cares_for = Changes.TRANSACTIONS | Changes.RECEIPTS | Changes.CUSTOMERS
    receipt_wanted = Signal(str)
    customer_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._may_decide = False
        self._found: tuple[tuple[Review, ...], tuple[Review, ...]] = ((), ())
        self.head = PageHead()
        self.which = Segments(2, digits=False)
        self.model: RowsModel[Review] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.empty = Empty("proof")
        self._title = Elided(bold=True)
        self._said = Elided(size=theme.SMALL, tone="muted")
        self._grid = QGridLayout()
        self.pass_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self.return_button = Button(Kind.PLAIN)
        self.look_button = Button(Kind.PLAIN, key="Enter")
        self._below = QWidget()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(Rule("line2"))
        below.addWidget(self._title)
        below.addWidget(self._said)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        below.addLayout(self._grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.pass_button, self.return_button, self.look_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        below.addSpacing(6)
        below.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(10)
        column.addWidget(self.head)
        row = QHBoxLayout()
        row.addWidget(self.which)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._below)

    def _wire(self) -> None:
        self.which.choose(_WAITING)
        self.which.chosen.connect(lambda _at: self._show())
        self.table.current_changed.connect(lambda _row: self._show_chosen())
        self.table.opened.connect(lambda _row: self._look())
        self.pass_button.clicked.connect(self._pass)
        self.lead_with(self.pass_button)
        self.return_button.clicked.connect(self._give_back)
        self.look_button.clicked.connect(self._look)

    def _columns(self) -> tuple[Column[Review], ...]:
        t = self.stage.speech

        def when(one: Review) -> Cell:
            said = figures.moment(t, one.asked_at, self.stage.today())
            return Cell(text=f"{one.asked_by}  {said}", tone="muted")

        return (
            Column(
                title=lambda: t.text("Receipt"),
                cell=lambda one: Cell(text=one.number or "—"),
                width=150,
            ),
            Column(
                title=lambda: t.text("Customer"),
                cell=lambda one: Cell(text=f"{one.customer_name} {one.customer_code}"),
                width=220,
            ),
            Column(
                title=lambda: t.text("Why"),
                cell=lambda one: Cell(text=causes_words(t.translator, one.causes)),
            ),
            Column(title=lambda: t.text("Entered by"), cell=when, width=220),
        )

    # ── words ────────────────────────────────────────────────────────────────────────────

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Reviews"))
        self._say_which()
        self.pass_button.say(t.text("&Pass"))
        self.return_button.say(t.text("Re&turn…"))
        self.table.setAccessibleName(t.text("Reviews"))
        self.model.say()
        self._say_empty()
        self.look_button.say(t.text("&Look at the receipt"))
        self._show_chosen()

    def _say_which(self) -> None:
        t = self.stage.speech
        waiting, returned = (len(part) for part in self._found)
        words = (
            t.text("To review {number}", number=waiting),
            t.text("Returned {number}", number=returned),
        )
        self.which.say(t.text("Reviews"), words)

    def _say_empty(self) -> None:
        t = self.stage.speech
        if self.which.position == _RETURNED:
            title, words = (
                t.text("Nothing was returned"),
                t.text("What is returned stands here until it is voided or reversed."),
            )
        else:
            title, words = (
                t.text("Nothing to review"),
                t.text("Which trades are looked at twice is set by the owner in the settings."),
            )
        self.empty.say(title, words, "")

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Ctrl+Enter pass   Enter look at the receipt")

    # ── what is there ────────────────────────────────────────────────────────────────────

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Ask what waits and what was returned."""

        def work(ledger: Ledger) -> tuple[tuple[Review, ...], tuple[Review, ...]]:
            return ledger.reviews.waiting(), ledger.reviews.returned()

        def came(found: tuple[tuple[Review, ...], tuple[Review, ...]]) -> None:
            self._found = found
            self._say_which()
            self._show()

        self.stage.tasks.query(self, work, came, self.complain)

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._found = ((), ())
        self._show()

    def show_person(self, person: Person) -> None:
        """Offer verdicts to whoever may give them."""
        self._may_decide = may(person, "reviews.decide")
        self._show_chosen()

    def _show(self) -> None:
        kept = self._chosen
        rows = self._found[self.which.position or 0]
        self.model.show(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._say_empty()
        if rows:
            pubs = [one.pub for one in rows]
            self.table.choose(pubs.index(kept.pub) if kept and kept.pub in pubs else 0)
        self._show_chosen()

    @property
    def _chosen(self) -> Review | None:
        row = self.table.currentIndex().row()
        rows = self.model.records
        return rows[row] if 0 <= row < len(rows) else None

    def _show_chosen(self) -> None:
        one, t = self._chosen, self.stage.speech
        self._below.setVisible(one is not None)
        if one is None:
            return
        self._title.setText(f"{one.number or one.customer_code}   {one.customer_name}")
        state = state_words(t.translator, one.state, is_alone=one.is_alone)
        said = [causes_words(t.translator, one.causes), state]
        if one.decided_by is not None:
            said.append(f"{one.decided_by}  {one.reason or ''}".strip())
        self._said.setText(" · ".join(said))
        self._fill_grid(one.compared)
        is_open = one.state is State.WAITING
        self.pass_button.setVisible(is_open and self._may_decide)
        self.return_button.setVisible(is_open and self._may_decide)
        about_customer = one.subject is Subject.CUSTOMER
        look, undo = t.text("&Look at the receipt"), t.text("&Void or reverse it…")
        if about_customer:
            look = t.text("&Look at the card")
        elif one.state is State.RETURNED:
            look = undo
        self.look_button.say(look)
        self.look_button.setVisible(about_customer or one.number is not None)

    def _fill_grid(self, rows: tuple[Compared, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        t = self.stage.speech
        for column, title in enumerate(("", t.text("before, or usual"), t.text("now"))):
            self._grid.addWidget(Text(title, size=theme.SMALL, tone="muted"), 0, column)
        for at, row in enumerate(rows, start=1):
            name, before, after = compared_words(t.translator, row)
            self._grid.addWidget(Text(name, tone="muted"), at, 0)
            self._grid.addWidget(Text(before), at, 1)
            now = Text(after, bold=True, wrap=True)
            self._grid.addWidget(now, at, 2, 1, 2, Qt.AlignmentFlag.AlignTop)

    # ── what may be done ─────────────────────────────────────────────────────────────────

    def _pass(self) -> None:
        one = self._chosen
        if one is None or one.state is not State.WAITING or not self._may_decide:
            return

        def done(_review: Review) -> None:
            what = one.number or one.customer_name
            self.done.emit(self.stage.speech.text("Passed: {what}", what=what))

        self.stage.tasks.mutate(
            self, lambda ledger: ledger.reviews.pass_(one.pub), done, self.complain
        )

    def _give_back(self) -> None:
        one = self._chosen
        if one is None:
            return
        t, what = self.stage.speech, one.number or one.customer_name

        def deed(ledger: Ledger, reason: str) -> Done[Review]:
            return ledger.reviews.give_back(one.pub, reason=reason)

        dialog: ReasonDialog = ReasonDialog(self, self.stage, deed)
        dialog.say(
            t.text("Return {what}", what=what),
            t.text("Nothing is edited: what was returned is voided or reversed, and entered anew."),
            t.text("Return"),
            t.text("whoever entered it reads this"),
        )
        dialog.finished_well.connect(
            lambda _review: self.done.emit(t.text("Returned: {what}", what=what))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look(self) -> None:
        one = self._chosen
        if one is None:
            return
        if one.subject is Subject.CUSTOMER:
            self.customer_wanted.emit(one.customer_code)
        elif one.number is not None:
            self.receipt_wanted.emit(one.number)

    def complain(self, error: KnownError) -> None:
        """Say what went wrong; the one who entered it is told that somebody else looks."""
        if error.details.get("role") == "author":
            self.failed.emit(
                self.stage.speech.text("You entered this yourself: somebody else has to look.")
            )
            return
        super().complain(error)
