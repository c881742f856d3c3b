"""A customer's card as a form: what is typed is kept as a draft and saved with its reason."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerCard, CustomerDraft
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import may
from ledgerdesk.gui import theme
from ledgerdesk.gui.form_drafts import FormDrafts, Texts
from ledgerdesk.gui.pages.customers.card_fields import (
    CardFields,
    Looked,
    carried_over,
    draft_of,
    texts_of,
)
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.texts import Elided, Ground, Text
from ledgerdesk.i18n.log_words import change_field

CUSTOMER, WHY, SEEN = "customer", "why", "seen."
"""Texts of a kept form beside the fields: whose card, the reason, and the card as it was seen."""


class CardForm(Ground):
    """The form that stands in the card's place while it is changed."""

    opened = Signal()
    closed = Signal()
    saved = Signal(object)
    discarded = Signal(object)
    thrown_away = Signal(object)
    failed = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__("surface")
        self._stage = stage
        self.card: CustomerCard | None = None
        self._seen: CustomerDraft | None = None
        self._saving = False
        self.name = Elided(size=theme.TITLE, bold=True)
        self._code = Text(size=theme.SMALL, tone="muted")
        self.cancel_button = Button(Kind.GHOST, key="Esc")
        self.save_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="save")
        self.trouble = Note("warn")
        self.fields = CardFields(stage)
        self.why = Edit()
        self.why_field = Field(self.why)
        self.drafts = FormDrafts(
            stage, Form.CARD, self, read=self._texts, fill=self._fill, look_up=_look_up
        )
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1)
        head.addWidget(self.cancel_button)
        head.addWidget(self.save_button)
        inner = Ground("surface")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP + 2, theme.PAGE_SIDE, 16)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._code)
        column.addWidget(self.drafts.bar)
        column.addWidget(self.trouble)
        column.addSpacing(18)
        column.addWidget(self.fields)
        column.addSpacing(18)
        column.addWidget(self.why_field)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(self.focusPolicy())
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.trouble.hide()

    def _wire(self) -> None:
        self.fields.edited.connect(self._edited)
        self.fields.finished.connect(self.why.setFocus)
        self.why.textEdited.connect(self._edited)
        self.why.next_wanted.connect(self.save_button.setFocus)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.bind(self, "Esc")
        self.drafts.thrown_away.connect(self.thrown_away)
        self.drafts.failed.connect(self.failed)

    def say(self) -> None:
        """Say every text again; what was typed stays."""
        t = self._stage.speech
        self.cancel_button.say(t.text("Cancel"))
        self.save_button.say(t.text("&Save the card"))
        self.why_field.say(t.text("&Why"), hint=t.text("stands in the history"))
        self.fields.say()
        self.drafts.say()

    @property
    def is_open(self) -> bool:
        """Tell whether a card is being changed."""
        return self.card is not None

    @property
    def is_dirty(self) -> bool:
        """Tell whether the form differs from the card it was opened with."""
        return self.is_open and (self.fields.draft() != self._seen or bool(self.why.text().strip()))

    def begin(self, pub: str, *, at: str = "") -> None:
        """Open a customer's card, at a field if one is named, and offer what was not finished."""

        def found(looked: Looked) -> None:
            self._open(looked)
            self.fields.begin_at(at)
            self.drafts.begin()
            self.drafts.offer()

        self._stage.tasks.query(self, lambda ledger: look(ledger, pub), found, self.failed.emit)

    def _open(self, looked: Looked) -> None:
        card = looked.card
        self.card, self._seen = card, card.draft
        self._say_head(card)
        pub, name = card.draft.responsible, card.responsible
        self.fields.show_people(looked.people, (pub, name) if pub and name else None)
        self.fields.show_asked(looked)
        self.fields.write(card.draft)
        self.why.clear()
        self.trouble.hide()
        self._settle()
        self.opened.emit()
        self.fields.edits["name"].setFocus()

    def _say_head(self, card: CustomerCard) -> None:
        self.name.setText(card.customer.name)
        self._code.setText(card.customer.code)

    # ── what is typed ────────────────────────────────────────────────────────────────────

    def _edited(self) -> None:
        self._settle()
        self.drafts.touched()

    def _settle(self) -> None:
        self.save_button.setEnabled(self.is_dirty and not self._saving)

    def _texts(self) -> Texts:
        if self.card is None or self._seen is None or not self.is_dirty:
            return {}
        found = texts_of(self.fields.draft())
        found[CUSTOMER] = self.card.customer.pub
        found |= {SEEN + name: text for name, text in texts_of(self._seen).items()}
        if why := self.why.text().strip():
            found[WHY] = why
        return found

    def _fill(self, texts: Texts, looked: Looked | None) -> None:
        if looked is None:
            return
        self._open(looked)
        self._seen = draft_of(_of_seen(texts))
        self.fields.write(draft_of(texts))
        self.why.setText(texts.get(WHY, ""))
        self._settle()

    # ── leaving ──────────────────────────────────────────────────────────────────────────

    def cancel(self) -> None:
        """Leave the card as it is; what was typed can be brought back."""
        if self.is_dirty:
            looked = self.card
            draft = self.drafts.drop_current()
            self._close()
            self.discarded.emit((draft, looked))
        else:
            self._close()

    def set_aside(self) -> None:
        """Leave the form and keep what was typed as a draft."""
        if self.is_open:
            self.drafts.set_aside()
            self._close()

    def forget(self) -> None:
        """Leave nothing of the book in the form."""
        self._close()
        self.drafts.forget()
        self.fields.write(CustomerDraft(name=""))
        self.name.setText("")
        self._code.setText("")

    def _close(self) -> None:
        self.card = self._seen = None
        self.drafts.pause()
        self.closed.emit()

    # ── saving ───────────────────────────────────────────────────────────────────────────

    def save(self) -> None:
        """Save the card, or mark the field that is at fault."""
        if self.card is None or self._seen is None or self._saving or not self.is_dirty:
            return
        draft, seen, why = self.fields.draft(), self._seen, self.why.text()
        pub, draft_pub = self.card.customer.pub, self.drafts.pub
        if not draft.name:
            self.fields.show_problem("name", self._stage.speech.text("A customer needs a name."))
            return
        if (refusal := self.fields.refusal()) is not None:
            self.fields.show_problem(refusal[0], self._stage.speech.sentence(refusal[1]))
            return
        self._saving = True
        self._settle()
        self.drafts.pause()
        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.customers.change(
                pub, draft, seen=seen, why=why, draft_id=draft_pub
            ),
            self._done,
            self._refused,
        )

    def _done(self, card: CustomerCard) -> None:
        self._saving = False
        self._close()
        self.drafts.begin()
        self.saved.emit(card)

    def _refused(self, error: KnownError) -> None:
        self._saving = False
        self._settle()
        self.drafts.touched()
        sentence = self._stage.speech.sentence(error)
        if error.code is Code.CARD_CHANGED:
            self._take_over(error)
        elif error.field == WHY:
            self.why_field.show_problem(sentence)
            self.why.setFocus()
        elif not self.fields.show_problem(error.field or "", sentence):
            self.trouble.say(sentence)
            self.trouble.show()

    def _take_over(self, error: KnownError) -> None:
        """Take over what somebody else wrote where nothing was typed, and tell of it."""
        if self.card is None:
            return
        pub = self.card.customer.pub

        def found(looked: Looked) -> None:
            if self.card is None or self._seen is None or self.card.customer.pub != pub:
                return
            card = looked.card
            typed = carried_over(self.fields.draft(), self._seen, card.draft)
            self.card, self._seen = card, card.draft
            self._say_head(card)
            whose, name = card.draft.responsible, card.responsible
            self.fields.show_people(looked.people, (whose, name) if whose and name else None)
            self.fields.show_asked(looked)
            self.fields.write(typed)
            t = self._stage.speech
            names = error.details.get("fields")
            said = [
                change_field(t.translator, "customer", one)
                for one in (names if isinstance(names, tuple) else ())
            ]
            self.trouble.say(
                t.sentence(error), t.text("Changed meanwhile: {fields}", fields=" · ".join(said))
            )
            self.trouble.show()
            self._settle()

        self._stage.tasks.query(self, lambda ledger: look(ledger, pub), found, self.failed.emit)


def look(ledger: Ledger, pub: str) -> Looked:
    """Read a card with what its form needs to know."""
    standing = ledger.today.standing()
    return Looked(
        card=ledger.customers.card(pub),
        people=tuple(ledger.staff.people()),
        standard=ledger.standards.current(),
        categories=tuple(ledger.standards.categories().cycles),
        may_add_category=may(standing.person, "standards.change"),
        today=standing.today,
    )


def _look_up(ledger: Ledger, texts: Texts) -> Looked | None:
    try:
        return look(ledger, texts.get(CUSTOMER, ""))
    except KnownError as error:
        if error.code is Code.UNKNOWN_CUSTOMER:
            return None
        raise


def _of_seen(texts: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(SEEN): text for name, text in texts.items() if name.startswith(SEEN)}
