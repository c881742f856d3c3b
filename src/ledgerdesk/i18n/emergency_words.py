"""The five emergency cards: when each is for, and what to do, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ledgerdesk.core.emergency import Contacts, Emergency
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card: a title, when it is for, and its steps."""

    title: str
    when: str
    steps: tuple[str, ...]


CARDS: Mapping[Emergency, Card] = MappingProxyType(
    {
        Emergency.PC_BROKEN: Card(
            title=N_("The PC is broken"),
            when=N_("It does not start, or the program says that the book is damaged."),
            steps=(
                N_(
                    "Do not install anything anew and format nothing: the book may still lie on"
                    " this PC."
                ),
                N_(
                    "Write receipts by hand in the receipt book: name, item, amount, method, time."
                    " Keep the copies."
                ),
                N_("Fetch the newest backup stick, and the recovery sheet or an owner's password."),
                N_(
                    "On another PC install LedgerDesk and choose 'Restore from a backup', then the"
                    " newest copy."
                ),
                N_("Confirm the last receipt number: copy it from the last sheet of paper."),
                N_(
                    "Enter what was written by hand as trades of an earlier day. Work on in the new"
                    " book only, never in both."
                ),
            ),
        ),
        Emergency.POWER_CUT: Card(
            title=N_("The power is out"),
            when=N_("The light is gone, or the PC switched itself off."),
            steps=(
                N_(
                    "What was saved is safe. What was being typed is kept as a draft, but for the"
                    " last seconds."
                ),
                N_("Switch PC and printer off at the socket until the power is steady again."),
                N_(
                    "Write receipts by hand in the receipt book meanwhile: name, item, amount,"
                    " method, time."
                ),
                N_(
                    "Start and open the book: it checks itself. If it says 'damaged', take the card"
                    " 'The PC is broken'."
                ),
                N_(
                    "Compare the last receipt number with the last sheet of paper. Today lists what"
                    " was not printed well: print it again."
                ),
                N_("Enter what was written by hand; write 'power cut' as the reason."),
            ),
        ),
        Emergency.PASSWORD_FORGOTTEN: Card(
            title=N_("A password is forgotten"),
            when=N_("The door does not take somebody's password any more."),
            steps=(
                N_(
                    "Look at Caps Lock and the input method. After three wrong ones there is a"
                    " short wait; nobody is locked out for good."
                ),
                N_(
                    "Not an owner: an owner opens 'Staff' and gives him a new password. At his"
                    " first sign-in he chooses his own."
                ),
                N_(
                    "An owner: fetch the recovery sheet and choose 'Use the recovery sheet' at the"
                    " door."
                ),
                N_("Scan its code or type its four lines, then set a new password."),
                N_(
                    "Print the new recovery sheet at once, read it back, lock it away. Shred the"
                    " old one."
                ),
                N_(
                    "All passwords and the sheet lost: nobody can open this book. Keep the paper"
                    " and begin a new book."
                ),
            ),
        ),
        Emergency.STICK_LOST: Card(
            title=N_("A backup stick is lost"),
            when=N_("A stick with copies is not where it belongs."),
            steps=(
                N_(
                    "A finder sees numbers, times and sizes, no names and no amounts. It opens only"
                    " with an owner's password of its day, or with the recovery sheet."
                ),
                N_(
                    "If the sheet or a password was with it, take the card 'Data has leaked' as"
                    " well."
                ),
                N_("Take another stick and make a backup now. Wait until it is proved."),
                N_(
                    "If somebody could know an owner's password, the owner changes it (menu File)."
                    " The lost stick still opens with the old one."
                ),
                N_("Write down when and where it was seen last, and who had it."),
            ),
        ),
        Emergency.DATA_LEAKED: Card(
            title=N_("Data has leaked"),
            when=N_(
                "A stranger may have seen customers' data: a PC or a stick stolen with its"
                " password, a table sent to the wrong one."
            ),
            steps=(
                N_("Lock the book (Ctrl+L). Write down the time, what it is about, who noticed."),
                N_(
                    "Whoever's password may be known changes it (menu File). An owner gives the"
                    " book a new key (command line: ledgerdesk rotate) and prints a new recovery"
                    " sheet."
                ),
                N_(
                    "If it was somebody who works here: bar him under 'Staff', or let him go for"
                    " good."
                ),
                N_(
                    "See in the log who exported, printed or looked at protected numbers; export a"
                    " proof of the log."
                ),
                N_(
                    "The law (PIPL, Article 57) asks to act at once and to tell the authority and"
                    " the people concerned: what, why, what harm, what was done, whom to ask."
                ),
                N_("Stolen: call the police, 110, and have it recorded."),
            ),
        ),
    }
)
TITLE = N_("Emergency cards")


def card_in(translator: Translator, which: Emergency) -> Card:
    """Give a card in the translator's language."""
    card = CARDS[which]
    return Card(
        title=translator.text(card.title),
        when=translator.text(card.when),
        steps=tuple(translator.text(step) for step in card.steps),
    )


def people_lines(translator: Translator, contacts: Contacts) -> tuple[str, ...]:
    """Say whom to call, one line each; where nobody is named, say so."""
    if contacts.damaged:
        return (
            translator.text(
                "Whom to call cannot be read: the file beside the book is damaged. An owner sets it"
                " again in the program."
            ),
        )
    if not contacts.people:
        return (translator.text("Nobody is named yet. An owner names whom to call."),)
    words = (N_("Call {person}: {phone}"), N_("If there is no answer, {person}: {phone}"))
    return tuple(
        translator.text(word, person=one.person, phone=one.phone)
        for word, one in zip(words, contacts.people, strict=False)
    )
