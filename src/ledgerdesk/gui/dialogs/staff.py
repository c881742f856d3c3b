"""The questions about people: who is let in as what, what happens to whoever goes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Member, Role
from ledgerdesk.gui import theme
from ledgerdesk.gui.clipboard import SensitiveClipboard
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.new_password import NewPassword
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.staff import PasswordChanged

ROLES = (Role.CLERK, Role.SUPERVISOR, Role.AUDITOR, Role.OWNER)
_ROLE_WORDS = {
    Role.OWNER: N_("owner"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.CLERK: N_("clerk"),
    Role.AUDITOR: N_("auditor"),
}
_ROLE_MEANS = {
    Role.CLERK: N_("Records trades, issues receipts, makes backups."),
    Role.SUPERVISOR: N_("As a clerk; also voids, takes back, imports, exports, reads the log."),
    Role.AUDITOR: N_("Reads everything and the log; changes nothing."),
    Role.OWNER: N_("Everything: people, keys, settings, the recovery sheet."),
}


def role_words(stage: Stage, role: Role) -> str:
    """Call a role; a receipt's "Clerk" is another word in Chinese."""
    return stage.speech.text(_ROLE_WORDS[role]).capitalize()


class StaffDialog(Asking):
    """What all of them share: the act waits for its answer, and a refusal keeps what was typed."""

    finished_well = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage, *, act: Kind, width: int = 480) -> None:
        super().__init__(parent, act=act, width=width)
        self._stage = stage
        self._is_working = False
        self.act.clicked.connect(self.go)
        if act is Kind.PRIMARY:
            self.leave.setDefault(False)
            for key in ("Ctrl+Return", "Ctrl+Enter"):
                QShortcut(QKeySequence(key), self).activated.connect(self.go)

    def go(self) -> None:
        """Do it, where everything needed is there."""
        raise NotImplementedError

    def reject(self) -> None:
        """Leave, unless it is being done: then its answer is awaited."""
        if not self._is_working or not self._stage.tasks.is_open:
            super().reject()

    def send(self, work: Callable[[Ledger], Done[Any]], doing: str = "") -> None:
        """Do it on the lane."""
        if self._is_working:
            return
        self._work(on=True)
        before = self.act.text()
        if doing:
            self.act.say(doing)

        def done(value: object) -> None:
            self._work(on=False)
            self.accept()
            self.finished_well.emit(value)

        def failed(error: KnownError) -> None:
            self._work(on=False)
            self.act.say(before)
            self.fail(error)
            self.refused.emit(error)

        self._stage.tasks.mutate(self, work, done, failed)

    def _work(self, *, on: bool) -> None:
        self._is_working = on
        self.act.setEnabled(not on)
        self.leave.setEnabled(not on)

    def fail(self, error: KnownError) -> None:
        """Say why it was not done."""
        self.refuse(self._stage.speech.sentence(error))


class _RoleField(Field):
    """The four roles, and below them what the chosen one may do."""

    def __init__(self, stage: Stage, roles: tuple[Role, ...] = ROLES) -> None:
        self.roles = roles
        self.segments = Segments(len(roles), even=True)
        super().__init__(self.segments, help_room=True)
        t = stage.speech
        self.say(t.text("R&ole"))
        self.segments.say(t.text("Role"), [role_words(stage, role) for role in roles])

        def explain(at: int) -> None:
            self.show_problem("")
            self.show_help(t.text(_ROLE_MEANS[roles[at]]))

        self.segments.chosen.connect(explain)

    @property
    def role(self) -> Role | None:
        """Give the chosen role."""
        at = self.segments.position
        return None if at is None else self.roles[at]


