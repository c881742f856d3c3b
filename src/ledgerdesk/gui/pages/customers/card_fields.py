"""The fields of a customer's card: draft in, draft out, and as texts for a kept form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ledgerdesk.core.customers import (
    Contact,
    ContactKind,
    CustomerCard,
    CustomerDraft,
    CustomerKind,
)
from ledgerdesk.core.cycles import GIVEN as GIVEN_CYCLES
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Member, Standing
from ledgerdesk.core.standards import GIVEN, Standard, problems_of
from ledgerdesk.gui import theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.contact_rows import KINDS, ContactRows, Words
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.i18n import card_words
from ledgerdesk.i18n.card_words import purpose_words
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.problems import problem_sentence

PERSON_OR_COMPANY = (CustomerKind.PERSON, CustomerKind.COMPANY)
CONTACTS = {
    ContactKind.PHONE: N_("Phone"),
    ContactKind.EMAIL: N_("E-mail"),
    ContactKind.ADDRESS: N_("Address"),
    ContactKind.WECHAT: N_("WeChat"),
    ContactKind.OTHER: N_("Other"),
}
_LINES = ("name", "company", "print_name", "pinyin")
_JOINT = "、"
_PARTS = str.maketrans(dict.fromkeys(",，;；、", _JOINT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A card with what its form needs to know: who works here, and what the office asks."""

    card: CustomerCard
    people: tuple[Member, ...]
    standard: Standard = GIVEN
    categories: tuple[str, ...] = tuple(GIVEN_CYCLES)
    may_add_category: bool = False
    today: date = date.max


def category_words(stage: Stage, category: str) -> str:
    """Say a category; the office's own word is its own."""
    return card_words.category_words(stage.speech.translator, category)


