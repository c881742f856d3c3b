"""A customer as the desk knows him: the name is never the key, the code is never reused."""

from dataclasses import dataclass, field
from enum import StrEnum


class CustomerKind(StrEnum):
    """A person or a company; unknown until somebody says so."""

    PERSON = "person"
    COMPANY = "company"
    UNKNOWN = "unknown"


class ContactKind(StrEnum):
    """The ways to reach a customer."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WECHAT = "wechat"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to reach a customer."""

    kind: ContactKind
    value: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A stored customer; `print_name` is what a receipt shows instead of the name."""

    id: int
    pub: str
    code: str
    name: str
    kind: CustomerKind = CustomerKind.UNKNOWN
    company: str | None = None
    print_name: str | None = None
    pinyin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDraft:
    """A customer to be added: only the name is needed (PIPL 第6条)."""

    name: str
    kind: CustomerKind = CustomerKind.UNKNOWN
    company: str | None = None
    print_name: str | None = None
    pinyin: str | None = None
    contacts: tuple[Contact, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedNumber:
    """An ID or bank number as everybody may see it: its name and its ends.

    The name is its kind (`core/identity`), a second one of a kind is `kind.2`.
    """

    name: str
    shown: str

    @property
    def kind(self) -> str:
        """Tell what the number claims to be."""
        return self.name.partition(".")[0]


def code_of(sequence: int) -> str:
    """Shape a customer's number: `C000123`."""
    return f"C{sequence:06d}"
