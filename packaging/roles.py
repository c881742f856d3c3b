"""Write docs/roles.md out of the program's own tables of actions and commands.

python packaging/roles.py          write the page
python packaging/roles.py check    say whether it is as it would be written
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from ledgerdesk.core.commands import CLI, WINDOW, Actions
from ledgerdesk.core.staff import PERMISSIONS, Reach, Role

PAGE = Path(__file__).resolve().parents[1] / "docs" / "roles.md"
CELLS = {Reach.ALL: "●", Reach.OWN: "○", None: ""}
HEAD = """# 谁可以做什么 · Who may do what

本页由 `packaging/roles.py` 根据程序自己的权限表生成，请勿手改。
Made by `packaging/roles.py` out of the program's own tables; do not edit.

● 可以 may · ○ 只限自己的 only what is his own · 空白 不可以 blank: may not.

程序在业务层判断权限（`core/staff.py`）：窗口只是不显示不能做的事，命令行同样会被拒绝（`not_allowed`）。
The services decide (`core/staff.py`); the window only hides what is not allowed, and the command
line is refused with `not_allowed`.
能登录的人在自己的会话里都拿着账本密钥：用别的工具改动账本拦不住，但核对时查得出来。
Whoever can sign in holds the book's key in his session: changes by other tools are found by
`check`, not prevented.
打印的恢复单不是任何人：用它打开的账本只能看和核对；`recover` 用它为负责人重设密码。
The printed sheet is nobody's person: what it opens may be looked at and checked, and `recover`
gives an owner a new password by it.

| 操作 action | 负责人 owner | 主管 supervisor | 职员 clerk | 审计 auditor | CLI | window |
|---|:-:|:-:|:-:|:-:|---|---|
"""
FOOT = """
不需要权限的命令（不打开账本，或由密码、恢复单本身决定）：{free}。
Commands that ask for no role (no book is opened, or the password or the sheet itself decides):
{free}.
"""


def page() -> str:
    """Write the page."""
    rows = [_row(action) for action in sorted(PERMISSIONS)]
    free = ", ".join(f"`{verb}`" for verb, actions in sorted(CLI.items()) if not actions)
    return HEAD + "".join(rows) + FOOT.format(free=free)


def _row(action: str) -> str:
    rights = PERMISSIONS[action]
    cells = [CELLS[rights.get(role)] for role in Role]
    faces = [_names(CLI, action), _names(WINDOW, action)]
    return f"| `{action}` | {' | '.join([*cells, *faces])} |\n"


def _names(face: Mapping[str, Actions], action: str) -> str:
    return ", ".join(f"`{name}`" for name, actions in sorted(face.items()) if action in actions)


def main(arguments: list[str]) -> int:
    """Write or check; give the exit code."""
    if arguments == ["check"]:
        is_same = PAGE.is_file() and PAGE.read_text("utf-8") == page()
        print("docs/roles.md is as the tables are" if is_same else "run packaging/roles.py")
        return 0 if is_same else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