class CardFields(QWidget):
    """What one types on a card; `edited` tells a change made by hand."""

    edited = Signal()
    finished = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._people: tuple[tuple[str, str], ...] = ()
        self._categories: tuple[str, ...] = tuple(GIVEN_CYCLES)
        self._may_add = True
        self._standard = GIVEN
        self._today = date.max
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
        for name in ("tags", "consent_on", "consent"):
            self.edits[name] = Edit()
            self.fields[name] = Field(self.edits[name])
        self.contacts = ContactRows()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        top = Qt.AlignmentFlag.AlignTop
        order = ("name", "kind", "company", "print_name", "pinyin", "category", "responsible")
        for place, name in enumerate((*order, "tags", "consent_on", "consent")):
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
        self.responsible.next_wanted.connect(edits["tags"].setFocus)
        edits["tags"].next_wanted.connect(edits["consent_on"].setFocus)
        edits["consent_on"].next_wanted.connect(edits["consent"].setFocus)
        edits["consent"].next_wanted.connect(self._first_contact)
        self.edited.connect(self._judge)

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
            "category": (t.text("&Category"), ""),
            "responsible": (t.text("Responsi&ble clerk"), ""),
            "tags": (t.text("Ta&gs"), t.text("several with 、 between them")),
            "consent_on": (t.text("Consent &made on"), t.text("to what is kept of him")),
            "consent": (t.text("Consent &proof"), t.text("on paper, by phone …")),
        }
        for name, (label, hint) in labels.items():
            self.fields[name].say(label, hint=self._standard.rule(name).hint or hint)
        self._judge()
        self.kind.say(t.text("Kind"), (t.text("Person"), t.text("Company")))
        self._say_categories()
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

    def show_asked(self, looked: Looked) -> None:
        """Go by the office's standard and offer its categories, that of the card among them."""
        self._standard, self._today = looked.standard, looked.today
        own = looked.card.draft.category
        kept = () if own in looked.categories else (own,)
        self._categories = (*looked.categories, *kept)
        self._may_add = looked.may_add_category
        self.say()

    def _say_categories(self) -> None:
        words = [category_words(self._stage, one) for one in self._categories]
        own = self._stage.speech.text("a word of our own…")
        self.category.say([*words, own] if self._may_add else words)

    def _judge(self) -> None:
        """Say below each field what the standard finds amiss, else what it is kept for."""
        t = self._stage.speech
        found = {one.field: one for one in reversed(problems_of(self.draft(), self._standard))}
        for name, field in self.fields.items():
            judged = "consent" if name == "consent_on" else name
            if judged in found and name != "consent":
                field.show_help(problem_sentence(t.translator, found[judged]))
            else:
                field.show_help(purpose_words(t.translator, self._standard.rule(name)))
        asked = [one for kind, one in found.items() if kind in tuple(ContactKind)]
        self.contacts.show_help(
            " · ".join(
                f"{t.text(CONTACTS[ContactKind(one.field)])}: {problem_sentence(t.translator, one)}"
                for one in asked
            )
            or purpose_words(t.translator, self._standard.rule(ContactKind.PHONE.value))
        )

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
            tags=tags_in(self.edits["tags"].text()),
            consent_on=self._day(),
            consent=line["consent"] or None,
        )

    def _day(self) -> date | None:
        try:
            return parse_date(self.edits["consent_on"].text(), today=self._today)
        except KnownError:
            return None

    def refusal(self) -> tuple[str, KnownError] | None:
        """Name the field whose text is there and cannot be read, and what is wrong with it."""
        text = self.edits["consent_on"].text().strip()
        try:
            day = parse_date(text, today=self._today) if text else None
        except KnownError as error:
            return "consent_on", error
        if day is not None and day > self._today:
            return "consent_on", KnownError(Code.BAD_DATE, field="consent_on")
        return None

    def write(self, draft: CustomerDraft) -> None:
        """Write a card into the fields."""
        for name in (*_LINES, "consent"):
            self.edits[name].setText(getattr(draft, name) or "")
        self.edits["tags"].setText(_JOINT.join(draft.tags))
        day = draft.consent_on
        self.edits["consent_on"].setText("" if day is None else day.isoformat())
        known = draft.kind in PERSON_OR_COMPANY
        self.kind.choose(PERSON_OR_COMPANY.index(draft.kind) if known else None)
        given = list(self._categories)
        own = draft.category not in given
        self.category.choose(len(given) if own else given.index(draft.category))
        self.own_category.setText(draft.category if own else "")
        self.own_category.setVisible(own)
        pubs = [pub for pub, _ in self._people]
        self.responsible.choose(
            pubs.index(draft.responsible) + 1 if draft.responsible in pubs else 0
        )
        self.contacts.write(draft.contacts)
        self.show_problem("", "")
        self._judge()

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

    def begin_at(self, field: str) -> None:
        """Give the keys to a field; to none where no field has this name."""
        if field in tuple(ContactKind):
            rows = self.contacts.rows
            fitting = [row for row in rows if KINDS[row.kind.currentIndex()].value == field]
            (fitting or rows)[0].value.setFocus()
        elif field in self.edits:
            self.edits[field].setFocus()
        elif field in self.fields:
            controls = {"kind": self.kind, "category": self.category}
            controls.get(field, self.responsible).setFocus()

    def _category(self) -> str:
        place = self.category.currentIndex()
        given = self._categories
        return given[place] if 0 <= place < len(given) else self.own_category.text().strip()

    def _chose_category(self, place: int) -> None:
        is_own = place == len(self._categories)
        self.own_category.setVisible(is_own)
        if is_own:
            self.own_category.setFocus()
        self.edited.emit()


def tags_in(text: str) -> tuple[str, ...]:
    """Read tags out of a line: each once, in the alphabet's order."""
    parts = (part.strip() for part in text.translate(_PARTS).split(_JOINT))
    return tuple(sorted({part for part in parts if part}))


def texts_of(draft: CustomerDraft) -> dict[str, str]:
    """Write a card as texts; what is empty is left out."""
    names = (*_LINES, "category", "responsible", "consent")
    found = {name: getattr(draft, name) or "" for name in names}
    found["tags"] = _JOINT.join(draft.tags)
    found["consent_on"] = "" if draft.consent_on is None else draft.consent_on.isoformat()
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
        tags=tags_in(texts.get("tags", "")),
        consent_on=date.fromisoformat(day) if (day := texts.get("consent_on")) else None,
        consent=texts.get("consent"),
    )


def carried_over(
    typed: CustomerDraft, seen: CustomerDraft, current: CustomerDraft
) -> CustomerDraft:
    """Put what was typed on the card as it is now: a field nobody typed in is as it is now."""
    names = (
        *(*_LINES, "kind", "category", "responsible", "contacts"),
        *("tags", "consent_on", "consent"),
    )
    mine = {
        name: getattr(typed, name) for name in names if getattr(typed, name) != getattr(seen, name)
    }
    return replace(current, **mine)
