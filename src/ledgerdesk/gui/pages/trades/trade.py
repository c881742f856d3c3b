"""A new trade: left what one types, right what will happen; Ctrl+Enter issues and begins anew."""

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Invalid, Problem
from ledgerdesk.core.series import SeriesLine
from ledgerdesk.core.transactions import Method, TradeDraft
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.form_drafts import FormDrafts, Texts
from ledgerdesk.gui.pages.customers.customer_field import Known
from ledgerdesk.gui.pages.trades.trade_faults import TradeFaults
from ledgerdesk.gui.pages.trades.trade_fields import TradeFields, known_in
from ledgerdesk.gui.pages.trades.trade_panel import TradePanel
from ledgerdesk.gui.pages.trades.trade_second import ask_second
from ledgerdesk.gui.pages.trades.trade_words import offered_amount, paper_name
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.folding import Folding
from ledgerdesk.gui.widgets.line_rows import CellFault
from ledgerdesk.gui.widgets.offering_edit import Answer
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.texts import Ground, Text
from ledgerdesk.i18n.problems import problem_sentence, question
from ledgerdesk.services.steps.receipts.issuing import Wish
from ledgerdesk.services.today import Standing, UsedLine
from ledgerdesk.services.transactions import Recorded


class TradePage(Page):
    """The form of one trade with the payment that settles it."""

    cares_for = Changes.RECEIPTS | Changes.SETTINGS | Changes.DRAFTS
    issued = Signal(str, str)
    saved = Signal(str, str)
    cleared = Signal(object)
    thrown_away = Signal(object)
    look_wanted = Signal()
    pay_wanted = Signal(str, str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._standing: Standing | None = None
        self._saving = False
        self._asked = False
        self._typed_in: QWidget | None = None
        self._saved: tuple[str, str] | None = None
        self.close_button = Button(Kind.GHOST, key="Esc")
        self.head = PageHead(self.close_button)
        self.fields = TradeFields(stage, self._ask_lines)
        self.drafts = FormDrafts(
            stage,
            Form.TRADE,
            self,
            read=self.fields.texts,
            fill=self._fill,
            look_up=known_in,
        )
        self.customer, self.lines = self.fields.customer, self.fields.lines
        self.payment, self.terms = self.fields.payment, self.fields.terms
        self.method, self.received = self.payment.method, self.payment.received
        self.date, self.payer, self.note = self.fields.date, self.fields.payer, self.fields.note
        self.lines_label = Text(size=theme.SMALL, tone="muted")
        self._lines_help = Text(size=theme.SMALL, tone="muted")
        self.lines_problem = Text(size=theme.SMALL, tone="bad")
        self.method_field = self.payment.method_field
        self.date_field = Field(self.date)
        self.series, self.series_field = self.fields.series, Field(self.fields.series)
        self.payer_field = Field(self.payer)
        self.note_field = Field(self.note)
        self.late, self.late_field = self.fields.late, Field(self.fields.late)
        self.panel = TradePanel(stage.speech)
        singles = {
            "method": self.method_field,
            "second": self.payment.second_amount_field,
            "paid": self.terms.paid_field,
            "discount": self.terms.discount_field,
            "deposit": self.terms.deposit_field,
            "date": self.date_field,
            "series": self.series_field,
            "payer_title": self.payer_field,
            "note": self.note_field,
            "late_reason": self.late_field,
        }
        self.faults = TradeFaults(stage, self.fields, singles, self.lines_problem, self.panel)
        self._lay_out()
        self._wire()
        self.say()
        self.clear()

    # ── the page ─────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._lay_out_frame())
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.drafts.bar)
        column.addSpacing(6)
        column.addWidget(self.customer)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.lines_label)
        row.addStretch(1)
        row.addWidget(self._lines_help)
        column.addLayout(row)
        column.addWidget(self.lines)
        column.addWidget(self.lines_problem)
        column.addSpacing(16)
        column.addWidget(self.payment)
        column.addSpacing(14)
        column.addWidget(self.terms)
        column.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.date_field.setFixedWidth(292)
        row.addWidget(self.date_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.series_field, 0, Qt.AlignmentFlag.AlignTop)
        self.series_field.setFixedWidth(208)
        row.addWidget(self.payer_field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addSpacing(14)
        self.late_field.setContentsMargins(0, 0, 0, 14)
        column.addWidget(self.late_field)
        column.addWidget(self.note_field)
        column.addStretch(1)

    def _lay_out_frame(self) -> Ground:
        """Put the frame up before it is filled: what moves house is dressed anew every time."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.folding = Folding()
        whole.addWidget(self.folding)
        form = Ground("surface")
        self.folding.fill(Scrolling(form), self.panel)
        self.folding.folded.connect(self.panel.fold)
        return form

    def _wire(self) -> None:
        self.customer.settled.connect(self._edited)
        self.customer.next_wanted.connect(self.lines.rows[0].item.setFocus)
        self.lines.edited.connect(self._edited)
        self.lines.finished.connect(self.method.setFocus)
        for part in (self.payment, self.terms):
            part.edited.connect(self._edited)
            part.accepted.connect(self.panel.issue_button.setFocus)
        self.customer.account_known.connect(self.terms.hold)
        self.customer.pay_wanted.connect(
            lambda pub: self.pay_wanted.emit(pub, self.customer.payer_name)
        )
        self.date.next_wanted.connect(self._after_date)
        self.series.chosen.connect(self._edited)
        self.series.next_wanted.connect(self.payer.setFocus)
        self.late.next_wanted.connect(self.payer.setFocus)
        self.payer.next_wanted.connect(self.note.setFocus)
        self.note.next_wanted.connect(self.panel.issue_button.setFocus)
        for edit in (self.date, self.late, self.payer, self.note):
            edit.textEdited.connect(self._edited)
        self.customer.edit.left.connect(self._check_left)
        self.date.left.connect(self._check_date)
        self.panel.issue_wanted.connect(lambda: self._save(issue=True))
        self.panel.save_wanted.connect(lambda: self._save(issue=False))
        self.panel.issue_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.panel.save_button.bind(self, "Ctrl+S")
        self.close_button.clicked.connect(self._clear_with_undo)
        self.close_button.bind(self, "Esc")
        self.drafts.thrown_away.connect(self.thrown_away)
        self.drafts.failed.connect(self.complain)
        first = QShortcut(QKeySequence("F8"), self)
        first.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        first.activated.connect(self.faults.go_to_first)

    def say(self) -> None:
        """Say every text again; what was typed stays."""
        t = self.stage.speech
        self.head.title.setText(t.text("New trade"))
        self.close_button.say(t.text("Clear"))
        self.customer.say()
        self.lines_label.setText(t.text("Lines"))
        self._lines_help.setText(
            t.text("Enter to the amount   Tab to unit and price   Enter on an empty line goes on")
        )
        self.lines.say(
            (
                t.text("Item"),
                t.text("Unit"),
                t.text("Quantity"),
                t.text("Price (¥)"),
                t.text("Amount (¥)"),
            ),
            t.text("Item or its pinyin"),
        )
        self.payment.say(t)
        self.terms.say(t)
        self.date_field.say(t.text("&Date of the trade"))
        self.series_field.say(t.text("Num&bers from"))
        self.payer_field.say(t.text("&Payer on the receipt"))
        self.payer.setPlaceholderText(t.text("as the customer"))
        self.late_field.say(
            t.text("Why is it entered la&te?"), hint=t.text("kept with the trade, marked 补录")
        )
        self.note_field.say(t.text("&Note"), hint=t.text("printed on the receipt"))
        self.panel.say(asks=self._asked)
        self.drafts.say()
        self._show_state()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("Ctrl+Enter save and issue   Ctrl+S save only   Esc clear")

    def arrive(self) -> None:
        """Begin at the customer."""
        self.refresh()
        self.customer.edit.setFocus()

    def refresh(self) -> None:
        """Ask for the next number, and for a trade that was not finished."""
        self.drafts.offer()

        def work(ledger: Ledger) -> tuple[Standing, tuple[SeriesLine, ...]]:
            return ledger.today.standing(), ledger.series.every()

        self.stage.tasks.query(self, work, self._show_standing, self.complain)

    def _show_standing(self, found: tuple[Standing, tuple[SeriesLine, ...]]) -> None:
        self._standing, lines = found
        self.series.offer(lines, self._standing.person.id)
        self._show_state()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._standing = self._saved = None
        self.series.forget()
        self.clear()
        self.drafts.forget()

    def toast_clear_of(self) -> tuple[int, int]:
        """Leave the panel free."""
        return self.panel.covers()

    def saved_trade(self) -> tuple[str, str] | None:
        """Give the trade that was saved last, without a receipt: its payment and its customer."""
        return self._saved

    def forget_saved(self, payment_pub: str) -> None:
        """Note that a saved trade has its receipt."""
        if self._saved is not None and self._saved[0] == payment_pub:
            self._saved = None

    # ── the form ─────────────────────────────────────────────────────────────────────────

    def clear(self) -> None:
        """Begin a new form; what was kept of the last one stays kept."""
        self.fields.clear(self.stage.today())
        self.drafts.begin()
        self.faults.show({})
        self._settle()
        if self.isVisible():
            self.customer.edit.setFocus()

    def begin_for(self, known: Known) -> None:
        """Begin a trade for a customer chosen elsewhere; what was typed is set aside."""
        self.drafts.set_aside()
        self.clear()
        self.customer.choose(known)

    def take_over(self, texts: Texts, known: Known | None) -> None:
        """Hold what was typed on Today; what stood here is set aside."""
        self.drafts.set_aside()
        self.clear()
        self._fill(texts, known)

    def enter(self, texts: Texts, known: Known | None) -> None:
        """Post what was typed on Today; where it needs a look, it stands here."""
        self.take_over(texts, known)
        self._save(issue=True)

    def _fill(self, texts: Texts, known: Known | None) -> None:
        self.fields.write(texts, known)
        self.faults.show({})
        self._settle()
        target = self.lines.rows[0].item if known is not None else self.customer.edit
        target.setFocus()

    @property
    def is_dirty(self) -> bool:
        """Tell whether anything was entered."""
        return self.fields.is_dirty

    def _after_date(self) -> None:
        """A trade of an earlier day is asked why it comes late."""
        following = self.series if self.series.asks else self.payer
        (self.late if self.fields.is_late else following).setFocus()

    def _clear_with_undo(self) -> None:
        if not self.is_dirty:
            return
        known = self.customer.known
        draft = self.drafts.drop_current()

        def restore() -> None:
            self.drafts.set_aside()
            self.drafts.put_back(draft, known)
            self.drafts.touched()

        self.clear()
        self.cleared.emit(restore)

    def _ask_lines(self, text: str, answer: Answer) -> None:
        known = self.customer.known
        pub = known.customer.pub if known else None

        def work(ledger: Ledger) -> list[UsedLine]:
            return ledger.today.lines_like(text, customer_pub=pub)

        def shown(found: list[UsedLine]) -> None:
            t = self.stage.speech
            answer(
                [
                    Offer(
                        value=line,
                        title=line.item,
                        right=offered_amount(t, line),
                    )
                    for line in found
                ]
            )

        def failed(_error: KnownError) -> None:
            answer([])

        self.stage.tasks.query(self, work, shown, failed)

    @property
    def chosen_method(self) -> Method | None:
        """Give the chosen method."""
        return self.fields.chosen_method

    def draft(self) -> tuple[TradeDraft, list[CellFault]]:
        """Read the form; every text that is no value is a fault."""
        return self.fields.trade_draft(self.drafts.pub)

    def _edited(self) -> None:
        self.faults.look_again(*self.draft())
        self._settle()
        self.drafts.touched()

    def _settle(self) -> None:
        if self._asked:
            self._asked = False
            self.panel.ask("")
        self._show_state()

    def _show_state(self) -> None:
        t = self.stage.speech
        draft, faults = self.draft()
        terms = self.fields.read_terms()
        total = terms.now_fen
        self.panel.show_amount(total, owed_fen=terms.owed_fen, kept_fen=terms.kept_fen)
        standing = self._standing
        next_number = standing.next_number if standing else ""
        payer = draft.payer_title or self.customer.payer_name
        paper = paper_name(self.stage, self.series.code)
        self.panel.show_facts(
            self.series.line.next_number if self.series.line else next_number,
            payer,
            paper,
            standing.person.name if standing else "",
        )
        self.panel.show_checks(
            (t.text("Sum and capitals agree"), total > 0 and not faults),
            (
                t.text("Known customer, payer as on his card"),
                self.customer.known is not None and not draft.payer_title,
            ),
        )
        self.panel.issue_button.setEnabled(self.is_dirty and not self._saving)
        self.panel.save_button.setEnabled(self.is_dirty and not self._saving)
        self.head.fact.setText(
            t.text("not saved yet") if self.is_dirty else t.text("an empty sheet")
        )
        self.payment.show_state(total)
        self.late_field.setVisible(self.fields.is_late)
        self.series_field.setVisible(self.series.asks)

    # ── problems ─────────────────────────────────────────────────────────────────────────

    def _check_left(self) -> None:
        if not self.customer.edit.text().strip() and self.is_dirty:
            problem = Problem.red("payer", "required")
            self.customer.field.show_problem(
                problem_sentence(self.stage.speech.translator, problem)
            )

    def _check_date(self) -> None:
        try:
            day = parse_date(self.date.text(), today=self.stage.today())
        except KnownError as error:
            self.date_field.show_problem(self.stage.speech.sentence(error))
        else:
            self.date.setText(day.isoformat())

    # ── saving ───────────────────────────────────────────────────────────────────────────

    def _save(self, *, issue: bool) -> None:
        if self._saving or not self.is_dirty:
            return
        draft, faults = self.draft()
        found = self.faults.local(draft, faults)
        if self.fields.is_late and not draft.late_reason:
            found["late_reason"] = self.stage.speech.text("Say why; it stands with the trade.")
        self.faults.show(found)
        if found:
            self._ask_for_a_look()
            self.faults.go_to_first()
            return
        paper = self.stage.preferences.paper_for(self.series.code)
        wish = wish_for(paper, strict=not self._asked, series=self.series.code)
        self._saving = True
        self._typed_in = QApplication.focusWidget()
        self.drafts.pause()
        self._show_state()

        self._post(draft, wish if issue else None)

    def _post(self, draft: TradeDraft, wish: Wish | None) -> None:
        def work(ledger: Ledger) -> Done[Recorded]:
            return ledger.transactions.record(draft, wish)

        def refused(error: KnownError) -> None:
            self._refused(error)
            if error.code is Code.NEEDS_COSIGNER:
                ask_second(self, self.stage, draft, wish, error, self._recorded)

        self.stage.tasks.mutate(self, work, self._recorded, refused)

    def _recorded(self, recorded: Recorded) -> None:
        self._saving = False
        name = self.customer.edit.text().strip()
        self.series.remember()
        self.clear()
        if not recorded.payment_pub:
            owed = figures.yuan(recorded.owed_fen)
            self.done.emit(self.stage.speech.text("Saved; {owed} is owed", owed=owed))
        elif recorded.issued is None:
            self._saved = (recorded.payment_pub, name)
            self.saved.emit(*self._saved)
        else:
            self.issued.emit(recorded.issued.number, name)

    def _go_on_typing(self) -> None:
        """Give the keys back to what had them: a button that waited has let them go elsewhere."""
        here = self._typed_in
        if here is None or not shiboken6.isValid(here) or not self.isAncestorOf(here):
            here = self.panel.issue_button
        here.setFocus()

    def _ask_for_a_look(self) -> None:
        if not self.isVisible():
            self.drafts.touched()
            self.look_wanted.emit()

    def _refused(self, error: KnownError) -> None:
        self._saving = False
        self._ask_for_a_look()
        self._show_state()
        self.drafts.touched()
        t = self.stage.speech
        if error.code is Code.NEEDS_ANSWER:
            self._asked = True
            self.panel.ask(question(t.translator, error))
            self._go_on_typing()
        elif error.code is Code.NEEDS_COSIGNER:
            self._go_on_typing()
        elif isinstance(error, Invalid):
            self.faults.show(self.faults.said(error.problems))
            self.faults.go_to_first()
        elif error.field is not None:
            self.faults.show({error.field: t.sentence(error)})
            self.faults.go_to_first()
        else:
            self.panel.issue_button.setFocus()  # it lost it while it waited for the answer
            self.complain(error)