class AddPersonDialog(StaffDialog):
    """Name and role; the password of the first day is drawn by the program."""

    def __init__(self, parent: QWidget, stage: Stage, given: str) -> None:
        super().__init__(parent, stage, act=Kind.PRIMARY, width=560)
        self._given = given
        t = stage.speech
        self.name = Edit()
        self.name_field = Field(self.name)
        self.name_field.say(t.text("&Name"), hint=t.text("to sign in with; printed as the clerk"))
        self.role_field = _RoleField(stage)
        self.body.addWidget(self.name_field)
        self.body.addWidget(self.role_field)
        self.say_frame(
            t.text("Let somebody in"),
            t.text(
                "He gets a password for the first day. When he signs in he chooses his own, which"
                " nobody else knows."
            ),
            t.text("Let him in"),
            t.text("Cancel"),
        )
        self.name.next_wanted.connect(self.role_field.segments.setFocus)
        self.role_field.segments.accepted.connect(self.act.setFocus)
        self.name.setFocus()

    def go(self) -> None:
        """Let him in."""
        t, name, role = self._stage.speech, self.name.text().strip(), self.role_field.role
        if not name:
            self.name_field.show_problem(t.text("This is needed. Fill it in."))
            self.name.setFocus()
            return
        if role is None:
            self.role_field.show_problem(t.text("Choose what he may do."))
            self.role_field.segments.setFocus()
            return
        given = self._given
        self.send(lambda ledger: ledger.staff.add(name, role, given))

    def fail(self, error: KnownError) -> None:
        """Say it at the name where it is about the name."""
        if error.field in ("login", "name"):
            self.name_field.show_problem(self._stage.speech.sentence(error))
            self.name.setFocus()
        else:
            super().fail(error)


class GivenPasswordDialog(Asking):
    """Show the password of the first day; it is not shown again."""

    def __init__(self, parent: QWidget, stage: Stage, name: str, given: str) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        t = stage.speech
        self._given = given
        self.clipboard = SensitiveClipboard(parent)
        self.password = Text(given, size=theme.TITLE, bold=True)
        self.password.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.password.setAccessibleName(" ".join(given))
        self.copy_button = Button(Kind.PLAIN, icon="copy")
        self.copy_button.say(t.text("&Copy for 30 seconds"))
        self.body.addWidget(self.password)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.say_frame(
            t.text("The password of {name} for the first day", name=name),
            t.text(
                "Write it down or read it to him. It is shown only now; if it is lost, give him"
                " another one."
            ),
            t.text("He has it"),
            t.text("Cancel"),
        )
        self.leave.hide()
        self.copy_button.clicked.connect(lambda: self.clipboard.copy(self._given))
        self.act.clicked.connect(self.accept)
        self.act.setFocus()


class ResetPasswordDialog(StaffDialog):
    """Give whoever forgot his password another one of the first day."""

    def __init__(self, parent: QWidget, stage: Stage, member: Member, given: str) -> None:
        super().__init__(parent, stage, act=Kind.PRIMARY)
        t = stage.speech
        self._name, self._given = member.name, given
        self.say_frame(
            t.text("A new password for {name}", name=member.name),
            t.text(
                "The one he forgot opens nothing any more. He signs in with a password of the day"
                " and chooses his own. What he signs until then is marked as known to the owner."
            ),
            t.text("Give him a new password"),
            t.text("Cancel"),
        )
        self.act.setFocus()

    def go(self) -> None:
        """Give it."""
        name, given = self._name, self._given
        self.send(lambda ledger: ledger.staff.reset_password(name, given))


class RoleDialog(StaffDialog):
    """Give somebody another role."""

    def __init__(self, parent: QWidget, stage: Stage, member: Member) -> None:
        super().__init__(parent, stage, act=Kind.PRIMARY, width=560)
        t = stage.speech
        self._member = member
        self.role_field = _RoleField(stage)
        self.role_field.segments.choose(ROLES.index(member.role))
        self.body.addWidget(self.role_field)
        words = ""
        if member.role is Role.OWNER:
            words = t.text(
                "An owner who becomes less has known the book's key: it gets a new one, and a new"
                " backup is made. The recovery sheet has to be issued anew."
            )
        self.say_frame(
            t.text("The role of {name}", name=member.name), words,
            t.text("Change the role"), t.text("Cancel"),
        )  # fmt: skip
        self.role_field.segments.accepted.connect(self.act.setFocus)
        self.role_field.segments.setFocus()

    def go(self) -> None:
        """Change it; the same one again is no change."""
        name, role = self._member.name, self.role_field.role
        if role is None or role is self._member.role:
            self.reject()
            return
        self.send(
            lambda ledger: ledger.staff.change_role(name, role),
            self._stage.speech.text("Changing …"),
        )


