"""Adjust the rules of proofreading, beside what each of them found lately."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.proofreading import LIMITS, PREFIX, Adjusted, Level, ProofRule, Rule
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.proof_words import level_words, rule_words, unit_words

_LEVELS = tuple(Level)
_LEVEL, _LIMIT = 128, 64
_COLUMNS = 5


class ProofRulesDialog(Asking):
    """One row a rule: what it looks at, what it does, its limit, what it found in 90 days."""

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=720)
        self._stage = stage
        t = stage.speech
        self.levels = {rule: Select(tall=theme.FIELD_HEIGHT) for rule in Rule}
        self.limits = {rule: Edit() for rule in LIMITS}
        self.found = {rule: Text(size=theme.SMALL, tone="muted") for rule in Rule}
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(8)
        self._lay_out()
        self.body.addLayout(self.grid)
        self.body.addWidget(
            Text(
                t.text(
                    "Sums that do not agree, days to come, closed months and characters no font has"
                    " are refused always."
                ),
                size=theme.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        self.say_frame(
            t.text("What is proofread"),
            t.text("Before a number is drawn. An answer is kept with the receipt."),
            t.text("Save"),
            t.text("Cancel"),
        )
        self.act.clicked.connect(self.go)
        stage.tasks.query(
            self, lambda ledger: ledger.settings.proof_rules(), self._show, self._failed
        )

    def _lay_out(self) -> None:
        t = self._stage.speech
        heads = (t.text("Rule"), t.text("What it does"), "", "", t.text("Found in 90 days"))
        for column, words in enumerate(heads):
            self.grid.addWidget(Text(words, size=theme.SMALL, tone="muted"), 0, column)
        for row, rule in enumerate(Rule, start=1):
            name, level = rule_words(t.translator, rule), self.levels[rule]
            level.setFixedWidth(_LEVEL)
            level.say([level_words(t.translator, one) for one in _LEVELS])
            level.setAccessibleName(name)
            level.next_wanted.connect(self.act.setFocus)
            self.grid.addWidget(Text(name), row, 0)
            self.grid.addWidget(level, row, 1)
            if rule in self.limits:
                limit, unit = self.limits[rule], unit_words(t.translator, rule)
                limit.setFixedWidth(_LIMIT)
                limit.setAlignment(Qt.AlignmentFlag.AlignRight)
                limit.setAccessibleName(f"{name}, {unit}")
                limit.next_wanted.connect(self.act.setFocus)
                self.grid.addWidget(limit, row, 2)
                self.grid.addWidget(Text(unit, size=theme.SMALL, tone="muted"), row, 3)
            self.grid.addWidget(self.found[rule], row, 4)
        self.grid.setColumnStretch(0, 1)

    def _show(self, rules: tuple[ProofRule, ...]) -> None:
        t = self._stage.speech
        for one in rules:
            self.levels[one.rule].choose(_LEVELS.index(one.adjusted.level))
            if one.rule in self.limits:
                self.limits[one.rule].setText(str(one.adjusted.limit))
            told = t.plural("{number} time", "{number} times", one.hits)
            if one.taken_back:
                told = t.text("{times}, {number} taken back", times=told, number=one.taken_back)
            self.found[one.rule].setText(told if one.hits else t.text("never"))
        self.levels[Rule.TWIN].setFocus()

    def go(self) -> None:
        """Save what was changed, all of it or nothing."""
        wanted = {}
        for rule, level in self.levels.items():
            limit = None
            if rule in self.limits:
                typed = self.limits[rule].text().strip()
                if not typed.isascii() or not typed.isdigit() or int(typed) not in LIMITS[rule]:
                    self._refuse_limit(rule)
                    return
                limit = int(typed)
            chosen = _LEVELS[max(level.currentIndex(), 0)]
            wanted[rule] = Adjusted(level=chosen, limit=limit)
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[None]:
            return ledger.settings.change_proof_rules(wanted)

        self._stage.tasks.mutate(self, work, lambda _none: self.accept(), self._failed)

    def _refuse_limit(self, rule: Rule) -> None:
        limits, t = LIMITS[rule], self._stage.speech
        name = rule_words(t.translator, rule)
        said = t.text(
            "{rule}: a whole number from {least} to {most}.",
            rule=name,
            least=limits[0],
            most=limits[-1],
        )
        self.refuse(said)
        self.limits[rule].setFocus()

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        field = (error.field or "").removeprefix(PREFIX)
        if field in set(LIMITS) and error.details.get("reason") == "out_of_range":
            self._refuse_limit(Rule(field))
        else:
            self.refuse(self._stage.speech.sentence(error))
