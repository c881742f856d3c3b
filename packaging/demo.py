"""A day of one office without a window: the firm's table becomes receipts, checked to the last one.

    python packaging/demo.py OUT

Leaves a vault, its recovery sheet, every receipt as PDF and some as page images in OUT.
"""

import csv
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ledgerdesk.bootstrap import House, Ledger, SheetFiles, real_house, wish_for
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.money import format_fen, parse_amount
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.documents.read_back import page_image, read_back_problems
from ledgerdesk.resources import resource
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.creating import Plan

ROWS = 50
PASSWORD = "four quiet sparrows count rice"  # noqa: S105 - the demo's own, printed beside its vault
FIRM = "杭州青禾会计师事务所（普通合伙）"
RARE = "𠮷野家商贸行"
METHODS = (Method.CASH, Method.WECHAT, Method.BANK, Method.ALIPAY, Method.CARD)
MADE = ("receipts", "pages", "demo.ledgerdesk", "recovery.txt", "recovery.pdf", "password.txt")
DPI = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the firm's table that a receipt is issued for; the amount in 分."""

    name: str
    item: str
    traded_on: date
    amount_fen: int


def table_rows() -> Iterator[Row]:
    """Yield the good rows of the sample table; a row that cannot be read is left out."""
    today = date.today()  # noqa: DTZ011 - only tells future dates of the sample apart
    with resource("samples", "customers.gb18030.csv").open(encoding="gb18030", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        head = {name: place for place, name in enumerate(next(reader))}
        for cells in reader:
            try:
                row = Row(
                    name=cells[head["姓名"]].strip(),
                    item=cells[head["产品/服务类型"]].strip(),
                    traded_on=parse_date(cells[head["交易日期"]], today=today),
                    amount_fen=parse_amount(cells[head["交易金额"]]),
                )
            except KnownError:
                continue  # the import proper names such rows; the demo only needs good ones
            if row.name and row.item and row.amount_fen > 0 and row.traded_on <= today:
                yield row


class Day:
    """The office's day, step by step, each said in one line."""

    def __init__(self, out: Path, ledger: Ledger) -> None:
        self._receipts = out / "receipts"
        self._pages = out / "pages"
        self._ledger = ledger

    def issue(self, row: Row, paper: Paper, method: Method) -> str:
        """Record a trade, issue its receipt, save and read back the PDF; give back the number."""
        draft = TradeDraft(
            payer=row.name,
            lines=(Line(item=row.item, amount_fen=row.amount_fen, price_fen=row.amount_fen),),
            parts=(PaymentPart(method=method, amount_fen=row.amount_fen),),
            traded_on=row.traded_on,
        )
        issued = self._ledger.transactions.record(draft, wish_for(paper)).value.issued
        if issued is None:
            raise RuntimeError("no receipt was issued")
        self.save(issued.number, paper)
        return issued.number

    def save(self, number: str, paper: Paper, suffix: str = "") -> None:
        """Write a receipt's PDF and refuse one that does not say what the book says."""
        target = self._receipts / f"{number}-{paper.value}{suffix}.pdf"
        job = self._ledger.receipts.write_pdf(number, target, paper=paper)
        problems = read_back_problems(target.read_bytes(), job.page)
        if problems:
            raise RuntimeError(f"{target.name}: {problems}")

    def picture(self, pdf: Path) -> None:
        """Leave the first page of a PDF as a picture."""
        image = page_image(pdf.read_bytes(), 0, DPI)
        (self._pages / f"{pdf.stem}.png").write_bytes(image)

    def run(self) -> bool:
        """Play the day; True when everything is as the log says."""
        papers = (Paper.A5, Paper.CONTINUOUS_241_3)
        rows = [row for row, _ in zip(table_rows(), range(ROWS), strict=False)]
        numbers = [
            self.issue(row, papers[n % len(papers)], METHODS[n % len(METHODS)])
            for n, row in enumerate(rows)
        ]
        total = sum(row.amount_fen for row in rows)
        print(f"收据 {numbers[0]} … {numbers[-1]}：{len(numbers)} 张，¥{format_fen(total)}")
        for paper in papers:
            rare = replace(rows[0], name=RARE)
            print(f"{RARE}：{self.issue(rare, paper, Method.CASH)}（{paper.value}）")
        self._mend(numbers)
        marked = set(self._receipts.glob("*-void.pdf")) | set(self._receipts.glob("*-reprint.pdf"))
        for pdf in sorted(marked | set(sorted(self._receipts.glob("*.pdf"))[-6:])):
            self.picture(pdf)
        return self._check()

    def _mend(self, numbers: list[str]) -> None:
        receipts = self._ledger.receipts
        wish = wish_for(Paper.A5)
        spoiled = receipts.void_spoiled(numbers[0], reason="纸张打坏", wish=wish).value
        self.save(numbers[0], Paper.A5, "-void")
        if spoiled.reissued is not None:
            self.save(spoiled.reissued.number, Paper.A5)
            print(f"作废 {numbers[0]}，重开 {spoiled.reissued.number}")
        receipts.void_trade(numbers[1], reason="金额错误", copies="returned")
        self.save(numbers[1], Paper.CONTINUOUS_241_3, "-void")
        self.save(numbers[2], Paper.A5, "-reprint")
        red = receipts.reverse(numbers[3], reason="服务取消，退款", wish=wish).value
        self.save(red.number, Paper.A5)
        print(f"作废 {numbers[1]}，补打 {numbers[2]}，红字 {red.number} 冲销 {numbers[3]}")

    def _check(self) -> bool:
        report = self._ledger.audit.check()
        register = self._ledger.receipts.register()
        print(
            f"检查：收据 {report.receipts} 张，日志 {report.head.seq} 条，"
            f"缺号 {len(register.missing)}，{'一切相符' if report.ok else report.findings}"
        )
        return report.ok and not register.missing


def main(out: Path) -> int:
    """Run the demo into a folder; 0 when every check passed."""
    out.mkdir(exist_ok=True)
    for name in MADE:
        old = out / name
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)
    (out / "receipts").mkdir()
    (out / "pages").mkdir()
    vault = out / "demo.ledgerdesk"
    with Lane("press") as press:
        ok = _day(out, vault, real_house(press))
    print(f"{out}: demo.ledgerdesk, receipts/, pages/, recovery.pdf")
    return 0 if ok else 1


def _day(out: Path, vault: Path, house: House) -> bool:
    plan = Plan(firm=FIRM, owner="王敏", password=PASSWORD)
    house.create(vault, plan, SheetFiles(line=out / "recovery.txt", page=out / "recovery.pdf"))
    (out / "password.txt").write_text(PASSWORD + "\n", encoding="utf-8")
    print(f"新建 {vault.name}（{FIRM}）")
    ledger = house.open(vault, Credential(password=PASSWORD))
    try:
        day = Day(out, ledger)
        day.picture(out / "recovery.pdf")
        return day.run()
    finally:
        ledger.lock()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
