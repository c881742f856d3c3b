"""What the verbs about second looks need before one call runs them."""

from collections.abc import Mapping
from pathlib import Path

from tests.services.verb import Call, Verb
from tests.support.still_office import trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.reviews import AMOUNT, Review


def asked(ledger: Ledger) -> Review:
    """Let a trade of 50.00 wait for a review."""
    ledger.settings.change(AMOUNT, "50")
    ledger.transactions.record(trade("客户0", 5_000))
    (found,) = ledger.reviews.waiting()
    return found


def pass_(ledger: Ledger, _: Path) -> Call:
    pub = asked(ledger).pub
    return lambda: ledger.reviews.pass_(pub)


def give_back(ledger: Ledger, _: Path) -> Call:
    pub = asked(ledger).pub
    return lambda: ledger.reviews.give_back(pub, reason="金额不对")


def of(ledger: Ledger, _: Path) -> Call:
    pub = asked(ledger).subject_pub
    return lambda: ledger.reviews.of(pub)


REVIEWS: Mapping[str, Verb] = {
    "reviews.give_back": Verb(action="reviews.decide", prepare=give_back, entries=1),
    "reviews.of": Verb(action="reviews.list", prepare=of),
    "reviews.pass_": Verb(action="reviews.decide", prepare=pass_, entries=1),
    "reviews.returned": Verb(
        action="reviews.list", prepare=lambda ledger, _: ledger.reviews.returned
    ),
    "reviews.waiting": Verb(
        action="reviews.list", prepare=lambda ledger, _: ledger.reviews.waiting
    ),
}
