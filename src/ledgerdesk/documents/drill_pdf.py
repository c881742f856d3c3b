"""Print the certificate of a drill: one A4 page that says what was restored and compared."""

import io
from dataclasses import dataclass

from ledgerdesk.core.audit import Head, anchor
from ledgerdesk.core.backups import Facts
from ledgerdesk.core.drills import WithKey
from ledgerdesk.core.money import format_fen
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.day_slip import STOCK
from ledgerdesk.documents.drawing import Sheet as Drawing
from ledgerdesk.documents.fitting import wrap
from ledgerdesk.documents.fonts import Weight, missing
from ledgerdesk.documents.placing import Align
from ledgerdesk.i18n.drill_words import SUMS, TABLES, key_words
from ledgerdesk.i18n.translator import Language, Translator

_LEFT, _RIGHT, _TOP = 20.0, 190.0, 26.0
_MIDDLE, _VALUE = 105.0, 66.0
_ROW, _SIZE, _SMALL = 6.6, 10.5, 9.0
_THIN, _THICK = 4, 10  # dots
_HASH_GROUP = 8
_UNPRINTABLE = "□"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What stands on the page; moments are in office time, `firm` and `person` may be empty."""

    firm: str
    person: str
    file_name: str
    made_at: str
    held_at: str
    sequence: int
    seconds: str
    with_key: WithKey
    facts: Facts
    language: Language = Language.ZH


def render(certificate: Certificate) -> bytes:
    """Draw the page as PDF bytes, the same for the same drill; what no font has is a box."""
    translator = Translator.load(certificate.language)
    out = io.BytesIO()
    title = translator.text("Certificate of a restore drill")
    canvas = new_canvas(out, STOCK, title=title, author=certificate.firm)
    _Writer(Drawing(stock=STOCK, canvas=canvas), certificate, translator).write()
    canvas.save()
    return out.getvalue()


class _Writer:
    def __init__(self, page: Drawing, said: Certificate, translator: Translator) -> None:
        self._page = page
        self._said = said
        self._t = translator
        self._y = _TOP

    def write(self) -> None:
        t, page, said = self._t, self._page, self._said
        page.text(t.text("Certificate of a restore drill"), _LEFT, self._y, 20, weight=Weight.BOLD)
        page.text(_shown(said.firm), _RIGHT, self._y, _SIZE, align=Align.RIGHT)
        self._y += 9
        page.across(_LEFT, _RIGHT, self._y, _THICK)
        self._y += 9
        words = t.text(
            "The backup named here was restored to a temporary place, checked page by page and"
            " compared with what was sealed into it when it was made. Everything agreed; the"
            " temporary place was removed."
        )
        for line in wrap(words, _RIGHT - _LEFT, _SIZE):
            page.text(line, _LEFT, self._y, _SIZE)
            self._y += _ROW - 0.8
        self._y += 4
        self._about()
        self._compared()
        self._proof()

    def _about(self) -> None:
        t, said = self._t, self._said
        for label, value in (
            (t.text("Backup"), said.file_name),
            (t.text("Backup made"), t.text("{moment}, backup {number}", moment=said.made_at,
                                    number=said.sequence)),
            (t.text("Drill held"), t.text("{moment}, in {seconds} s", moment=said.held_at,
                                          seconds=said.seconds)),
            (t.text("Opened with"), key_words(t, said.with_key)),
        ):  # fmt: skip
            self._pair(label, value)
        self._y += 4

    def _pair(self, label: str, value: str) -> None:
        self._page.text(label, _LEFT, self._y, _SIZE)
        self._page.text(_shown(value), _VALUE, self._y, _SIZE)
        self._y += _ROW

    def _compared(self) -> None:
        t, facts = self._t, self._said.facts
        self._page.text(t.text("What was compared"), _LEFT, self._y, 12.5, weight=Weight.BOLD)
        self._y += _ROW + 1
        top = self._y
        for name, words in TABLES.items():
            if name in facts.counts:
                self._figure(t.text(words), f"{facts.counts[name]:,}", _LEFT, _MIDDLE - 12)
        low, self._y = self._y, top
        for name, words in SUMS.items():
            if name in facts.sums:
                self._figure(t.text(words), format_fen(facts.sums[name]), _MIDDLE, _RIGHT)
        for series, number in sorted(facts.last_numbers.items())[-4:]:
            label = t.text("Last number of {series}", series=series)
            self._figure(label, str(number), _MIDDLE, _RIGHT)
        self._y = max(self._y, low) + 4

    def _figure(self, label: str, figure: str, left: float, right: float) -> None:
        self._page.text(_shown(label), left, self._y, _SIZE)
        self._page.text(figure, right, self._y, _SIZE, align=Align.RIGHT)
        self._y += _ROW

    def _proof(self) -> None:
        t, facts, page = self._t, self._said.facts, self._page
        head = Head(seq=facts.head_seq, hash=facts.head)
        digits = facts.head.hex()
        groups = [digits[at : at + _HASH_GROUP] for at in range(0, len(digits), _HASH_GROUP)]
        page.across(_LEFT, _RIGHT, self._y, _THIN)
        self._y += 7
        entry = t.text("Entry {seq} of the log · {anchor}", seq=head.seq, anchor=anchor(head))
        page.text(entry, _LEFT, self._y, _SMALL)
        self._y += _ROW - 1.4
        page.text(" ".join(groups), _LEFT, self._y, _SMALL)
        self._y += 22
        for words, left, right in (
            (t.text("Held by"), _LEFT, 95.0),
            (t.text("Reviewed by"), 110.0, _RIGHT),
        ):
            box = page.text(words, left, self._y, _SIZE)
            page.across(box.right + 2, right, self._y + 2.5, _THIN)
        if self._said.person:
            page.text(_shown(self._said.person), _LEFT + 24, self._y, _SIZE)


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    for character in missing(plain):
        plain = plain.replace(character, _UNPRINTABLE)
    return plain
