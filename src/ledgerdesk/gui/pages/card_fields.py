"""The fields of a customer's card: draft in, draft out, and as texts for a kept form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ledgerdesk.core.customers import (
    Category,
    Contact,
    ContactKind,
    CustomerDraft,
    CustomerKind,
)
from ledgerdesk.core.staff import Member, Standing
from ledgerdesk.gui import theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.contact_rows import KINDS, ContactRows, Words
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.i18n.marks import N_

PERSON_OR_COMPANY = (CustomerKind.PERSON, CustomerKind.COMPANY)
CONTACTS = {
    ContactKind.PHONE: N_("Phone"),
    ContactKind.EMAIL: N_("E-mail"),
    ContactKind.ADDRESS: N_("Address"),
    ContactKind.WECHAT: N_("WeChat"),
    ContactKind.OTHER: N_("Other"),
}
CATEGORIES = {
    Category.PROSPECT: N_("prospect"),
    Category.ACTIVE: N_("active"),
    Category.DORMANT: N_("dormant"),
    Category.ENDED: N_("ended"),
}
_GIVEN = tuple(Category)
_OWN = len(_GIVEN)
_LINES = ("name", "company", "print_name", "pinyin")


def category_words(stage: Stage, category: str) -> str:
    """Say a category; the office's own word is its own."""
    known = next((one for one in Category if one.value == category), None)
    return category if known is None else stage.speech.text(CATEGORIES[known])


