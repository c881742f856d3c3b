"""What an owner types of how receipts look, from a template and back to one."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.templates import (
    FIRM_STEPS,
    MAX_PLIES,
    PLIES,
    TITLE_STEPS,
    Part,
    Ply,
    Template,
)
from ledgerdesk.gui import theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.form_words import PARTS

_TEXTS = ("title", "title_en", "header", "foot_note")
_SIGNS = (Part.ACCOUNTANT, Part.CASHIER, Part.HANDLER, Part.PAYER_SIGNS)
_GAP = 12
_FOURTH = Ply(name="备查联", short="备查", colour="蓝", english="File")


class FormFields(QWidget):
    """Every choice of the form; `changed` tells each of them."""

    changed = Signal()
    image_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._base = Template()
        self.texts = {name: Edit() for name in _TEXTS}
        self.fields = {name: Field(edit) for name, edit in self.texts.items()}
        self.plies = [Edit() for _ in range(MAX_PLIES)]
        self._plies = Field(self._row(self.plies))
        self.signs = [Edit() for _ in _SIGNS]
        self._signs = Field(self._row(self.signs))
        self.parts = {part: Segments(2, digits=False) for part in Part}
        self._names = {part: Text() for part in Part}
        self.firm_size, self.title_size = Select(), Select()
        self._sizes = [Field(self.firm_size), Field(self.title_size)]
        self.images = {name: Button(Kind.PLAIN) for name in ("logo", "stamp")}
        self.removals = {name: Button(Kind.PLAIN) for name in ("logo", "stamp")}
        self.allowed = Segments(2, digits=False)
        self._allowed = Field(self.allowed)
        self._lay_out()
        self._wire()

    @staticmethod
    def _row(edits: list[Edit]) -> QWidget:
        around = QWidget()
        line = QHBoxLayout(around)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for edit in edits:
            line.addWidget(edit, 1)
        return around

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(_GAP)
        for first, second in (("title", "title_en"), ("header", "foot_note")):
            line = QHBoxLayout()
            line.setSpacing(_GAP)
            line.addWidget(self.fields[first], 1)
            line.addWidget(self.fields[second], 1)
            column.addLayout(line)
        column.addWidget(self._plies)
        column.addWidget(self._signs)
        grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(6)
        for row, part in enumerate(Part):
            grid.addWidget(self._names[part], row, 0)
            grid.addWidget(self.parts[part], row, 1)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        sizes = QHBoxLayout()
        sizes.setSpacing(_GAP)
        for field in self._sizes:
            sizes.addWidget(field, 1)
        column.addLayout(sizes)
        for name in ("logo", "stamp"):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(self.images[name])
            line.addWidget(self.removals[name])
            line.addStretch(1)
            column.addLayout(line)
        column.addWidget(self._allowed)
        column.addStretch(1)

    def _wire(self) -> None:
        for edit in (*self.texts.values(), *self.plies, *self.signs):
            edit.textEdited.connect(lambda _: self.changed.emit())
        for one in (*self.parts.values(), self.allowed):
            one.chosen.connect(lambda _: self.changed.emit())
        for select in (self.firm_size, self.title_size):
            select.setFixedHeight(theme.FIELD_HEIGHT)
            select.chosen.connect(lambda _: self.changed.emit())
        for name, button in self.images.items():
            button.clicked.connect(lambda _=False, name=name: self.image_wanted.emit(name))
            self.removals[name].clicked.connect(
                lambda _=False, name=name: self.set_image(name, b"")
            )

    def say(self, t: Speech) -> None:
        """Say every word."""
        self.fields["title"].say(t.text("Title of the receipt"), hint="收款收据")
        self.fields["title_en"].say(t.text("English title"), hint="RECEIPT")
        self.fields["header"].say(t.text("Line below the firm"), hint=t.text("address, telephone"))
        self.fields["foot_note"].say(t.text("Note at the foot"))
        self._plies.say(t.text("Copies, one to four; an empty one is left out"))
        self._signs.say(t.text("Words before the four names"))
        for part, label in self._names.items():
            words = t.text(PARTS[part])
            label.setText(words)
            self.parts[part].say(words, (t.text("Shown"), t.text("Left out")))
        for field, select, steps, words in (
            (self._sizes[0], self.firm_size, FIRM_STEPS, t.text("Size of the firm's name")),
            (self._sizes[1], self.title_size, TITLE_STEPS, t.text("Size of the title")),
        ):
            field.say(words)
            select.say([f"{step / 2:+g} pt" if step else t.text("usual") for step in steps])
        self.images["logo"].say(t.text("Choose a logo…"))
        self.images["stamp"].say(t.text("Choose the seal's picture…"))
        for name in ("logo", "stamp"):
            self.removals[name].say(t.text("Leave it out"))
        words = t.text("The owner allows the seal's picture, marked 电子章样")
        self._allowed.say(words)
        self.allowed.say(words, (t.text("No"), t.text("Yes")))

    def show_template(self, template: Template) -> None:
        """Show a form; `template` gives it back until something is changed."""
        self._base = template
        for name, edit in self.texts.items():
            edit.setText(getattr(template, name))
        for n, edit in enumerate(self.plies):
            edit.setText(template.plies[n].name if n < len(template.plies) else "")
            edit.setCursorPosition(0)
        for word, edit in zip(template.signs, self.signs, strict=True):
            edit.setText(word)
        for part, shown in self.parts.items():
            shown.choose(0 if template.shows(part) else 1)
        self.firm_size.choose(FIRM_STEPS.index(template.firm_step))
        self.title_size.choose(TITLE_STEPS.index(template.title_step))
        self.allowed.choose(int(template.stamp_allowed))
        self._show_images()

    def template(self) -> Template:
        """Give the form as it stands now, not cleaned yet."""
        first, second, third, fourth = (edit.text() for edit in self.signs)
        return replace(
            self._base,
            title=self.texts["title"].text(),
            title_en=self.texts["title_en"].text(),
            header=self.texts["header"].text(),
            foot_note=self.texts["foot_note"].text(),
            plies=self._typed_plies(),
            signs=(first, second, third, fourth),
            hidden=frozenset(part for part, shown in self.parts.items() if shown.position == 1),
            firm_step=FIRM_STEPS[max(self.firm_size.currentIndex(), 0)],
            title_step=TITLE_STEPS[max(self.title_size.currentIndex(), 0)],
            stamp_allowed=self.allowed.position == 1,
        )

    def _typed_plies(self) -> tuple[Ply, ...]:
        known = (*self._base.plies, *PLIES[len(self._base.plies) :], _FOURTH)
        made: list[Ply] = []
        for n, edit in enumerate(self.plies):
            name = edit.text().strip()
            if not name:
                continue
            before = known[n]
            if before.name == name:
                made.append(before)
            else:
                short = name.removesuffix("联")
                made.append(replace(before, name=name, short=short, english=name))
        return tuple(made)

    def set_image(self, name: str, data: bytes) -> None:
        """Take a picture's bytes, or none."""
        if name == "logo":
            self._base = replace(self._base, logo=data)
        else:
            self._base = replace(self._base, stamp=data)
        if name == "stamp" and not data:
            self.allowed.choose(0)
        self._show_images()
        self.changed.emit()

    def _show_images(self) -> None:
        for name, button in self.removals.items():
            button.setEnabled(bool(getattr(self._base, name)))
        self.allowed.setEnabled(bool(self._base.stamp))
