"""What the book remembers of its recovery sheet: which one was issued, and whether it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.office import SHEET, SHEET_KEPT
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import book
from ledgerdesk.storage.database import Transaction
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.house import MOST_NUMBER
from ledgerdesk.vault.kdf import KdfBounds, KdfCost
from ledgerdesk.vault.sheet_proof import SheetProof, proof_from, proof_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The sheet issued last: its number, the generation its block opens, the groups asked for."""

    number: int
    generation: int
    proof: SheetProof


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a sheet prints beside its key: firm, keeper, day."""

    firm: str
    keeper: str
    created_on: date


def issued_sheet(sheet: RecoverySheet, cost: KdfCost, bounds: KdfBounds) -> Mapping[str, Json]:
    """Make the record of a sheet just drawn; of its key it holds a slow digest of two groups."""
    proof = proof_of(sheet.key, cost=cost, bounds=bounds)
    return {"generation": sheet.generation, "number": sheet.number, "proof": proof.to_json()}


def note_issued(act: Act, record: Mapping[str, Json]) -> None:
    """Remember a new sheet; the one before counts as kept no longer, its number being another."""
    write_setting(act, SHEET, dict(record), told=str(record["number"]))


def note_kept(act: Act, issued: Issued) -> None:
    """Remember that somebody proved to hold this sheet."""
    kept = [issued.number, issued.generation]
    write_setting(act, SHEET_KEPT, kept, told=str(issued.number))


def issued(tx: Transaction) -> Issued | None:
    """Read which sheet was issued last; None for a record this program did not write."""
    try:
        record = canonical.record_of(
            book.settings(tx).get(SHEET), {"generation", "number", "proof"}, "sheet"
        )
        return Issued(
            number=canonical.integer_of(record["number"], "sheet", least=1, most=MOST_NUMBER),
            generation=canonical.integer_of(
                record["generation"], "sheet", least=1, most=MOST_NUMBER
            ),
            proof=proof_from(record["proof"]),
        )
    except Malformed:
        return None


def is_kept(tx: Transaction, sheet: Issued) -> bool:
    """Tell whether somebody proved to hold just this sheet."""
    return bool(book.settings(tx).get(SHEET_KEPT) == [sheet.number, sheet.generation])


def names_for(desk: Desk, keeper: str) -> Names:
    """Say what a sheet of this office prints today."""
    today = desk.local_date(desk.clock.now())
    return Names(firm=desk.office.firm, keeper=keeper, created_on=today)
