"""A day of one office without a window, the whole way from the firm's table to the restored book.

    python packaging/demo.py OUT

Table → trades → receipts → backup → verify → restore with the sheet alone → both books checked
and compared. Leaves the vaults, the sheet, the backup, every receipt as PDF and some as page
images in OUT.
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
from ledgerdesk.services.receipts import Register
from ledgerdesk.services.steps.vaults.creating import Plan

ROWS = 50
PASSWORD = "four quiet sparrows count rice"  # noqa: S105 - the demo's own, printed beside its vault
FIRM = "杭州青禾会计师事务所（普通合伙）"
RARE = "𠮷野家商贸行"
METHODS = (Method.CASH, Method.WECHAT, Method.BANK, Method.ALIPAY, Method.CARD)
MADE = (
    *("receipts", "pages", "stick", "other-pc", "demo.ledgerdesk", "restored.ledgerdesk"),
    *("recovery.txt", "recovery.pdf", "password.txt"),
)
DPI = 110
TABLE = resource("samples", "customers.gb18030.csv")


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
    with TABLE.open(encoding="gb18030", newline="") as file:
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
        # Several customers of the table may have one name: the newest of them comes to the desk.
        known = [c for c in self._ledger.customers.find(row.name) if c.name == row.name]
        draft = TradeDraft(
            customer_pub=known[0].pub if known else None,
            payer=None if known else row.name,
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
        taken = self._ledger.imports.run(TABLE).value
        print(
            f"导入 {TABLE.name}：{taken.ok} 行，¥{format_fen(taken.sum_fen)}，"
            f"新客户 {taken.customers_new}，未收 {len(taken.errors)} 行"
        )
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
    (out / "stick").mkdir()
    vault = out / "demo.ledgerdesk"
    with Lane("press") as press:
        ok = _day(out, vault, real_house(press))
    print(f"{out}: demo.ledgerdesk, receipts/, pages/, stick/, recovery.pdf, restored.ledgerdesk")
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
        honest = day.run()
        made = ledger.backups.make(out / "stick").value
        print(f"备份 {made.path.name}：{made.size} 字节，已回读并试恢复")
        register = ledger.receipts.register()
    finally:
        ledger.lock()
    return _restored_is_equal(out, made.path, house, register) and honest


def _restored_is_equal(out: Path, backup: Path, house: House, register: Register) -> bool:
    """Restore on "another PC" with the file and the sheet alone, and compare both books."""
    sheet = Credential.from_recovery_text((out / "recovery.txt").read_text("ascii"))
    other = replace(house, per_user=out / "other-pc")
    verdict = other.verify_backup(backup, sheet)
    restored = other.restore(backup, out / "restored.ledgerdesk", sheet, ())
    proved = "真实完好" if verdict.authentic else "不能证明"
    print(f"核验：{proved}；凭恢复单恢复 {restored.receipts} 张收据")
    ledger = other.open(out / "restored.ledgerdesk", Credential(password=PASSWORD))
    try:
        report = ledger.audit.check()
        same = ledger.receipts.register() == register
    finally:
        ledger.lock()
    alike = "收据逐张相同" if same else "收据不同"
    print(f"两本账：{alike}；恢复的账：{'一切相符' if report.ok else report.findings}")
    return verdict.authentic and same and report.ok


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
