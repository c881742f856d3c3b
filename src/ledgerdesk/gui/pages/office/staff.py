"""Staff: who works here, in which role, and what an owner does with people."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Member, Person, Role, Standing, may
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.staff import (
    AddPersonDialog,
    DisableDialog,
    GivenPasswordDialog,
    RemoveDialog,
    RenameDialog,
    ResetPasswordDialog,
    RoleDialog,
    StaffDialog,
    role_words,
)
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule
from ledgerdesk.i18n.log_words import action_words
from ledgerdesk.services.keys import KeysState
from ledgerdesk.services.steps.keys.provisional import drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line: somebody, and what was done to him last (office time)."""

    member: Member
    action: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    people: tuple[Listed, ...]
    me: Person
    keys: KeysState


class StaffPage(Page):
    """The list; below it what may be done to whoever is chosen."""

    cares_for = Changes.STAFF
    password_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._me: Person | None = None
        self._keys: KeysState | None = None
        self.add_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="plus")
        self.own_button = Button(Kind.PLAIN)
        self.head = PageHead(self.own_button, self.add_button)
        self.model: RowsModel[Listed] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.role_button = Button(Kind.PLAIN)
        self.reset_button = Button(Kind.PLAIN)
        self.name_button = Button(Kind.PLAIN)
        self.bar_button = Button(Kind.PLAIN)
        self.back_button = Button(Kind.PLAIN)
        self.remove_button = Button(Kind.DESTRUCTIVE)
        self._acts = (
            self.role_button, self.reset_button, self.name_button, self.bar_button,
            self.back_button, self.remove_button,
        )  # fmt: skip
        self.note = Note("warn")
        self.note.hide()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self._acts[:-1]:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addWidget(Rule("line2"))
        column.addLayout(row)

    def _wire(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.lead_with(self.add_button)
        self.own_button.clicked.connect(self.password_wanted)
        self.table.current_changed.connect(self._show_acts)
        self.table.opened.connect(lambda _row: self._change_role())
        self.role_button.clicked.connect(self._change_role)
        self.reset_button.clicked.connect(self._reset)
        self.name_button.clicked.connect(lambda: self._ask(RenameDialog))
        self.bar_button.clicked.connect(lambda: self._ask(DisableDialog))
        self.back_button.clicked.connect(self._let_back)
        self.remove_button.clicked.connect(lambda: self._ask(RemoveDialog))

    def _columns(self) -> tuple[Column[Listed], ...]:
        t = self.stage.speech

        def state(one: Listed) -> Cell:
            member = one.member
            if member.standing is Standing.REMOVED:
                return Cell(text=t.text("gone for good"), tone="muted")
            if member.standing is Standing.DISABLED:
                return Cell(text=t.text("kept out"), chip="warn")
            if member.provisional:
                return Cell(text=t.text("chooses his password at his next sign-in"), chip="info")
            return Cell(text=t.text("may sign in"), tone="muted")

        def last(one: Listed) -> Cell:
            if one.at is None:
                return Cell(text="", tone="muted")
            when = figures.moment(t, one.at, self.stage.today())
            return Cell(text=f"{when}  {action_words(t.translator, one.action)}", tone="muted")

        def quiet(one: Listed) -> bool:
            return one.member.standing is Standing.REMOVED

        return (
            Column(
                title=lambda: t.text("Name"),
                cell=lambda one: Cell(text=one.member.name, tone="muted" if quiet(one) else "text"),
                width=190,
            ),
            Column(
                title=lambda: t.text("Role"),
                cell=lambda one: Cell(
                    text=role_words(self.stage, one.member.role),
                    tone="muted" if quiet(one) else "text",
                ),
                width=130,
            ),
            Column(title=lambda: t.text("May sign in"), cell=state, width=300),
            Column(title=lambda: t.text("Last change"), cell=last),
        )

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Staff"))
        self.add_button.say(t.text("Let somebody &in…"))
        self.own_button.say(t.text("Chang&e my password…"))
        self.role_button.say(t.text("Another ro&le…"))
        self.reset_button.say(t.text("&New password…"))
        self.name_button.say(t.text("Another na&me…"))
        self.bar_button.say(t.text("Keep &out for now…"))
        self.back_button.say(t.text("Let &back in"))
        self.remove_button.say(t.text("Let &go for good…"))
        self.table.setAccessibleName(t.text("Staff"))
        self.model.say()
        self._say_note()

    def _say_note(self) -> None:
        t, keys = self.stage.speech, self._keys
        if keys is None:
            self.note.hide()
            return
        lines = []
        if keys.is_rotating:
            lines.append(
                t.text(
                    "The change of the book's key was interrupted. It is finished when an owner"
                    " signs in."
                )
            )
        if keys.is_wanted:
            lines.append(t.text("Somebody asked for a new key of the book: an owner can give it."))
        if keys.root_waits_for:
            names = "、".join(keys.root_waits_for)
            lines.append(
                t.text("Has not signed in since the root was renewed: {names}", names=names)
            )
        self.note.say("\n".join(lines))
        self.note.setVisible(bool(lines))

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Enter the role   Ctrl+Enter let somebody in")

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._me = self._keys = None
        self.model.show(())
        self._say_note()

    def refresh(self) -> None:
        """Ask who works here."""

        def work(ledger: Ledger) -> _Seen:
            people = tuple(_listed(ledger, one) for one in ledger.staff.people())
            return _Seen(people=people, me=ledger.today.standing().person, keys=ledger.keys.state())

        self.stage.tasks.query(self, work, self._show, self.complain)

    def _show(self, seen: _Seen) -> None:
        before = self.chosen
        self._me, self._keys = seen.me, seen.keys
        # Whoever went stands last: the list is for those who work.
        people = sorted(seen.people, key=lambda one: one.member.standing is Standing.REMOVED)
        self.model.show(people)
        pubs = [one.member.pub for one in people]
        self.table.choose(pubs.index(before.pub) if before and before.pub in pubs else 0)
        t = self.stage.speech
        count = sum(one.member.standing is not Standing.REMOVED for one in people)
        self.head.fact.setText(t.plural("{number} person", "{number} people", count))
        self._say_note()
        self._show_acts()

    @property
    def chosen(self) -> Member | None:
        """Give whoever is chosen."""
        row = self.table.currentIndex().row()
        return self.model.records[row].member if 0 <= row < len(self.model.records) else None

    def _show_acts(self, _row: int = 0) -> None:
        me, one = self._me, self.chosen
        owns = me is not None and may(me, "staff.add")
        self.add_button.setVisible(owns)
        active = one is not None and one.standing is Standing.ACTIVE
        disabled = one is not None and one.standing is Standing.DISABLED
        other = one is not None and me is not None and one.pub != me.pub
        self.role_button.setVisible(owns and active and other)
        self.reset_button.setVisible(
            owns and active and other and one is not None and one.role is not Role.OWNER
        )
        self.name_button.setVisible(owns and (active or disabled))
        self.bar_button.setVisible(owns and active and other)
        self.back_button.setVisible(owns and disabled)
        self.remove_button.setVisible(owns and (active or disabled) and other)

    # ── what is done ─────────────────────────────────────────────────────────────────────

    def _open(self, dialog: StaffDialog, told: str) -> None:
        def well(_value: object) -> None:
            self.done.emit(told)

        def refused(error: KnownError) -> None:
            if error.code is Code.BACKUP_NOT_WRITTEN:  # all but the backup was done
                self.refresh()

        dialog.finished_well.connect(well)
        dialog.refused.connect(refused)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self) -> None:
        """Let somebody in, then show his password of the first day."""
        if not self.add_button.isVisible():
            return
        given = drawn()
        dialog = AddPersonDialog(self, self.stage, given)
        t = self.stage.speech

        def well(member: Member) -> None:
            self._show_given(member.name, given)

        dialog.finished_well.connect(well)
        self._open(dialog, t.text("Let in; he chooses his own password at his first sign-in"))

    def _reset(self) -> None:
        one = self.chosen
        if one is None or not self.reset_button.isVisible():
            return
        given, name = drawn(), one.name
        dialog = ResetPasswordDialog(self, self.stage, one, given)
        dialog.finished_well.connect(lambda _member: self._show_given(name, given))
        self._open(dialog, self.stage.speech.text("{name} has a new password.", name=name))

    def _show_given(self, name: str, given: str) -> None:
        if not self.isVisible():
            return  # locked meanwhile: whoever comes next must not read it, another one is given
        dialog = GivenPasswordDialog(self, self.stage, name, given)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change_role(self) -> None:
        if self.role_button.isVisible():
            self._ask(RoleDialog)

    def _ask(self, kind: type[RoleDialog | RenameDialog | DisableDialog | RemoveDialog]) -> None:
        one, t = self.chosen, self.stage.speech
        if one is None:
            return
        told = {
            RoleDialog: t.text("The role of {name} is changed", name=one.name),
            RenameDialog: t.text("The name is changed"),
            DisableDialog: t.text("{name} is kept out until you let him in again", name=one.name),
            RemoveDialog: t.text("{name} is gone; the book has a new key", name=one.name),
        }[kind]
        self._open(kind(self, self.stage, one), told)

    def _let_back(self) -> None:
        one = self.chosen
        if one is None:
            return
        name, t = one.name, self.stage.speech

        def done(_member: Member) -> None:
            self.done.emit(t.text("{name} may sign in again", name=name))

        self.stage.tasks.mutate(self, lambda ledger: ledger.staff.enable(name), done, self.complain)


def _listed(ledger: Ledger, one: Member) -> Listed:
    newest = ledger.audit.history("staff", one.pub, limit=1).lines
    last = newest[0] if newest else None
    return Listed(member=one, action=last.action if last else "", at=last.at if last else None)
