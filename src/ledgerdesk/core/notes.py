"""Notes on a customer: dated, signed, and never taken back; a correction is another note."""

from enum import StrEnum

MAX_NOTE_CHARACTERS = 4_000


class NoteKind(StrEnum):
    """备注, 反馈, 投诉, 建议."""

    REMARK = "remark"
    FEEDBACK = "feedback"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
