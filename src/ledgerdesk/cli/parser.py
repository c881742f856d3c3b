"""The words of the command line (docs/cli.md); passwords are never among them."""

import argparse
from datetime import date
from pathlib import Path

from ledgerdesk import __version__
from ledgerdesk.cli.catalogue_verbs import add_catalogue
from ledgerdesk.cli.exact import Parser, Verbs
from ledgerdesk.cli.form_verbs import add_forms
from ledgerdesk.cli.payment_verbs import add_payments
from ledgerdesk.cli.period_verbs import add_periods
from ledgerdesk.cli.quality_words import add_corrections, add_merging, add_quality
from ledgerdesk.cli.report_verbs import add_reports
from ledgerdesk.cli.series_verbs import add_series
from ledgerdesk.cli.stock_verbs import add_stock
from ledgerdesk.cli.trade_list_verbs import add_narrowing, add_trade_list
from ledgerdesk.cli.trade_verbs import add_trades
from ledgerdesk.core.identity import Kind
from ledgerdesk.core.importing import Doubtful
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.rotation import Keep
from ledgerdesk.core.staff import Role
from ledgerdesk.core.tables import Format
from ledgerdesk.core.trade_lists import Fits
from ledgerdesk.core.transactions import DESK_METHODS

METHODS = [method.value for method in DESK_METHODS]
LANGUAGES = ["zh", "en", "both"]
PAPERS = [paper.value for paper in Paper]
FORMATS = [shape.value for shape in Format]
EXPORTS = ["receipts", "transactions", "customers"]
DOUBTFUL = [one.value for one in Doubtful]
STATES = ["incomplete", "complete", "due"]
ROLES = [role.value for role in Role]
KINDS = [kind.value for kind in Kind]


def name_of(options: argparse.Namespace) -> str:
    """Name the verb that was parsed: `check`, or of a noun with several, `audit verify`."""
    deed = getattr(options, "deed", None)
    return options.verb if deed is None else f"{options.verb} {deed}"


def build() -> Parser:
    """Build the parser of every verb."""
    parser = Parser(prog="ledgerdesk", description="LedgerDesk 收据、客户、备份")
    parser.add_argument("--version", action="version", version=f"LedgerDesk {__version__}")
    parser.add_argument("--vault", type=Path, help="open the window at this vault")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser, required=True)
    spoken = _spoken()
    opened = _opened(spoken)
    _init(verbs, spoken)
    _issue(verbs, opened)
    add_trades(verbs, opened, PAPERS)
    add_payments(verbs, opened, PAPERS)
    add_trade_list(verbs, opened)
    add_series(verbs, deeds_of(verbs, "series", "series of numbers"), opened)
    add_stock(deeds_of(verbs, "stock", "numbered pre-printed paper"), opened)
    add_forms(verbs, deeds_of(verbs, "template", "how receipts look"), opened)
    add_periods(deeds_of(verbs, "period", "closed months and years"), opened)
    add_reports(verbs, _door)
    add_catalogue(deeds_of(verbs, "service", "what the office sells"), opened)
    _tables(verbs, opened)
    _receipts(verbs, opened)
    _changes(verbs, opened)
    _reads(verbs, opened)
    _audit(verbs, opened)
    _days(verbs, opened)
    add_merging(verbs, opened)
    add_quality(deeds_of(verbs, "quality", "doubtful customers"), opened)
    add_corrections(deeds_of(verbs, "correction", "values said to be wrong"), opened)
    _backups(verbs, spoken, opened)
    _staff(verbs, opened)
    _keys(verbs, spoken, opened)
    _without_vault(verbs, spoken)
    return parser


def _spoken() -> Parser:
    spoken = Parser(add_help=False)
    _speech(spoken)
    return spoken


