"""Fit receipts of a paper to its printer: moved, scaled, or only the data on a printed form."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import Fit
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.i18n.paper_words import PAPERS
from ledgerdesk.services.steps.receipts.drawing import Sheet

_TENTHS = re.compile(r"[-+]?\d{1,2}(\.\d)?")
_PERCENT = re.compile(r"\d{2,3}(\.\d)?")
_MOST_MM = 20
_SCALES = range(900, 1101)


class PrinterFitDialog(Asking):
    """Three numbers and a switch, with a page of rulers to find them and a trial page to see."""

    def __init__(self, parent: QWidget, stage: Stage, printing: Printing) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=620)
        self._stage, self._printing = stage, printing
        self._paper = stage.preferences.chosen_paper
        self._printer = stage.preferences.printer_for(self._paper)
        self.right, self.down, self.scale = Edit(), Edit(), Edit()
        self.fields = {
            "right": Field(self.right),
            "down": Field(self.down),
            "scale": Field(self.scale),
        }
        self.values_only = Segments(2, digits=False)
        self._values = Field(self.values_only)
        self.stock = Edit()
        self.rulers, self.trial = Button(Kind.PLAIN), Button(Kind.PLAIN)
        line = QHBoxLayout()
        line.setSpacing(14)
        for edit, field in zip(
            (self.right, self.down, self.scale), self.fields.values(), strict=True
        ):
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.addWidget(field, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._values)
        self.fields["stock"] = Field(self.stock)
        self.body.addWidget(self.fields["stock"])
        self.buttons.insertWidget(0, self.rulers)
        self.buttons.insertWidget(1, self.trial)
        self._say()
        self._show(stage.preferences.fit_for(self._printer, self._paper))
        self.act.clicked.connect(self.go)
        self.values_only.chosen.connect(self._show_stock)
        self.rulers.clicked.connect(lambda: self._print(None))
        self.trial.clicked.connect(self._ask_trial)
        self.right.setFocus()

    def _say(self) -> None:
        t = self._stage.speech
        self.say_frame(
            t.text("Fit to the printer"),
            t.text(
                "{paper} on {printer}. Print the rulers, measure where 0 stands, write what is"
                " missing.",
                paper=t.text(PAPERS[self._paper]),
                printer=self._printer,
            ),
            t.text("Save"),
            t.text("Cancel"),
        )
        self.fields["right"].say(t.text("To the right, mm"))
        self.fields["down"].say(t.text("Down, mm"))
        self.fields["scale"].say(t.text("Size, %"))
        words = t.text("What is printed")
        self._values.say(words)
        self.values_only.say(words, (t.text("The whole page"), t.text("Only the data, on a form")))
        self.fields["stock"].say(
            t.text("Name of the numbered paper"), hint=t.text("empty: its sheets have no number")
        )
        self.rulers.say(t.text("Print the rulers"))
        self.trial.say(t.text("Print a trial page"))

    def _show(self, fit: Fit) -> None:
        self.right.setText(f"{fit.right / 10:g}")
        self.down.setText(f"{fit.down / 10:g}")
        self.scale.setText(f"{fit.scale / 10:g}")
        self.values_only.choose(int(fit.values_only))
        self.stock.setText(fit.stock)
        self._show_stock(int(fit.values_only))

    def _show_stock(self, position: int) -> None:
        """Ask for the paper's name only where it is printed beforehand."""
        self.fields["stock"].setVisible(position == 1)

    def typed(self) -> Fit | None:
        """Give what was typed, or say at its field what is wrong with it."""
        right, down = self._tenths("right"), self._tenths("down")
        scale = self._scale()
        if right is None or down is None or scale is None:
            return None
        return Fit(
            right=right,
            down=down,
            scale=scale,
            values_only=self.values_only.position == 1,
            stock=self.stock.text().strip(),
        )

    def _tenths(self, name: str) -> int | None:
        text = {"right": self.right, "down": self.down}[name].text().strip().replace("−", "-")
        value = round(float(text) * 10) if _TENTHS.fullmatch(text) else None
        if value is None or abs(value) > _MOST_MM * 10:
            self.fields[name].show_problem(
                self._stage.speech.text(
                    "Write millimetres from -{most} to {most}, such as 1.5.", most=_MOST_MM
                )
            )
            return None
        return value

    def _scale(self) -> int | None:
        text = self.scale.text().strip()
        value = round(float(text) * 10) if _PERCENT.fullmatch(text) else None
        if value not in _SCALES:
            self.fields["scale"].show_problem(
                self._stage.speech.text("Write a size from 90 to 110, such as 99.5.")
            )
            return None
        return value

    def go(self) -> None:
        """Remember the fit for this printer and paper."""
        fit = self.typed()
        if fit is None:
            return
        self._stage.preferences.remember_fit(self._printer, self._paper, fit)
        self._stage.preferences.save()
        self.accept()

    def _ask_trial(self) -> None:
        paper = self._paper

        def work(ledger: Ledger) -> Sheet:
            return ledger.templates.trial(ledger.templates.current().template, paper)

        self._stage.tasks.query(self, work, self._print, self._failed)

    def _print(self, sheet: Sheet | None) -> None:
        fit = self.typed()
        if fit is not None:
            self._printing.print_trial(sheet, self._paper, self._printer, fit)

    def _failed(self, error: KnownError) -> None:
        self.refuse(self._stage.speech.sentence(error))
