"""No command of the window stands outside the table of roles."""

from tests.support.window import Desk

from ledgerdesk.core.commands import WINDOW


def test_every_command_of_the_menus_has_a_row_and_no_other(desk: Desk) -> None:
    names = {command.name for command in desk.window.commands.commands}

    assert {"place" if name.startswith("place") else name for name in names} == set(WINDOW)
