"""What a form says: its words in one language or two, as the office's template has them."""

from dataclasses import dataclass

from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.core.templates import Part, Template
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.words import Word

SIGN_PARTS = (Part.ACCOUNTANT, Part.CASHIER, Part.HANDLER, Part.PAYER_SIGNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """The voice of one page; `text` gives what stands once, `under` what English adds to it."""

    language: PageLanguage
    template: Template

    @property
    def is_chinese(self) -> bool:
        """Tell whether nothing but Chinese is said."""
        return self.language is PageLanguage.ZH

    def text(self, word: Word) -> str:
        """Say a word in the language of the record's values."""
        return word.en if self.language is PageLanguage.EN else word.zh

    def under(self, word: Word) -> str:
        """Give the English that stands beside the Chinese on a page of both languages."""
        return word.en if self.language is PageLanguage.BOTH else ""

    def whole(self, word: Word) -> str:
        """Say a word in all the page's languages, one after the other."""
        more = self.under(word)
        return f"{word.zh} {more}" if more and more != word.zh else self.text(word)

    @property
    def title(self) -> Word:
        """Give the title, the office's own where it has one."""
        own = self.template
        return Word(own.title or words.TITLE.zh, own.title_en or words.TITLE.en)

    @property
    def annex_title(self) -> Word:
        """Give the title of an annex."""
        title = self.title
        return Word(f"{title.zh}{words.ANNEX.zh}", f"{title.en} {words.ANNEX.en}")

    def signs(self) -> tuple[tuple[Part, Word], ...]:
        """List who signs, as far as the office shows it, with the words before the names."""
        found = []
        for part, word, own in zip(SIGN_PARTS, words.SIGNS, self.template.signs, strict=True):
            if self.template.shows(part):
                found.append((part, Word(own or word.zh, own or word.en)))
        return tuple(found)

    def copies(self) -> tuple[Word, ...]:
        """Name each copy that is a page or a tile of its own."""
        return tuple(
            words.copy_of(n, ply.name, ply.english) for n, ply in enumerate(self.template.plies)
        )

    def plies(self) -> Word:
        """Name all plies of one impression."""
        named = [
            words.ply_of(n, ply.colour, ply.short, ply.english)
            for n, ply in enumerate(self.template.plies)
        ]
        return Word(" ".join(one.zh for one in named), " ".join(one.en for one in named))