class RenameDialog(StaffDialog):
    """Give somebody another name to sign in with."""

    def __init__(self, parent: QWidget, stage: Stage, member: Member) -> None:
        super().__init__(parent, stage, act=Kind.PRIMARY)
        t = stage.speech
        self._name = member.name
        self.name = Edit()
        self.name.setText(member.name)
        self.name_field = Field(self.name)
        self.name_field.say(t.text("&Name"))
        self.body.addWidget(self.name_field)
        self.say_frame(
            t.text("The name of {name}", name=member.name),
            t.text("Receipts that were issued keep the name they were issued under."),
            t.text("Change the name"),
            t.text("Cancel"),
        )
        self.name.next_wanted.connect(self.act.setFocus)
        self.name.setFocus()
        self.name.selectAll()

    def go(self) -> None:
        """Change it."""
        name, new = self._name, self.name.text().strip()
        if not new:
            self.name_field.show_problem(self._stage.speech.text("This is needed. Fill it in."))
            return
        self.send(lambda ledger: ledger.staff.rename(name, new))

    def fail(self, error: KnownError) -> None:
        """Say it at the name."""
        self.name_field.show_problem(self._stage.speech.sentence(error))


class DisableDialog(StaffDialog):
    """Keep somebody out for now."""

    def __init__(self, parent: QWidget, stage: Stage, member: Member) -> None:
        super().__init__(parent, stage, act=Kind.DESTRUCTIVE)
        t = stage.speech
        self._name = member.name
        self.say_frame(
            t.text("Keep {name} out for now", name=member.name),
            t.text(
                "He cannot sign in until you let him in again, with the password he has. Whoever"
                " goes for good is let go instead: only that gives the book a new key."
            ),
            t.text("Keep him out"),
            t.text("Cancel"),
        )

    def go(self) -> None:
        """Keep him out."""
        name = self._name
        self.send(lambda ledger: ledger.staff.disable(name))


class RemoveDialog(StaffDialog):
    """Let somebody go for good: the key, the backup and the sheet follow."""

    def __init__(self, parent: QWidget, stage: Stage, member: Member) -> None:
        super().__init__(parent, stage, act=Kind.DESTRUCTIVE, width=560)
        t = stage.speech
        self._name = member.name
        self.say_frame(
            t.text("Let {name} go for good", name=member.name),
            t.text(
                "The book gets a new key that he never had, and a new backup is made and read"
                " back: about a second. Everybody else keeps his password. What he did stays in"
                " the log under his name. The recovery sheet has to be issued anew."
            ),
            t.text("Let him go"),
            t.text("Cancel"),
        )

    def go(self) -> None:
        """Let him go."""
        name = self._name
        self.send(
            lambda ledger: ledger.staff.remove(name),
            self._stage.speech.text("New key and backup …"),
        )


class OwnPasswordDialog(StaffDialog):
    """Change one's own password; the old one is asked for."""

    def __init__(self, parent: QWidget, stage: Stage, login: str, role: Role) -> None:
        super().__init__(parent, stage, act=Kind.PRIMARY, width=520)
        t = stage.speech
        self.old = Edit()
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old_field = Field(self.old)
        self.old_field.say(t.text("Your password &until now"))
        self.new = NewPassword(stage.speech)
        self.new.owner, self.new.login = role is Role.OWNER, login
        self.new.say(t.text("New &password"), t.text("Password &again"))
        self.body.addWidget(self.old_field)
        self.body.addWidget(self.new)
        self.say_frame(
            t.text("Change my password"),
            t.text("The one until now opens nothing any more, also not with an old key file."),
            t.text("Change it"),
            t.text("Cancel"),
        )
        self.old.next_wanted.connect(self.new.first.setFocus)
        self.new.next_wanted.connect(self.go)
        self.old.textChanged.connect(self._dot)
        self.old.setFocus()

    def _dot(self) -> None:
        self.old.setProperty("password", "filled" if self.old.text() else "")
        theme.restyle(self.old)

    def go(self) -> None:
        """Change it."""
        t = self._stage.speech
        if not self.old.text():
            self.old_field.show_problem(t.text("A password is needed. Enter your password."))
            self.old.setFocus()
            return
        if not self.new.stands():
            return
        old, new = self.old.text(), self.new.text

        def work(ledger: Ledger) -> Done[PasswordChanged]:
            return ledger.staff.change_own_password(old, new)

        self.send(work, t.text("Changing …"))

    def fail(self, error: KnownError) -> None:
        """Say it at the password it is about."""
        sentence = self._stage.speech.sentence(error)
        if error.code in (Code.WRONG_PASSWORD, Code.THROTTLED):
            self.old_field.show_problem(sentence)
            self.old.setFocus()
            self.old.selectAll()
        elif error.code is Code.WEAK_PASSWORD:
            self.new.refuse(sentence)
        else:
            self.refuse(sentence)