class CardFields(QWidget):
    """What one types on a card; `edited` tells a change made by hand."""

    edited = Signal()
    finished = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._people: tuple[tuple[str, str], ...] = ()
        self.edits = {name: Edit() for name in _LINES}
        self.fields = {name: Field(edit) for name, edit in self.edits.items()}
        self.kind = Segments(len(PERSON_OR_COMPANY), even=True)
        self.fields["kind"] = Field(self.kind)
        self.category = Select(tall=theme.FIELD_HEIGHT)
        self.own_category = Edit()
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.category)
        column.addWidget(self.own_category)
        self.fields["category"] = Field(both)
        self.fields["category"].label.setBuddy(self.category)
        self.responsible = Select(tall=theme.FIELD_HEIGHT)
        self.fields["responsible"] = Field(self.responsible)
        self.contacts = ContactRows()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        top = Qt.AlignmentFlag.AlignTop
        order = ("name", "kind", "company", "print_name", "pinyin", "category", "responsible")
        for place, name in enumerate(order):
            grid.addWidget(self.fields[name], place // 2, place % 2, top)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(18)
        whole.addLayout(grid)
        whole.addWidget(self.contacts)

    def _wire(self) -> None:
        for edit in (*self.edits.values(), self.own_category):
            edit.textEdited.connect(self.edited)
        self.kind.chosen.connect(self.edited)
        self.category.chosen.connect(self._chose_category)
        self.responsible.chosen.connect(self.edited)
        self.contacts.edited.connect(self.edited)
        self.contacts.finished.connect(self.finished)
        edits = self.edits
        edits["name"].next_wanted.connect(self.kind.setFocus)
        self.kind.accepted.connect(edits["company"].setFocus)
        edits["company"].next_wanted.connect(edits["print_name"].setFocus)
        edits["print_name"].next_wanted.connect(edits["pinyin"].setFocus)
        edits["pinyin"].next_wanted.connect(self.category.setFocus)
        self.category.next_wanted.connect(self.responsible.setFocus)
        self.own_category.next_wanted.connect(self.responsible.setFocus)
        self.responsible.next_wanted.connect(self._first_contact)

    def _first_contact(self) -> None:
        self.contacts.rows[0].value.setFocus()

    def say(self) -> None:
        """Say every text again; what was typed stays."""
        t = self._stage.speech
        labels = {
            "name": (t.text("&Name"), ""),
            "kind": (t.text("&Kind"), ""),
            "company": (t.text("Compan&y"), t.text("where he works")),
            "print_name": (t.text("Prints &as"), t.text("on receipts")),
            "pinyin": (t.text("Pinyin by han&d"), t.text("if it reads otherwise")),
            "category": (t.text("Cate&gory"), ""),
            "responsible": (t.text("Responsi&ble clerk"), ""),
        }
        for name, (label, hint) in labels.items():
            self.fields[name].say(label, hint=hint)
        self.kind.say(t.text("Kind"), (t.text("Person"), t.text("Company")))
        words = [category_words(self._stage, one.value) for one in _GIVEN]
        self.category.say([*words, t.text("a word of our own…")])
        self.category.setAccessibleName(t.text("Category"))
        self.own_category.setAccessibleName(t.text("Category"))
        self.own_category.setPlaceholderText(t.text("our own word for such customers"))
        self._say_people()
        self.contacts.say(
            t.text("Contacts"),
            Words(
                kinds=[t.text(CONTACTS[kind]) for kind in KINDS],
                kind=t.text("Kind of contact"),
                value=t.text("Contact"),
                label=t.text("label"),
                up=t.text("Move up"),
                remove=t.text("Take away"),
                add=t.text("Add a contact &line"),
            ),
        )

    def show_people(self, people: Sequence[Member], kept: tuple[str, str] | None) -> None:
        """Offer who works here, and who is named on the card though he left."""
        here = {one.pub: one.name for one in people if one.standing is Standing.ACTIVE}
        if kept is not None:
            here.setdefault(*kept)
        self._people = tuple(here.items())
        self._say_people()

    def _say_people(self) -> None:
        nobody = self._stage.speech.text("nobody yet")
        self.responsible.say([nobody, *(name for _, name in self._people)])

    def draft(self) -> CustomerDraft:
        """Read the fields."""
        line = {name: edit.text().strip() for name, edit in self.edits.items()}
        kind, person = self.kind.position, self.responsible.currentIndex()
        return CustomerDraft(
            name=line["name"],
            kind=CustomerKind.UNKNOWN if kind is None else PERSON_OR_COMPANY[kind],
            company=line["company"] or None,
            print_name=line["print_name"] or None,
            pinyin=line["pinyin"] or None,
            contacts=self.contacts.contacts(),
            category=self._category(),
            responsible=self._people[person - 1][0] if person > 0 else None,
        )

    def write(self, draft: CustomerDraft) -> None:
        """Write a card into the fields."""
        for name, edit in self.edits.items():
            edit.setText(getattr(draft, name) or "")
        known = draft.kind in PERSON_OR_COMPANY
        self.kind.choose(PERSON_OR_COMPANY.index(draft.kind) if known else None)
        given = [one.value for one in _GIVEN]
        own = draft.category not in given
        self.category.choose(_OWN if own else given.index(draft.category))
        self.own_category.setText(draft.category if own else "")
        self.own_category.setVisible(own)
        pubs = [pub for pub, _ in self._people]
        self.responsible.choose(
            pubs.index(draft.responsible) + 1 if draft.responsible in pubs else 0
        )
        self.contacts.write(draft.contacts)
        self.show_problem("", "")

    def show_problem(self, field: str, sentence: str) -> bool:
        """Mark the field at fault, and it alone; tell whether there is one of this name."""
        for name, one in self.fields.items():
            one.show_problem(sentence if name == field else "")
        contact = field in (*ContactKind, "contacts", "label")
        kind = ContactKind(field) if field in tuple(ContactKind) else None
        self.contacts.show_problem(sentence if contact else "", kind)
        if field in self.edits:
            self.edits[field].setFocus()
        elif field == "category":
            self.own_category.setFocus()
        return contact or field in self.fields

    def _category(self) -> str:
        place = self.category.currentIndex()
        return _GIVEN[place].value if 0 <= place < _OWN else self.own_category.text().strip()

    def _chose_category(self, place: int) -> None:
        self.own_category.setVisible(place == _OWN)
        if place == _OWN:
            self.own_category.setFocus()
        self.edited.emit()


def texts_of(draft: CustomerDraft) -> dict[str, str]:
    """Write a card as texts; what is empty is left out."""
    found = {name: getattr(draft, name) or "" for name in (*_LINES, "category", "responsible")}
    found["kind"] = draft.kind.value
    for place, one in enumerate(draft.contacts):
        found[f"contacts.{place}.kind"] = one.kind.value
        found[f"contacts.{place}.value"] = one.value
        found[f"contacts.{place}.label"] = one.label or ""
    return {name: text for name, text in found.items() if text}


def draft_of(texts: Mapping[str, str]) -> CustomerDraft:
    """Read a card back from what `texts_of` wrote."""
    contacts: list[Contact] = []
    while (kind := texts.get(f"contacts.{len(contacts)}.kind")) is not None:
        place = f"contacts.{len(contacts)}"
        value, label = texts.get(f"{place}.value", ""), texts.get(f"{place}.label")
        contacts.append(Contact(kind=ContactKind(kind), value=value, label=label))
    return CustomerDraft(
        name=texts.get("name", ""),
        kind=CustomerKind(texts.get("kind", CustomerKind.UNKNOWN.value)),
        company=texts.get("company"),
        print_name=texts.get("print_name"),
        pinyin=texts.get("pinyin"),
        contacts=tuple(contacts),
        category=texts.get("category", ""),
        responsible=texts.get("responsible"),
    )


def carried_over(
    typed: CustomerDraft, seen: CustomerDraft, current: CustomerDraft
) -> CustomerDraft:
    """Put what was typed on the card as it is now: a field nobody typed in is as it is now."""
    names = (*_LINES, "kind", "category", "responsible", "contacts")
    mine = {
        name: getattr(typed, name) for name in names if getattr(typed, name) != getattr(seen, name)
    }
    return replace(current, **mine)
