"""Turn text into the dark and light modules of a QR code (ISO/IEC 18004)."""

from enum import StrEnum
from functools import lru_cache

Matrix = tuple[tuple[bool, ...], ...]


class Level(StrEnum):
    """Error correction: M restores 15 % of a code, Q 25 %."""

    M = "M"
    Q = "Q"


_MASKS_WEIGHED = 4  # of eight
_LARGEST_VERSION = 39  # where reportlab's search for a version stops without an error


@lru_cache(maxsize=16)
def matrix(text: str, level: Level, *, version: int | None = None) -> Matrix:
    """Encode ASCII text at a version, or at the smallest that holds it.

    Raises:
        ValueError: if the text is longer than the version holds, or is not ASCII.
    """
    from reportlab.graphics.barcode.qrencoder import (  # noqa: PLC0415 - reportlab stays off the start
        QR8bitByte,
        QRAlphaNum,
        QRCode,
        QRErrorCorrectLevel,
        QRUtil,
    )

    class _Code(QRCode):  # type: ignore[misc] # reportlab is not typed
        def getBestMaskPattern(self) -> int:  # noqa: N802 - reportlab's name
            """Weigh half of the masks: every one reads, and weighing is most of the work."""
            lost = []
            for mask in range(_MASKS_WEIGHED):
                self.makeImpl(True, mask)
                lost.append((QRUtil.getLostPoint(self), mask))
            return min(lost)[1]

    data = text.encode("ascii")
    code = _Code(version, getattr(QRErrorCorrectLevel, level.value))
    # Chosen here: left alone, reportlab tries Kanji before bytes.
    code.addData(QRAlphaNum(text) if QRAlphaNum.valid(text) else QR8bitByte(data))
    smallest = code.calculate_version()
    if smallest >= _LARGEST_VERSION or (version is not None and smallest > version):
        raise ValueError("the text is longer than the code holds")
    code.version = smallest if version is None else version
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.modules)
