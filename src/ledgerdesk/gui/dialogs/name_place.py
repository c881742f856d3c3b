"""Give a stick, a disk or a folder its name in the plan; it carries the name from then on."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import Place, PlaceKind
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments

KINDS = (PlaceKind.STICK, PlaceKind.DISK, PlaceKind.FOLDER)


class NamePlaceDialog(Asking):
    """A name and a kind; `named` says the place, `skipped` that it may do without a name."""

    named = Signal(object)
    skipped = Signal()

    def __init__(
        self, parent: QWidget, stage: Stage, folder: Path, *, name: str, kind: PlaceKind
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage, self._folder = stage, folder
        t = stage.speech
        self.name = Edit()
        self.name.setText(name)
        self.name_field = Field(self.name)
        self.name_field.say(
            t.text("&Name of the place"),
            help_text=t.text("Write the same letter onto the stick itself."),
        )
        self.kind = Segments(len(KINDS), digits=False)
        self.kind.say(
            t.text("What it is"),
            (t.text("Stick"), t.text("Another disk"), t.text("Synced folder")),
        )
        self.kind.choose(KINDS.index(kind))
        self.body.addWidget(self.name_field)
        self.body.addWidget(self.kind)
        self.skip = Button(Kind.PLAIN)
        self.skip.say(t.text("Without a name"))
        self.buttons.insertWidget(0, self.skip)
        self.say_frame(
            t.text("What is this place called?"),
            t.text(
                "{folder} gets a name, so that the program can say which stick has its turn. With"
                " two sticks, one is always at another place.",
                folder=str(folder),
            ),
            t.text("Give it this name"),
            t.text("Cancel"),
        )
        self.act.clicked.connect(self.go)
        self.skip.clicked.connect(self._skip)
        self.name.next_wanted.connect(self.go)
        self.leave.setDefault(False)
        self.name.setFocus()
        self.name.selectAll()

    def go(self) -> None:
        """Write the name into the plan and onto the medium."""
        name, kind, folder = self.name.text().strip(), KINDS[self.kind.position or 0], self._folder
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[Place]:
            return ledger.backup_plan.name_place(folder, name, kind)

        def done(place: Place) -> None:
            self.accept()
            self.named.emit(place)

        def failed(error: KnownError) -> None:
            field = self.name_field if error.field == "name" else None
            sentence = self._stage.speech.sentence(error)
            if error.code is Code.EXISTS:
                sentence = self._stage.speech.text("Another place has this name. Choose another.")
            self.refuse_at(field, sentence)

        self._stage.tasks.mutate(self, work, done, failed)

    def _skip(self) -> None:
        self.accept()
        self.skipped.emit()
