"""Run the benchmarks: `python -m bench [--small] [--json] [--page]`.

`--page` writes the table of goals into docs/benchmarks.md, between its two marks.
"""

import argparse
import json
from datetime import date
from pathlib import Path

from bench import (
    backup,
    customers,
    goals,
    opening,
    receipts_pdf,
    saves,
    start,
    trades,
    window_customers,
)

FULL = (10_000, 1_000_000)
SMALL = (1_000, 10_000)
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- goals -->", "<!-- /goals -->"


def main() -> None:
    """Measure and print one table, or one JSON object."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--small", action="store_true", help="small books, within a minute")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--page", action="store_true", help="write docs/benchmarks.md as well")
    options = parser.parse_args()
    figures = {
        **saves.measure(SMALL if options.small else FULL),
        **start.measure(SMALL[0], 5 if options.small else start.ROUNDS),
        **opening.measure(SMALL[1] if options.small else 100_000),
        **customers.measure(customers.SMALL if options.small else customers.SIZE),
        **window_customers.measure(customers.SMALL if options.small else customers.SIZE),
        **trades.measure(trades.SMALL if options.small else trades.SIZE),
        **receipts_pdf.measure(),
        **backup.measure(20 if options.small else 100),
    }
    if options.json:
        said = {"goals": goals.answered(figures), "figures": figures}
        print(json.dumps(said, ensure_ascii=False))
        return
    for name, value in figures.items():
        print(f"{value:12.3f}  {name}")
    print()
    print(goals.table(figures), end="")
    if options.page:
        write_page(PAGE, goals.table(figures), small=options.small)


def write_page(page: Path, table: str, *, small: bool) -> None:
    """Put the table between the marks of a page; what stands around it stays."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    size = "small books" if small else "books of 10,000 and 1,000,000 trades, 100,000 customers"
    told = f"Run of {date.today().isoformat()}, {size}.\n"  # noqa: DTZ011 - this PC's own day
    page.write_text(f"{before}{BEGIN}\n\n{told}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
