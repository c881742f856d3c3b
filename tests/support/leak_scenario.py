"""A full day with a mark in every field, run in a process of its own and looked through.

    python leak_scenario.py FOLDER [--leak]

`--leak` is the control: it leaves what a careless program leaves.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.support.leaks import (
    CARD,
    ID_NUMBER,
    MARKED,
    PASSWORD,
    PHONE,
    leaks_in_descriptors,
    marks,
)

from ledgerdesk.bootstrap import House, Ledger, SheetFiles, wish_for
from ledgerdesk.cli import run as cli
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.staff import Role
from ledgerdesk.core.tables import Format
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import application_folder
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.export_rows import What
from ledgerdesk.services.steps.vaults.creating import Plan
from ledgerdesk.vault.kdf import FLOOR

OWNER = "王敏"  # sign-in names stand in keys.json in the clear: see docs/decisions/010
A5 = wish_for(Paper.A5)
Found = dict[str, set[str]]


class Day:
    """One office and what was seen of it between its acts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        self.found: Found = {}
        self.house = House(
            clock=RealClock(),
            press=Lane("press"),
            per_user=application_folder(),
            cost=FLOOR,  # what the command line will open
        )
        self.wanted = marks((folder / "recovery.txt").read_text("ascii").strip()) if (
            folder / "recovery.txt"
        ).exists() else marks()  # fmt: skip

    def look(self) -> None:
        """Look through what is open now."""
        self.found |= leaks_in_descriptors(self.wanted)

    def create(self) -> None:
        plan = Plan(firm=f"{MARKED}事务所", owner=OWNER, password=PASSWORD)
        sheet = SheetFiles(line=self.folder / "recovery.txt", page=self.out / "sheet.pdf")
        self.house.create(self.folder / "v.ledgerdesk", plan, sheet)
        self.look()

    def open(self) -> Ledger:
        credential = Credential(login=OWNER, password=PASSWORD)
        return self.house.open(self.folder / "v.ledgerdesk", credential)


def customer() -> CustomerDraft:
    """Enter a mark in every field of a customer."""
    contacts = tuple(
        Contact(kind=kind, value=PHONE if kind is ContactKind.PHONE else f"{MARKED}{kind}",
                label=MARKED)
        for kind in ContactKind
    )  # fmt: skip
    return CustomerDraft(
        name=MARKED, company=f"{MARKED}公司", print_name=MARKED, pinyin="lou", contacts=contacts
    )


def trade(amount: int, **more: Any) -> TradeDraft:
    """Enter a mark in every field of a trade; a unit has no room for one on the paper."""
    lines = (Line(item=MARKED, unit="次", note=MARKED, amount_fen=amount),)
    part = PaymentPart(method=Method.BANK, amount_fen=amount, detail=MARKED)
    return TradeDraft(lines=lines, parts=(part,), note=MARKED, payer_title=MARKED, **more)


def work(day: Day, ledger: Ledger) -> None:
    """Do everything an office does, looking through the open files after each act."""
    for name in ("receipt.accountant", "receipt.cashier"):
        ledger.settings.change(name, MARKED[:12])
    pub = ledger.customers.add(customer()).value.pub
    ledger.customers.keep_number(pub, "cn_ric", ID_NUMBER, why=MARKED)
    ledger.customers.keep_number(pub, "bank_card", CARD)
    day.look()
    numbers = []
    for n in range(4):
        recorded = ledger.transactions.record(trade(10_000 + n, customer_pub=pub), A5).value
        assert recorded.issued is not None
        numbers.append(recorded.issued.number)
        day.look()
    ledger.receipts.write_pdf(numbers[0], day.out / "r.pdf")
    ledger.receipts.page(numbers[0])
    day.look()
    ledger.receipts.void_spoiled(numbers[1], reason=MARKED, wish=A5)
    ledger.receipts.void_trade(numbers[2], reason=MARKED)
    ledger.receipts.reverse(numbers[3], reason=MARKED, wish=A5)
    draft = Draft(pub=pub, form=Form.TRADE, texts={"payer": MARKED, "note": ID_NUMBER})
    ledger.drafts.keep(draft)
    day.look()
    for text in (MARKED, PHONE, ID_NUMBER, "lou"):
        ledger.customers.find(text)
    ledger.customers.reveal(pub, "cn_ric", why=MARKED)
    ledger.staff.add("小李", Role.CLERK, PASSWORD + "2")
    day.look()
    ledger.imports.run(day.folder / "in" / "t.csv")
    for what in What:
        for shape in Format:
            ledger.exports.run(what, shape, day.out / f"{what.value}.{shape.value}")
            day.look()
    ledger.audit.page()
    ledger.audit.history("customer", pub)
    assert ledger.audit.check().ok
    ledger.audit.export(day.folder / "proof")
    (day.folder / "stick").mkdir()
    ledger.backups.make(day.folder / "stick")
    day.look()
    refused(ledger, pub)
    day.look()


def refused(ledger: Ledger, pub: str) -> None:
    """Let things go wrong with marks in hand."""
    wrong = "110105194912310021"
    for act in (
        lambda: ledger.customers.keep_number(pub, "cn_ric", wrong),
        lambda: ledger.customers.by_code(MARKED),
        lambda: ledger.receipts.void_trade(MARKED, reason=MARKED),
        lambda: ledger.settings.change("firm.name", MARKED * 50),
        lambda: ledger.transactions.record(trade(-5, payer=MARKED), A5),
    ):
        with contextlib.suppress(KnownError):
            act()


def speak(day: Day) -> str:
    """Say errors and a bug on the command line; give back all that was printed."""
    said = io.StringIO()
    vault, password = str(day.folder / "v.ledgerdesk"), day.folder / "pw"
    words = (
        ["find", vault, MARKED],
        ["issue", vault, "--payer", MARKED, "--item", MARKED, "--amount", MARKED, "--method",
         "cash"],
        ["void", vault, MARKED, "--reason", MARKED],
    )  # fmt: skip
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        for verb in words:
            for how in ([], ["--json"]):
                cli.run([*verb, "--password-file", str(password), "--user", OWNER, *how])
    return said.getvalue()


def be_careless(day: Day) -> None:
    """Leave what the scan must find: a deleted file still open, a log line, a temporary file."""
    kept = tempfile.TemporaryFile(dir=day.folder / "tmp")  # noqa: SIM115 - it is to stay open
    kept.write(MARKED.encode("utf-16-le"))
    kept.flush()
    day.look()
    Path(tempfile.gettempdir(), "log.txt").write_text(f"saved {ID_NUMBER}", encoding="utf-8")
    (day.folder / "v.ledgerdesk" / "ledger.db.csv").write_text(PHONE, encoding="utf-8")


def watch_writing() -> set[str]:
    """Note every path that this process opens to write, however short it lives."""
    written: set[str] = set()

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            _, mode, flags = arguments
            writes = set(mode or "") & set("wax+")
            if writes or (flags or 0) & (os.O_WRONLY | os.O_RDWR):
                written.add(os.fsdecode(arguments[0]))

    sys.addaudithook(note)
    return written


def main(folder: Path, *, leak: bool) -> None:
    written = watch_writing()
    day = Day(folder)
    day.create()
    day = Day(folder)
    ledger = day.open()
    if leak:
        be_careless(day)
    else:
        work(day, ledger)
    ledger.lock()
    day.look()
    said = speak(day)
    day.house.press.close()
    told = {
        "found": {place: sorted(held) for place, held in day.found.items()},
        "said": said,
        "written": sorted(written),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), leak="--leak" in sys.argv[2:])
