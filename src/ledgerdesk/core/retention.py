"""How long the law keeps what a receipt says of a customer.

会计档案管理办法 (2015) 第十四条 with its list: 30 years from 1 January of the year that follows.
PIPL 第47条: while a statutory period runs, use is stopped in the place of deletion.
"""

from datetime import date

YEARS = 30


def kept_until(last_traded: date | None) -> date | None:
    """Tell the first day on which a customer's data may go; None where no receipt keeps it."""
    return None if last_traded is None else date(last_traded.year + 1 + YEARS, 1, 1)