def _speech(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--lang", choices=["zh", "en"], help="language of what is said")


def _opened(spoken: Parser) -> Parser:
    opened = Parser(add_help=False, parents=[spoken])
    _book(opened)
    return opened


def _book(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("vault", type=Path, metavar="VAULT")
    parser.add_argument("--user", help="who works; may be left out while there is only one")
    parser.add_argument("--password-file", type=Path, help="file with the password")


def _door(parser: argparse.ArgumentParser) -> None:
    """Add the book behind a verb's own words, as `report daily VAULT` has it."""
    _speech(parser)
    _book(parser)


def _init(verbs: Verbs, spoken: Parser) -> None:
    verb = verbs.add_parser("init", parents=[spoken], help="create a vault")
    verb.add_argument("vault", type=Path, metavar="VAULT")
    verb.add_argument("--firm", required=True)
    verb.add_argument("--owner", required=True)
    verb.add_argument("--password-file", type=Path)
    verb.add_argument("--recovery-out", type=Path, required=True, metavar="FILE")
    verb.add_argument("--recovery-sheet", type=Path, metavar="PDF")
    verb.add_argument("--pattern", help="shape of the receipts' numbers: SJ{yyyy}-{000000}")
    verb.add_argument("--first-number", type=int, default=1, help="first number of this period")


def _issue(verbs: Verbs, opened: Parser) -> None:
    verb = verbs.add_parser("issue", parents=[opened], help="record a trade, issue its receipt")
    who = verb.add_argument_group("customer")
    who.add_argument("--payer", help="name on the receipt; a new name becomes a customer")
    who.add_argument("--customer", metavar="CODE", help="a customer's number, such as C000123")
    verb.add_argument("--item", required=True)
    verb.add_argument("--amount", required=True)
    verb.add_argument("--method", required=True, choices=METHODS)
    verb.add_argument("--detail", default="", help="bank and last four digits, cheque number")
    verb.add_argument("--date", help="the trade's own date, not after today")
    verb.add_argument("--note", default="")
    verb.add_argument("--paper", choices=PAPERS, default=Paper.A5.value)
    verb.add_argument("--series", metavar="CODE", help="another series than the office's own")
    verb.add_argument("--language", choices=LANGUAGES, help="of the receipt; else the office's")
    verb.add_argument("--pdf", type=Path, metavar="OUT")
    verb.add_argument("--strict", action="store_true", help="an amber stops with needs_answer")


def _tables(verbs: Verbs, opened: Parser) -> None:
    taken = verbs.add_parser("import", parents=[opened], help="take a table of trades in")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument(
        "--doubtful", choices=DOUBTFUL, default="new", help="customers known by name alone"
    )
    taken.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")
    verbs.add_parser("imports", parents=[opened], help="list what was imported")
    undone = verbs.add_parser("take-back", parents=[opened], help="take a whole import back")
    undone.add_argument("batch", metavar="IMPORT", help="its id, as imports lists it")
    undone.add_argument("--reason", required=True)
    handed = verbs.add_parser("export", parents=[opened], help="hand a table out")
    handed.add_argument("what", choices=EXPORTS, metavar="WHAT", help=", ".join(EXPORTS))
    handed.add_argument(
        "--format", choices=[*FORMATS, "pdf"], required=True, help="pdf: receipts, into a folder"
    )
    handed.add_argument("out", type=Path, metavar="OUT")
    add_narrowing(handed)
    chosen = handed.add_argument_group("customers, and transactions where it fits them")
    chosen.add_argument("--find", default="", help="name, pinyin or phone")
    chosen.add_argument("--category", help="prospect, active, dormant, ended or an own word")
    chosen.add_argument("--tag")
    chosen.add_argument("--clerk", metavar="NAME", help="who is responsible")
    states = [*STATES, *(fits.value for fits in Fits)]
    chosen.add_argument("--state", choices=states, help="of the card; due: to be verified")
    handed.add_argument("--plain", action="store_true", help="ID and bank numbers in clear")
    handed.add_argument("--reason", default="", help="why they are needed in clear; logged")
    copied = verbs.add_parser(
        "copy-of", parents=[opened], help="write what is held of a customer, for himself"
    )
    copied.add_argument("customer", metavar="CODE")
    copied.add_argument("folder", type=Path, metavar="FOLDER")
    copied.add_argument("--plain", action="store_true", help="ID and bank numbers in clear")
    copied.add_argument("--reason", default="", help="who asked; logged")


def _receipts(verbs: Verbs, opened: Parser) -> None:
    verb = verbs.add_parser("receipts", parents=[opened], help="list receipts and their numbers")
    verb.add_argument("--from", dest="first", type=date.fromisoformat, metavar="D")
    verb.add_argument("--to", dest="last", type=date.fromisoformat, metavar="D")


def _changes(verbs: Verbs, opened: Parser) -> None:
    void = verbs.add_parser("void", parents=[opened], help="void a receipt")
    void.add_argument("number", metavar="NUMBER")
    void.add_argument("--reason", required=True)
    void.add_argument("--spoiled", action="store_true", help="only the paper: issue it anew")
    void.add_argument("--paper", choices=PAPERS)
    void.add_argument("--pdf", type=Path, metavar="OUT")
    reverse = verbs.add_parser("reverse", parents=[opened], help="take a receipt back in red")
    reverse.add_argument("number", metavar="NUMBER")
    reverse.add_argument("--reason", required=True)
    reverse.add_argument("--paper", choices=PAPERS)
    reverse.add_argument("--pdf", type=Path, metavar="OUT")
    reprint = verbs.add_parser("reprint", parents=[opened], help="print a receipt again")
    reprint.add_argument("number", metavar="NUMBER")
    reprint.add_argument("--paper", choices=PAPERS)
    reprint.add_argument("--pdf", type=Path, metavar="OUT", required=True)


def _reads(verbs: Verbs, opened: Parser) -> None:
    find = verbs.add_parser("find", parents=[opened], help="find customers")
    find.add_argument("text", metavar="TEXT")
    verbs.add_parser("check", parents=[opened], help="check the whole book")


def _audit(verbs: Verbs, opened: Parser) -> None:
    deeds = deeds_of(verbs, "audit", "the log nobody can quietly edit")
    deeds.add_parser("verify", parents=[opened], help="verify the whole log")
    export = deeds.add_parser("export", parents=[opened], help="write a proof of the log")
    export.add_argument("folder", type=Path, metavar="FOLDER")


def _days(verbs: Verbs, opened: Parser) -> None:
    deeds = deeds_of(verbs, "day", "business days and their close")
    for deed, words in (
        ("control", "look at the whole desk before going home"),
        ("show", "look at a business day"),
        ("close", "close a business day and every earlier one that is open"),
        ("reopen", "open the last close again"),
    ):
        verb = deeds.add_parser(deed, parents=[opened], help=words)
        if deed == "control":
            continue
        verb.add_argument(
            "--date", type=date.fromisoformat, metavar="D", required=deed == "reopen",
            help="the business day; today without it",
        )  # fmt: skip
        if deed == "close":
            verb.add_argument("--counted", metavar="JSON", help="what was counted, by method")
        if deed != "show":
            verb.add_argument("--reason", required=deed == "reopen", default="")
        if deed != "reopen":
            verb.add_argument("--pdf", type=Path, metavar="OUT", help="the slip of a closed day")


def deeds_of(verbs: Verbs, noun: str, words: str) -> Verbs:
    """Add a noun whose verbs are its second word."""
    parser = verbs.add_parser(noun, help=words)
    return parser.add_subparsers(dest="deed", metavar="VERB", required=True, parser_class=Parser)


def _backups(verbs: Verbs, spoken: Parser, opened: Parser) -> None:
    backup = verbs.add_parser("backup", parents=[opened], help="write a proved backup")
    backup.add_argument("folder", type=Path, metavar="FOLDER")
    backup.add_argument(
        "--if-due",
        action="store_true",
        help="only where the plan asks for it, with the key this PC keeps instead of a password",
    )
    rotate = verbs.add_parser(
        "rotate-backups", parents=[spoken], help="let the old backups of a folder go"
    )
    rotate.add_argument("folder", type=Path, metavar="FOLDER")
    rotate.add_argument("--keep", default=Keep().text, metavar="DAYS/WEEKS/MONTHS")
    rotate.add_argument("--dry-run", action="store_true", help="only say which would go")
    verify = verbs.add_parser("verify", parents=[spoken], help="verify a backup, restore nothing")
    verify.add_argument("file", type=Path, metavar="FILE")
    restore = verbs.add_parser("restore", parents=[spoken], help="restore into a new folder")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("vault", type=Path, metavar="NEW_VAULT")
    restore.add_argument(
        "--replace",
        action="store_true",
        help="put it in the place of the vault that is there; the old one is kept beside it",
    )
    restore.add_argument(
        "--last-number",
        action="append",
        default=[],
        metavar="SERIES=NUMBER",
        help="the last number on paper, such as SJ=SJ2026-000124; once per series and period",
    )
    drill = verbs.add_parser("drill", parents=[spoken], help="try whether a backup can be restored")
    drill.add_argument("file", type=Path, metavar="FILE")
    drill.add_argument("--out", type=Path, help="write the certificate as a PDF")
    for verb in (verify, restore, drill):
        key = verb.add_mutually_exclusive_group()
        key.add_argument("--password-file", type=Path, help="file with an owner's password")
        key.add_argument("--recovery-file", type=Path, help="file with the printed recovery key")


def _staff(verbs: Verbs, opened: Parser) -> None:
    deeds = deeds_of(verbs, "staff", "who works here")
    deeds.add_parser("list", parents=[opened], help="list everybody who ever worked here")
    for deed, words in (
        ("add", "let somebody in"),
        ("disable", "switch an account off"),
        ("enable", "switch an account on again"),
        ("remove", "remove somebody for good; the book gets a new key"),
        ("role", "give somebody another role"),
        ("rename", "give somebody another name"),
        ("reset", "give somebody who forgot his password another one"),
    ):
        verb = deeds.add_parser(deed, parents=[opened], help=words)
        verb.add_argument("--name", required=True, help="the name he signs in with")
        if deed in {"add", "role"}:
            verb.add_argument("--role", choices=ROLES, required=True)
        if deed in {"add", "reset"}:
            _new_password(verb)
        if deed == "rename":
            verb.add_argument("--new-name", required=True)


def _keys(verbs: Verbs, spoken: Parser, opened: Parser) -> None:
    passwd = verbs.add_parser("passwd", parents=[opened], help="change one's own password")
    _new_password(passwd)
    passwd.add_argument(
        "--somebody-knows", action="store_true", help="give the book a new key as well"
    )
    recover = verbs.add_parser("recover", parents=[spoken], help="a new password by the sheet")
    recover.add_argument("vault", type=Path, metavar="VAULT")
    recover.add_argument("--user", help="which owner; may be left out while there is only one")
    recover.add_argument("--recovery-file", type=Path, required=True, metavar="FILE")
    recover.add_argument(
        "--block-file", type=Path, metavar="FILE", help="the sheet's sealed block, if apart"
    )
    _new_password(recover)
    verbs.add_parser("rotate", parents=[opened], help="give the book a new key")
    sheet = verbs.add_parser("sheet", parents=[opened], help="issue the recovery sheet anew")
    sheet.add_argument("--recovery-file", type=Path, metavar="FILE", help="read the sheet back")
    for verb in (recover, sheet):
        verb.add_argument("--recovery-out", type=Path, metavar="FILE")
        verb.add_argument("--recovery-sheet", type=Path, metavar="PDF")


def _new_password(verb: Parser) -> None:
    verb.add_argument("--new-password-file", type=Path, metavar="FILE")


def _without_vault(verbs: Verbs, spoken: Parser) -> None:
    capitals = verbs.add_parser("capitals", parents=[spoken], help="an amount in capitals")
    capitals.add_argument("amount", metavar="AMOUNT")
    check_id = verbs.add_parser("check-id", parents=[spoken], help="check somebody's number")
    check_id.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    check_id.add_argument("value", metavar="VALUE")
    check_id.add_argument("--on", type=date.fromisoformat, metavar="DATE")
    verbs.add_parser("drives", parents=[spoken], help="the drives a backup may go to")
    cards = verbs.add_parser("emergency", parents=[spoken], help="what to do in an emergency")
    cards.add_argument("vault", type=Path, metavar="VAULT", nargs="?")
    cards.add_argument("--out", type=Path, metavar="FILE", help="the cards as a PDF to print")
    verbs.add_parser("self-test", parents=[spoken], help="versions and options asserted")
