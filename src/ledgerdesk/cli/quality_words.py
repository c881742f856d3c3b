"""The words of the verbs about doubtful cards."""

from ledgerdesk.cli.exact import Parser, Verbs
from ledgerdesk.core.corrections import FIELDS
from ledgerdesk.core.merging import CHOSEN
from ledgerdesk.core.quality import Rule


def add_merging(verbs: Verbs, opened: Parser) -> None:
    """Add `merge` and `unmerge`."""
    merge = verbs.add_parser("merge", parents=[opened], help="let a customer live on as another")
    merge.add_argument("keep", metavar="KEEP", help="number of the customer who stays")
    merge.add_argument("other", metavar="OTHER", help="number of the one who becomes him")
    merge.add_argument("--reason", default="")
    merge.add_argument(
        "--take",
        action="append",
        default=[],
        choices=CHOSEN,
        metavar="FIELD",
        help="take this field from the other: " + ", ".join(CHOSEN),
    )
    apart = verbs.add_parser("unmerge", parents=[opened], help="take a merge apart")
    apart.add_argument("code", metavar="CODE", help="number of the card that lives on as another")
    apart.add_argument("--reason", default="")


def add_quality(deeds: Verbs, opened: Parser) -> None:
    """Add the verbs of the noun `quality`."""
    listed = deeds.add_parser("list", parents=[opened], help="list doubtful cards")
    listed.add_argument("--rule", choices=[rule.value for rule in Rule])
    aside = deeds.add_parser("ignore", parents=[opened], help="put a finding aside")
    aside.add_argument("finding", metavar="FINDING", help="its name, as list gives it")
    aside.add_argument("--reason", required=True)
    deeds.add_parser("ignored", parents=[opened], help="list what was put aside")
    again = deeds.add_parser("reopen", parents=[opened], help="let a finding stand again")
    again.add_argument("ignored", metavar="ID", help="as ignored gives it")


def add_corrections(deeds: Verbs, opened: Parser) -> None:
    """Add the verbs of the noun `correction`."""
    asked = deeds.add_parser("request", parents=[opened], help="ask for a value to be put right")
    asked.add_argument("customer", metavar="CODE")
    asked.add_argument("--field", choices=FIELDS, required=True)
    asked.add_argument("--wrong", default="", help="what stands there; nothing adds a value")
    asked.add_argument("--correct", default="", help="what is right; nothing takes it away")
    asked.add_argument("--evidence", required=True)
    asked.add_argument("--verified-by", required=True, metavar="WHO")
    listed = deeds.add_parser("list", parents=[opened], help="list corrections that wait")
    listed.add_argument("--customer", metavar="CODE", help="all of one customer")
    for deed, words, needed in (
        ("approve", "put the value right", False),
        ("refuse", "leave the card as it is", True),
    ):
        decided = deeds.add_parser(deed, parents=[opened], help=words)
        decided.add_argument("correction", metavar="ID", help="as list gives it")
        decided.add_argument("--answer", required=needed, default="")
