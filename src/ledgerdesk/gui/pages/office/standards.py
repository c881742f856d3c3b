"""The record standard: what is asked of each field, and the categories with their days."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.staff import may
from ledgerdesk.core.standards import Rule, Standard
from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.pages.customers.card_fields import category_words
from ledgerdesk.gui.pages.office.rule_form import NEEDED, SHAPES, CategoryForm, RuleForm, field_name
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.tabs import Tabs
from ledgerdesk.gui.widgets.texts import Ground
from ledgerdesk.gui.widgets.texts import Rule as Line
from ledgerdesk.i18n.card_words import purpose_words
from ledgerdesk.services.standards import Categories, Version

FIELDS, CATEGORIES = range(2)
_PANEL = 344
Days = tuple[str, int]
Seen = tuple[Standard, tuple[Version, ...], Categories, bool]


class StandardsPage(Page):
    """Two lists, each with the form of what is chosen beside it."""

    cares_for = Changes.SETTINGS

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._may = False
        self.head = PageHead()
        self.tabs = Tabs(2)
        self.rules: RowsModel[Rule] = RowsModel(self._rule_columns())
        self.rule_table = LedgerTable(self.rules)
        self.categories: RowsModel[Days] = RowsModel(self._category_columns())
        self.category_table = LedgerTable(self.categories)
        self.rule_form = RuleForm(stage)
        self.category_form = CategoryForm(stage)
        self._lists, self._forms = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        for table in (self.rule_table, self.category_table):
            self._lists.addWidget(table)
        panel = Ground("raised")
        panel.setFixedWidth(_PANEL)
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(20, 16, 20, 16)
        for form in (self.rule_form, self.category_form):
            self._forms.addWidget(form)
        inner.addWidget(self._forms)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.tabs)
        column.addWidget(Line("line2"))
        column.addWidget(self._lists, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left, 1)
        whole.addWidget(Line("line2", upright=True))
        whole.addWidget(panel)

    def _wire(self) -> None:
        self.tabs.chosen.connect(self._open_tab)
        self.rule_table.current_changed.connect(self._choose_rule)
        self.category_table.current_changed.connect(self._choose_category)
        self.lead_with(self.rule_form.save_button, self.category_form.save_button)
        for form in (self.rule_form, self.category_form):
            form.saved.connect(self.done)
            form.failed.connect(self.complain)

    def _rule_columns(self) -> tuple[Column[Rule], ...]:
        t = self.stage.speech

        def asked(one: Rule) -> Cell:
            quiet = one == Rule(field=one.field)
            return Cell(text=t.text(NEEDED[one.needed]), tone="muted" if quiet else "text")

        def looks(one: Rule) -> Cell:
            words = " / ".join(one.allowed)
            return Cell(text=words or t.text(SHAPES[one.shape]), tone="muted")

        return (
            Column(
                title=lambda: t.text("Field"),
                cell=lambda one: Cell(text=field_name(self.stage, one.field)),
                width=120,
            ),
            Column(title=lambda: t.text("Asked of"), cell=asked, width=110),
            Column(title=lambda: t.text("Looks like"), cell=looks, width=150),
            Column(
                title=lambda: t.text("Hint and purpose"),
                cell=lambda one: Cell(
                    text=" · ".join(filter(None, (one.hint, purpose_words(t.translator, one)))),
                    tone="muted",
                ),
            ),
        )

    def _category_columns(self) -> tuple[Column[Days], ...]:
        t = self.stage.speech

        def days(one: Days) -> Cell:
            if one[1] < 0:
                return Cell(text=t.text("offered no longer"), tone="muted")
            if not one[1]:
                return Cell(text=t.text("never"), tone="muted")
            return Cell(text=t.plural("{number} day", "{number} days", one[1]))

        return (
            Column(
                title=lambda: t.text("Category"),
                cell=lambda one: Cell(text=category_words(self.stage, one[0])),
                width=240,
            ),
            Column(title=lambda: t.text("Verified again after"), cell=days),
        )

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Record standard"))
        self.tabs.say((t.text("Fields (&1)"), t.text("Categories (&2)")))
        self.rule_table.setAccessibleName(t.text("Fields"))
        self.category_table.setAccessibleName(t.text("Categories"))
        self.rules.say()
        self.categories.say()
        self.rule_form.say()
        self.category_form.say()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Ctrl+Enter save")

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        self._table().setFocus()

    def _table(self) -> QWidget:
        return (self.rule_table, self.category_table)[self.tabs.place]

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self.rules.show(())
        self.categories.show(())
        self.head.fact.setText("")
        self.rule_form.show_rule(None)
        self.category_form.show_category("", 0)

    def refresh(self) -> None:
        """Ask for the standard and the categories."""

        def work(ledger: Ledger) -> Seen:
            person = ledger.today.standing().person
            return (
                ledger.standards.current(),
                ledger.standards.versions(),
                ledger.standards.categories(),
                may(person, "standards.change"),
            )

        self.stage.tasks.query(self, work, self._show, self.complain)

    def _show(self, seen: Seen) -> None:
        standard, versions, categories, may_change = seen
        t = self.stage.speech
        rule, days = self.rule_table.currentIndex().row(), self.category_table.currentIndex().row()
        for form in (self.rule_form, self.category_form):
            form.set_open(on=may_change)
        self.rules.show(standard.rules)
        listed = [*categories.cycles.items(), *((one, -1) for one in categories.unlisted)]
        self.categories.show(listed)
        newest = versions[0] if versions else None
        self.head.fact.setText(
            t.text("as given")
            if newest is None
            else t.text(
                "version {number}, {day}, {person}",
                number=newest.standard.version,
                day=newest.at.date(),
                person=newest.person,
            )
        )
        self.rule_table.choose(max(rule, 0))
        self.category_table.choose(max(days, 0))

    def _open_tab(self, place: int) -> None:
        self._lists.setCurrentIndex(place)
        self._forms.setCurrentIndex(place)
        self._table().setFocus()

    def _choose_rule(self, row: int) -> None:
        records = self.rules.records
        self.rule_form.show_rule(records[row] if 0 <= row < len(records) else None)

    def _choose_category(self, row: int) -> None:
        records = self.categories.records
        if 0 <= row < len(records):
            self.category_form.show_category(*records[row])
