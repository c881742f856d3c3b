"""Write a workbook without a file: openpyxl lays each sheet down in the clear while it writes.

It does so in the folder for temporary files, where a kill leaves it. Imported only where a workbook
is written: openpyxl takes 90 ms.
"""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class _SheetInMemory(WorksheetWriter):  # type: ignore[misc] # the library publishes no types
    """Give a sheet a buffer where the library would make a file."""

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet, out=BytesIO())

    def cleanup(self) -> None:
        """Let the buffer go; there is no file to remove."""
        self.out.close()


class _Archive(ZipFile):
    """Take a sheet out of its buffer where the library would read a file."""

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add what a buffer holds under a name."""
        self.writestr(arcname, filename.getvalue())


def begin_in_memory(sheet: Any) -> None:
    """Let a sheet be written into memory; after its widths and panes are set, before its rows."""
    sheet._writer = _SheetInMemory(sheet)  # noqa: SLF001 - as the sheet itself would, with a file
    sheet._writer.write_top()  # noqa: SLF001 - as above


def saved_in_memory(workbook: Any) -> bytes:
    """Give the bytes of a workbook whose sheets were begun in memory."""
    page = BytesIO()
    ExcelWriter(workbook, _Archive(page, "w", ZIP_DEFLATED)).save()
    return page.getvalue()
