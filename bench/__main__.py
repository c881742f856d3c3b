"""Run the benchmarks: `python -m bench [--small] [--json]`."""

import argparse
import json

from bench import backup, customers, opening, receipts_pdf, saves, start, trades, window_customers

FULL = (10_000, 1_000_000)
SMALL = (1_000, 10_000)


def main() -> None:
    """Measure and print one table, or one JSON object."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--small", action="store_true", help="small books, within a minute")
    parser.add_argument("--json", action="store_true")
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
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        print(f"{value:12.3f}  {name}")


if __name__ == "__main__":
    main()
