"""Which actions stand behind each word of the command line and each command of the window.

A face that learns a new word adds its row here: docs/roles.md is made of it, and tests compare both
faces with it. No action means that nothing of a book is touched.
"""

from collections.abc import Mapping

Actions = tuple[str, ...]

CLI: Mapping[str, Actions] = {
    "audit export": ("audit.export",),
    "audit verify": ("audit.verify",),
    "backup": ("backups.make",),
    "capitals": (),
    "check": ("audit.check",),
    "check-id": (),
    "copy-of": ("exports.person", "exports.plain"),
    "correction approve": ("corrections.decide",),
    "correction list": ("corrections.list",),
    "correction refuse": ("corrections.decide",),
    "correction request": ("corrections.request",),
    "export": ("exports.run", "exports.plain"),
    "find": ("customers.find",),
    "import": ("imports.run",),
    "init": (),
    "issue": ("transactions.record",),
    "merge": ("customers.merge",),
    "passwd": ("staff.change_password",),
    "quality ignore": ("quality.ignore",),
    "quality ignored": ("quality.look",),
    "quality list": ("quality.look",),
    "quality reopen": ("quality.ignore",),
    "receipts": ("receipts.list",),
    "recover": (),
    "reprint": ("receipts.reprint",),
    "restore": (),
    "reverse": ("receipts.reverse",),
    "rotate": ("keys.rotate",),
    "self-test": (),
    "sheet": ("sheet.look", "sheet.renew", "sheet.keep"),
    "staff add": ("staff.add",),
    "staff disable": ("staff.disable",),
    "staff enable": ("staff.enable",),
    "staff list": ("staff.list",),
    "staff remove": ("staff.remove",),
    "staff rename": ("staff.rename",),
    "staff reset": ("staff.reset_password",),
    "staff role": ("staff.change_role",),
    "unmerge": ("customers.merge",),
    "verify": (),
    "void": ("receipts.void",),
}

WINDOW: Mapping[str, Actions] = {
    "about": (),
    "find": ("customers.find",),
    "import": ("imports.run",),
    "issue": ("receipts.issue",),
    "judge_print": ("receipts.reprint",),
    "keys": (),
    "language": (),
    "lock": (),
    "log": ("audit.list",),
    "manual": (),
    "new_customer": ("customers.add",),
    "new_trade": ("transactions.record",),
    "own_password": ("staff.change_password",),
    "palette": ("customers.find", "receipts.list"),
    "paste_table": ("imports.run",),
    "place": (),
    "quality": ("quality.look",),
    "quit": (),
    "refresh": (),
    "reprint": ("receipts.reprint",),
    "reverse": ("receipts.reverse",),
    "save_pdf": ("receipts.reprint",),
    "security": (),
    "staff": ("staff.list",),
    "theme": (),
    "undo": (),
    "void": ("receipts.void",),
}
"""Commands of the menus by name; `place` stands for every place of the sidebar."""
