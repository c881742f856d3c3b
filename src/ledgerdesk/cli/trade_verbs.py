"""`record`, `reviews`, `review`: trades from a script, and the second look at them."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.cli.door import given_password, with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import line_amount, parse_amount, parse_quantity
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.reviews import Review
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.i18n.review_words import causes_words, state_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.services.access import Credential
from ledgerdesk.services.transactions import Recorded

MOST_BYTES = 1 << 20
_TEXTS = {"customer", "payer", "payer_title", "date", "late_reason", "note"}
_SUMS = {"discount", "deposit"}
_FIELDS = _TEXTS | _SUMS | {"lines", "parts", "receipt", "draft", "on_account", "keep_rest"}
_LINE = {"item", "unit", "quantity", "price", "amount", "note"}
_PART = {"method", "amount", "detail"}


def record(options: argparse.Namespace, translator: Translator) -> Answer:
    """Record a trade with its lines from JSON, with its receipt, without one, or as a draft."""
    asked = _asked(options.from_json)
    if asked.get("draft") is True:
        return _keep(asked, options, translator)
    draft = _trade(asked)
    wish = None
    if asked.get("receipt", True) is True:
        wish = wish_for(Paper(options.paper), strict=options.strict)
    second = None
    if options.cosigner is not None:
        password = given_password(options.cosigner_password_file, translator, "cosigner")
        second = Credential(password=password, login=options.cosigner)

    def work(ledger: Ledger) -> Recorded:
        final = draft
        if asked.get("customer"):
            known = ledger.customers.by_code(str(asked["customer"]))
            final = replace(draft, customer_pub=known.pub)
        return ledger.transactions.record(final, wish, beside=second).value

    done = with_ledger(options, translator, work)
    number = None if done.issued is None else done.issued.number
    answer = {
        "trade": done.trade_pub,
        "customer": done.customer_code,
        "number": number,
        "owed_fen": done.owed_fen,
        "kept_fen": done.kept_fen,
    }
    return Answer(answer, (translator.text("Recorded: {number}", number=number or done.trade_pub),))


def reviews(options: argparse.Namespace, translator: Translator) -> Answer:
    """List what waits for a second look, or what was returned and still stands."""
    found = with_ledger(
        options,
        translator,
        lambda ledger: ledger.reviews.returned() if options.returned else ledger.reviews.waiting(),
    )
    lines = tuple(_line(one, translator) for one in found)
    return Answer({"reviews": [_review(one) for one in found]}, lines)


def review(options: argparse.Namespace, translator: Translator) -> Answer:
    """Pass or return what waits."""

    def work(ledger: Ledger) -> Review:
        if options.verdict == "pass":
            return ledger.reviews.pass_(options.review, reason=options.reason).value
        return ledger.reviews.give_back(options.review, reason=options.reason).value

    found = with_ledger(options, translator, work)
    return Answer(_review(found), (_line(found, translator),))


def _review(one: Review) -> dict[str, Any]:
    decided_at = one.decided_at
    return {
        "review": one.pub,
        "subject": one.subject.value,
        "subject_id": one.subject_pub,
        "number": one.number,
        "customer": one.customer_code,
        "causes": [cause.value for cause in one.causes],
        "compared": [
            {"name": row.name, "before": row.before, "after": row.after} for row in one.compared
        ],
        "state": one.state.value,
        "asked_at": one.asked_at.isoformat(timespec="seconds"),
        "asked_by": one.asked_by,
        "decided_at": None if decided_at is None else decided_at.isoformat(timespec="seconds"),
        "decided_by": one.decided_by,
        "reason": one.reason,
        "self_review": one.is_alone,
    }


def _line(one: Review, translator: Translator) -> str:
    causes = causes_words(translator, one.causes)
    state = state_words(translator, one.state, is_alone=one.is_alone)
    return f"{one.pub}  {one.number or '—'}  {one.customer_name}  {causes}  {state}"


def _asked(source: str) -> Mapping[str, Any]:
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as opened:
                raw = opened.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise KnownError(Code.FILE_NOT_FOUND, field="from_json") from error
    except OSError as error:
        raise KnownError(Code.IO_FAILED, field="from_json") from error
    if len(raw) > MOST_BYTES:
        raise _refusal("from_json", "too_long")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise _refusal("from_json", "json") from error
    asked = _object(found, _FIELDS, "from_json")
    for name in _TEXTS & asked.keys():
        _text(asked, name, name)
    return asked


def _trade(asked: Mapping[str, Any]) -> TradeDraft:
    lines = tuple(_line_of(one, f"lines.{n}") for n, one in enumerate(_list(asked, "lines")))
    parts = tuple(_part_of(one, f"parts.{n}") for n, one in enumerate(_list(asked, "parts")))
    traded_on = None
    if asked.get("date"):
        traded_on = parse_date(asked["date"], today=date.today())  # noqa: DTZ011 - only fills a year
    return TradeDraft(
        lines=lines,
        parts=parts,
        payer=None if asked.get("customer") else asked.get("payer"),
        customer_pub=None,
        payer_title=asked.get("payer_title"),
        traded_on=traded_on,
        note=asked.get("note") or "",
        late_reason=asked.get("late_reason") or "",
        discount_fen=_sum_of(asked, "discount"),
        deposit_fen=_sum_of(asked, "deposit"),
        on_account=asked.get("on_account") is True,
        keep_rest=asked.get("keep_rest") is True,
    )


def _sum_of(asked: Mapping[str, Any], name: str) -> int:
    return 0 if asked.get(name) is None else parse_amount(_text(asked, name, name))


def _line_of(found: object, field: str) -> Line:
    line = _object(found, _LINE, field)
    quantity = 1000
    if line.get("quantity") is not None:
        quantity = parse_quantity(_text(line, "quantity", f"{field}.quantity"))
    price = None
    if line.get("price") is not None:
        price = parse_amount(_text(line, "price", f"{field}.price"))
    if line.get("amount") is not None:
        amount = parse_amount(_text(line, "amount", f"{field}.amount"))
    elif price is not None:
        made = line_amount(quantity, price)
        if made is None:
            raise _refusal(f"{field}.amount", "not_whole_fen")
        amount = made
    else:
        raise _refusal(f"{field}.amount", "required")
    return Line(
        item=_text(line, "item", f"{field}.item"),
        unit=_text(line, "unit", f"{field}.unit"),
        note=_text(line, "note", f"{field}.note"),
        quantity_milli=quantity,
        price_fen=price,
        amount_fen=amount,
    )


def _part_of(found: object, field: str) -> PaymentPart:
    part = _object(found, _PART, field)
    name = _text(part, "method", f"{field}.method")
    if name not in {method.value for method in Method if method is not Method.IMPORTED}:
        raise _refusal(f"{field}.method", "unknown")
    return PaymentPart(
        method=Method(name),
        amount_fen=parse_amount(_text(part, "amount", f"{field}.amount")),
        detail=_text(part, "detail", f"{field}.detail"),
    )


def _keep(asked: Mapping[str, Any], options: argparse.Namespace, translator: Translator) -> Answer:
    """Keep what was given as a half-typed form, for the window to go on with."""
    texts: dict[str, str] = {}
    for name, field in (("payer", "customer"), ("payer_title", "payer"), ("date", "date")):
        texts[field] = str(asked.get(name) or "")
    texts["note"] = str(asked.get("note") or "")
    texts["late_reason"] = str(asked.get("late_reason") or "")
    texts["customer_code"] = str(asked.get("customer") or "")
    for number, one in enumerate(_list(asked, "lines")):
        line = _object(one, _LINE, f"lines.{number}")
        for name in _LINE - {"note"}:
            texts[f"lines.{number}.{name}"] = _text(line, name, f"lines.{number}.{name}")
    parts = _list(asked, "parts")
    if parts:
        part = _object(parts[0], _PART, "parts.0")
        texts["method"] = _text(part, "method", "parts.0.method")
    kept = {name: text for name, text in texts.items() if text}

    pub = Chance(RealClock()).pub()

    def work(ledger: Ledger) -> None:
        ledger.drafts.keep(Draft(pub=pub, form=Form.TRADE, texts=kept))

    with_ledger(options, translator, work)
    return Answer({"draft": pub}, (translator.text("Kept as a draft."),))


def _object(found: object, names: set[str], field: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise _refusal(field, "json")
    unknown = sorted(set(found) - names)
    if unknown:
        raise KnownError(
            Code.BAD_VALUE, field=field, reason="json_field", name=str(unknown[0])[:40]
        )
    return found


def _list(asked: Mapping[str, Any], name: str) -> list[Any]:
    found = asked.get(name, [])
    if not isinstance(found, list):
        raise _refusal(name, "json")
    return found


def _text(found: Mapping[str, Any], name: str, field: str) -> str:
    """Give a text or a whole number as it was written: a float would not be exact."""
    value = found.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _refusal(field, "json_text")
    return str(value)


def _refusal(field: str, reason: str) -> KnownError:
    return KnownError(Code.BAD_VALUE, field=field, reason=reason)


def add_trades(verbs: Any, opened: argparse.ArgumentParser, papers: list[str]) -> None:
    """Add the verbs to the parser."""
    verb = verbs.add_parser("record", parents=[opened], help="record a trade with its lines")
    verb.add_argument("--from-json", required=True, metavar="FILE", help="or - for the input")
    verb.add_argument("--paper", choices=papers, default=Paper.A5.value)
    verb.add_argument("--strict", action="store_true", help="an amber stops with needs_answer")
    verb.add_argument("--cosigner", metavar="NAME", help="who stands by where a rule asks")
    verb.add_argument("--cosigner-password-file", type=Path)
    listed = verbs.add_parser("reviews", parents=[opened], help="list what waits for a review")
    listed.add_argument("--returned", action="store_true", help="what was returned and stands")
    decided = verbs.add_parser("review", parents=[opened], help="pass or return what waits")
    decided.add_argument("review", metavar="ID", help="as reviews gives it")
    decided.add_argument("verdict", choices=["pass", "return"])
    decided.add_argument("--reason", default="", help="needed to return")
