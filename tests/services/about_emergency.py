"""The verbs of the emergency cards, each made ready for one call."""

from collections.abc import Mapping

from tests.services.verb import Verb

from ledgerdesk.core.emergency import Contact

WANG = Contact(person="王敏", phone="138 0013 8000")
LI = Contact(person="李强", phone="010-8888 6666")

EMERGENCY: Mapping[str, Verb] = {
    "emergency.change": Verb(
        action="emergency.change",
        prepare=lambda ledger, _: lambda: ledger.emergency.change((WANG, LI)),
        entries=1,
    ),
    "emergency.look": Verb(
        action="emergency.look", prepare=lambda ledger, _: ledger.emergency.look
    ),
}
