"""Run one verb: parse, act, answer; exit 0 done, 1 known error, 2 wrong usage, 3 a bug."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ledgerdesk.cli import (
    audit_verbs,
    backup_verbs,
    catalogue_verbs,
    day_verbs,
    drive_verbs,
    emergency_verbs,
    form_verbs,
    key_verbs,
    parser,
    payment_verbs,
    period_verbs,
    quality_verbs,
    report_verbs,
    self_test,
    series_verbs,
    staff_verbs,
    stock_verbs,
    table_verbs,
    trade_list_verbs,
    trade_verbs,
    verbs,
)
from ledgerdesk.cli.voice import admit, refuse, say, speak_utf8
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.translator import Translator, choose_language

VERBS: dict[str, verbs.Verb] = {
    "init": verbs.init,
    "import": table_verbs.take_in,
    "imports": table_verbs.list_imports,
    "take-back": table_verbs.take_back,
    "export": table_verbs.hand_out,
    "copy-of": table_verbs.copy_of,
    "backup": backup_verbs.backup,
    "rotate-backups": backup_verbs.rotate,
    "drill": backup_verbs.drill,
    "drives": drive_verbs.list_,
    "emergency": emergency_verbs.show,
    "verify": backup_verbs.verify,
    "restore": backup_verbs.restore,
    "issue": verbs.issue,
    "record": trade_verbs.record,
    "reviews": trade_verbs.reviews,
    "template export": form_verbs.export,
    "template import": form_verbs.import_,
    "template reset": form_verbs.reset,
    "verify-page": form_verbs.page,
    "verify-receipt": form_verbs.verify,
    "series list": series_verbs.list_,
    "series add": series_verbs.add,
    "series set": series_verbs.set_,
    "series hand-out": series_verbs.hand_out,
    "series return": series_verbs.take_back,
    "series register": series_verbs.register,
    "continuity": series_verbs.continuity,
    "stock list": stock_verbs.list_,
    "stock spoil": stock_verbs.spoil,
    "trades": trade_list_verbs.trades,
    "period list": period_verbs.list_,
    "period close": period_verbs.close,
    "owed": payment_verbs.owed,
    "pay": payment_verbs.pay,
    "refund": payment_verbs.refund,
    "forgo": payment_verbs.forgo,
    "review": trade_verbs.review,
    "report": report_verbs.report,
    "receipts": verbs.receipts,
    "void": verbs.void,
    "reverse": verbs.reverse,
    "reprint": verbs.reprint,
    "find": verbs.find,
    "check": audit_verbs.check,
    "audit verify": audit_verbs.verify,
    "audit export": audit_verbs.export,
    "merge": quality_verbs.merge,
    "unmerge": quality_verbs.unmerge,
    "day control": day_verbs.control,
    "day show": day_verbs.show,
    "day close": day_verbs.close,
    "day reopen": day_verbs.reopen,
    "quality list": quality_verbs.look,
    "quality ignore": quality_verbs.ignore,
    "quality ignored": quality_verbs.list_ignored,
    "quality reopen": quality_verbs.reopen,
    "correction request": quality_verbs.request,
    "correction list": quality_verbs.list_corrections,
    "correction approve": quality_verbs.approve,
    "correction refuse": quality_verbs.refuse,
    "service list": catalogue_verbs.list_all,
    "service add": catalogue_verbs.add,
    "service change": catalogue_verbs.change,
    "staff add": staff_verbs.add,
    "staff list": staff_verbs.list_people,
    "staff disable": staff_verbs.disable,
    "staff enable": staff_verbs.enable,
    "staff remove": staff_verbs.remove,
    "staff role": staff_verbs.change_role,
    "staff rename": staff_verbs.rename,
    "staff reset": staff_verbs.reset,
    "passwd": key_verbs.passwd,
    "recover": key_verbs.recover,
    "rotate": key_verbs.rotate,
    "sheet": key_verbs.sheet,
    "capitals": verbs.in_capitals,
    "check-id": verbs.check_id,
    "self-test": self_test.run,
}


def run(arguments: Sequence[str]) -> int:
    """Run the command line; give back the exit code."""
    speak_utf8()
    options = parser.build().parse_args(arguments)
    translator = Translator.load(choose_language(os.environ, options.lang))
    try:
        _refuse_impossible_paths(options)
        answer = VERBS[parser.name_of(options)](options, translator)
    except KnownError as error:
        return refuse(translator, error, as_json=options.json)
    except KeyboardInterrupt:
        return refuse(translator, KnownError(Code.CANCELLED), as_json=options.json)
    except Exception as error:  # noqa: BLE001 - whatever is not known is a bug and said so
        return admit(translator, error, as_json=options.json)
    try:
        return say(answer, as_json=options.json)
    except BrokenPipeError:
        # Whoever read has seen enough (`| head`); the interpreter's own last flush must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return answer.code


def _refuse_impossible_paths(options: argparse.Namespace) -> None:
    """Refuse a path no file system can hold, such as one too long, before a verb asks about it."""
    for field, value in vars(options).items():
        if not isinstance(value, Path):
            continue
        try:
            value.lstat()
        except OSError as error:
            if error.errno in {errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL}:
                raise KnownError(Code.BAD_VALUE, field=field, reason="path") from error
