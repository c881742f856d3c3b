"""Keep what a form holds while it is typed, and offer what was kept the next time it is opened."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import figures
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.draft_bar import DraftBar
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.services.drafts import KeptDraft

AFTER_LAST_KEY_MS = 1_000
AT_MOST_MS = 5_000
Texts = Mapping[str, str]
Found = tuple[KeptDraft, Any]


class FormDrafts(QObject):
    """The drafts of one form.

    `read` gives the form's texts, none while nothing was entered; preedit of an input method is
    not in them. `fill` writes texts into the form, with what `look_up` found for them on the lane.
    `thrown_away` hands out the act that brings a draft back.
    """

    thrown_away = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        stage: Stage,
        form: Form,
        parent: QObject,
        *,
        read: Callable[[], Texts],
        fill: Callable[[Texts, Any], None],
        look_up: Callable[[Ledger, Texts], Any] = lambda _ledger, _texts: None,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._form = form
        self._read = read
        self._fill = fill
        self._look_up = look_up
        self._chance = Chance(stage.clock)
        self.pub = self._chance.pub()
        self._is_kept = False
        self._has_complained = False
        self._offered: KeptDraft | None = None
        self._others = 0
        self.bar = DraftBar()
        self._soon, self._at_last = QTimer(self), QTimer(self)
        for timer, wait in ((self._soon, AFTER_LAST_KEY_MS), (self._at_last, AT_MOST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.keep)
        self.bar.resumed.connect(self._resume_offered)
        self.bar.thrown_away.connect(self._throw_offered)

    # ── keeping ──────────────────────────────────────────────────────────────────────────

    def touched(self) -> None:
        """Note a key: the texts are kept a second after the last one, every five at most."""
        self._soon.start()
        if not self._at_last.isActive():
            self._at_last.start()
        self._show_bar()

    def pause(self) -> None:
        """Keep nothing until the next key, such as while the form is being posted."""
        self._soon.stop()
        self._at_last.stop()

    def keep(
        self,
        done: Callable[[], None] | None = None,
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Keep what the form holds now; a form that was emptied by hand has no draft."""
        self.pause()
        texts = dict(self._read())
        draft = Draft(pub=self.pub, form=self._form, texts=texts)
        if not texts and not self._is_kept:
            if done is not None:
                done()
            return
        self._is_kept = bool(texts)

        def work(ledger: Ledger) -> Done[None]:
            if texts:
                return ledger.drafts.keep(draft)
            ledger.drafts.drop(draft.pub)
            return Done(value=None, changes=Changes.DRAFTS)

        def kept(_nothing: None) -> None:
            self._has_complained = False
            if done is not None:
                done()

        self._stage.tasks.mutate(self, work, kept, failed or self._complain)

    def _complain(self, error: KnownError) -> None:
        if not self._has_complained:  # once: a full disk is not said again with every word
            self._has_complained = True
            self.failed.emit(error)

    def begin(self) -> None:
        """Let the form be a new one; what was kept of the last stays kept."""
        self.pause()
        self.pub = self._chance.pub()
        self._is_kept = False
        self._show_bar()

    def set_aside(self) -> None:
        """Keep what the form holds, whatever was kept of it, and let the form be a new one."""
        self.keep()
        self.begin()

    # ── offering ─────────────────────────────────────────────────────────────────────────

    def offer(self) -> None:
        """Look for a draft of this form that is not the one being typed."""

        def found(kept: tuple[KeptDraft, ...]) -> None:
            others = [
                one for one in kept if one.draft.form is self._form and one.draft.pub != self.pub
            ]
            self._offered = others[0] if others else None
            self._others = len(others) - 1
            self.say()
            self._show_bar()

        self._stage.tasks.query(self, lambda ledger: ledger.drafts.list(), found, self.failed.emit)

    def _show_bar(self) -> None:
        self.bar.setVisible(self._offered is not None and not self._read())

    def say(self) -> None:
        """Say the offer in the language in force."""
        t = self._stage.speech
        said = "" if self._offered is None else self._said(self._offered)
        self.bar.say(said, t.text("&Go on"), t.text("Thro&w away"))

    def _said(self, kept: KeptDraft) -> str:
        t = self._stage.speech
        what, when = told(kept.draft), figures.moment(t, kept.at, self._stage.today())
        sentence = {
            Form.TRADE: t.text("A trade was not finished: {what}, {when}", what=what, when=when),
            Form.CUSTOMER: t.text(
                "A new customer was not finished: {what}, {when}", what=what, when=when
            ),
            Form.NOTE: t.text("A note was not finished: {what}, {when}", what=what, when=when),
            Form.CARD: t.text(
                "Changes to a card were not saved: {what}, {when}", what=what, when=when
            ),
        }[kept.draft.form]
        if not self._others:
            return sentence
        return f"{sentence} · {t.plural('{number} more', '{number} more', self._others)}"

    def forget(self) -> None:
        """Let nothing of the book stay once it is locked."""
        self._offered = None
        self.say()
        self.begin()

    def _resume_offered(self) -> None:
        if self._offered is not None:
            self.resume(self._offered.draft.pub)

    def _throw_offered(self) -> None:
        if self._offered is not None:
            self.throw_away(self._offered.draft.pub)

    def resume(self, pub: str) -> None:
        """Go on with a draft; what the form holds now is kept first."""
        self.set_aside()

        def work(ledger: Ledger) -> Found | None:
            kept = ledger.drafts.take(pub)
            return None if kept is None else (kept, self._look_up(ledger, kept.draft.texts))

        def found(taken: Found | None) -> None:
            if taken is not None:
                self.put_back(taken[0].draft, taken[1])
            self.offer()

        self._stage.tasks.query(self, work, found, self.failed.emit)

    def put_back(self, draft: Draft, looked_up: Any) -> None:
        """Write a draft into the form; what is typed from now on is kept as this draft."""
        self.pub = draft.pub
        self._is_kept = True
        self._offered = None
        self._fill(draft.texts, looked_up)
        self.pause()
        self._show_bar()

    def throw_away(self, pub: str) -> None:
        """Throw a draft away; the act that brings it back is handed out."""

        def dropped(kept: KeptDraft | None) -> None:
            self.offer()
            if kept is not None:
                self.thrown_away.emit(lambda: self._keep_again(kept.draft))

        self._stage.tasks.mutate(
            self, lambda ledger: ledger.drafts.drop(pub), dropped, self.failed.emit
        )

    def _keep_again(self, draft: Draft) -> None:
        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.drafts.keep(draft),
            lambda _nothing: self.offer(),
            self.failed.emit,
        )

    def drop_current(self) -> Draft:
        """Throw away what the form holds, kept or not; give it back, to be put back in time."""
        draft = Draft(pub=self.pub, form=self._form, texts=dict(self._read()))
        self.pause()
        if self._is_kept:
            self._stage.tasks.mutate(
                self,
                lambda ledger: ledger.drafts.drop(draft.pub),
                lambda _kept: None,
                self.failed.emit,
            )
        return draft


def told(draft: Draft) -> str:
    """Name a draft by what stands in it: who, and for what."""
    names = {
        Form.TRADE: ("customer", "lines.0.item"),
        Form.NOTE: ("name", "text"),
    }.get(draft.form, ("name", "company"))
    parts = [draft.texts[name].strip() for name in names if draft.texts.get(name, "").strip()]
    return " · ".join(parts) or "…"
