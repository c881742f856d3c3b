"""Long acts of opening: keys chosen, book opened and checked, marks compared.

The order is SECURITY's: nothing of a later step is believed before the earlier one passed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from ledgerdesk import __version__
from ledgerdesk.core.audit import Author, Head, Sign
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Person, Role
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.desk import Desk, Office
from ledgerdesk.services.steps.marks import Marks
from ledgerdesk.services.steps.office import office_from
from ledgerdesk.services.steps.opening.kept_marks import KeptMark
from ledgerdesk.storage import audit, book, migrate, series, staff
from ledgerdesk.storage.database import Database, Transaction
from ledgerdesk.storage.snapshot import findings_in, snapshot_to
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.key_store import Candidate, Chosen, Source, candidate, choose
from ledgerdesk.vault.keysfile import BundleMark
from ledgerdesk.vault.rotation import open_earlier
from ledgerdesk.vault.session import GenerationKeys, Unlocked, databases_of
from ledgerdesk.vault.state_file import State, proved_state, read_state, write_state

# The printed key stands for nobody: it may look and check, and its own acts are signed as such.
# No row of staff has the id 0: what would need a person fails instead of naming a wrong one.
RECOVERY = Person(id=0, pub="recovery", user_id="recovery", name="recovery", role=Role.AUDITOR)
QUICK_CHECK = "PRAGMA quick_check"
FOREIGN_KEY_CHECK = "PRAGMA foreign_key_check"
# Up to here the HMACs of all pages take about a tenth of a second (measured: 3 ms a megabyte).
BLINK_BYTES = 32 << 20
Read = Callable[[bytes], State | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a book says of itself when it is opened."""

    person: Person
    author: Author
    office: Office
    head: Head
    numbers: dict[str, int]


def open_book(
    paths: VaultPaths, unlocked: Unlocked, *, pages_later: bool = False
) -> tuple[Unlocked, Database]:
    """Open the book with the key in use, or with the next one while a rotation is under way.

    Gives the session that knows which of the two it was. With `pages_later` the pages of a book
    larger than `BLINK_BYTES` are left to whoever asked for that.
    """
    unlocked = replace(unlocked, rekeyed=False)
    try:
        database = Database.open(paths.ledger, unlocked.page_key_hex)
    except KnownError as error:
        if error.code is not Code.DAMAGED or unlocked.pending is None:
            raise
        unlocked = replace(unlocked, rekeyed=True)
        database = Database.open(paths.ledger, unlocked.page_key_hex)
    try:
        if not pages_later or paths.ledger.stat().st_size <= BLINK_BYTES:
            refuse_changed_pages(database)
        _migrate(database, paths, unlocked)
        _refuse_other_vault(database, unlocked)
    except BaseException:
        database.close()
        raise
    return unlocked, database


def refuse_changed_pages(database: Database) -> None:
    """Check the HMAC of every page; raises `damaged` with how many are wrong."""
    found = database.cipher_findings()
    if found:
        raise KnownError(Code.DAMAGED, part="ledger.db", found="pages", pages=len(found))


def _migrate(database: Database, paths: VaultPaths, unlocked: Unlocked) -> None:
    def keep_proved_copy() -> None:
        paths.backups.mkdir(exist_ok=True)
        name = f"before-migration-{migrate.version_of(database)}-{unlocked.generation}.db"
        target = paths.backups / name
        target.unlink(missing_ok=True)  # an interrupted migration starts again with its copy
        snapshot_to(database, target)
        if findings_in(target, unlocked.page_key_hex, thorough=True):
            raise KnownError(Code.DAMAGED, part="ledger.db", found="structure")

    migrate.migrate(database, before_first=keep_proved_copy)


def _refuse_other_vault(database: Database, unlocked: Unlocked) -> None:
    with database.read() as tx:
        row = book.book(tx)
    if row is None or row.vault_id != unlocked.vault_id:
        raise KnownError(Code.NOT_OURS, part="ledger.db")


def check_after_unclean_exit(database: Database) -> None:
    """Check structure and references after an exit nobody announced; damage is refused."""
    with database.read() as tx:
        wrong = [row[0] for row in tx.rows(QUICK_CHECK) if row[0] != "ok"]
        dangling = list(tx.rows(FOREIGN_KEY_CHECK))
    if wrong or dangling:
        raise KnownError(Code.DAMAGED, part="ledger.db", found="structure")


def choose_keys(
    tx: Transaction, found: tuple[Candidate, ...], unlocked: Unlocked, bounds: KdfBounds
) -> Chosen:
    """Choose among the files and the book's own row; older ones alone are `keys_rolled_back`."""
    row = book.keys_file(tx)
    if row is None:
        raise KnownError(Code.DAMAGED, part="ledger.db", found="keys_file")
    return choose(
        (*found, candidate(Source.DATABASE, row.content, bounds)),
        root_public=unlocked.root_public,
        expected_revision=row.revision,
        expected_digest=row.house_digest,
        expected_bundles={
            user: BundleMark(serial=serial, digest=digest)
            for user, (serial, digest) in staff.bundles(tx).items()
        },
    )


def standing(tx: Transaction, unlocked: Unlocked) -> Standing:
    """Read who works, for which office, and how far the log and the numbers have come."""
    return _standing(tx, *_who_signs(tx, unlocked), unlocked.signer())


def nobody_yet(tx: Transaction) -> Standing:
    """Read all of it but who works: for an act in which he himself may be entered first."""

    def sign(_: bytes) -> bytes:
        raise RuntimeError("an entry that nobody signs")

    return _standing(tx, RECOVERY, "", sign)


def _standing(tx: Transaction, person: Person, key_pub: str, sign: Sign) -> Standing:
    row = book.book(tx)
    if row is None:
        raise KnownError(Code.NOT_A_VAULT, part="ledger.db")
    branch_id, branch_pub = book.current_branch(tx)
    author = Author(
        staff_id=person.id,
        staff_pub=person.pub,
        key_pub=key_pub,
        branch_id=branch_id,
        branch_pub=branch_pub,
        zone=row.office_zone,
        app=__version__,
        sign=sign,
    )
    office = Office(firm="", zone=ZoneInfo(row.office_zone), currency=row.currency)
    return Standing(
        person=person,
        author=author,
        office=office_from(book.settings(tx), office),
        head=audit.head(tx),
        numbers={f"{c.code}/{c.period}": c.last_seq for c in series.counters(tx)},
    )


def _who_signs(tx: Transaction, unlocked: Unlocked) -> tuple[Person, str]:
    if unlocked.is_recovery:
        if not staff.knows_key(tx, unlocked.key_id, unlocked.public_key):
            raise KnownError(Code.NOT_OURS, part="signing_key")
        return RECOVERY, unlocked.key_id
    person = staff.person_by_user(tx, unlocked.user_id)
    if person is None:
        raise KnownError(Code.NOT_ALLOWED, action="unlock", role="removed")
    key_pub = staff.signing_key_of(tx, person.id, unlocked.public_key)
    if key_pub is None:
        raise KnownError(Code.NOT_OURS, part="signing_key")
    return person, key_pub


def compare_marks(
    tx: Transaction, path: Path, unlocked: Unlocked, *, kept: KeptMark, branch_pub: str
) -> list[str]:
    """Compare the book with the marks of its branch; yesterday's book put back is `rolled_back`.

    There is the mark beside the book and the one on this PC (in its key store too, where one is
    used), which does not go back with a folder that is copied over. Gives findings for a mark
    beside the book that is missing, damaged or of another branch. The recent mark and those on
    this PC only raise the bar: their own damage says nothing.
    """
    marks = _Marked(tx, unlocked, branch_pub)
    marks.refuse_older(marks.read_or_none(recent(path)))
    marks.refuse_older(marks.read_or_none(kept.path))
    in_store = None if kept.store is None else kept.store.read()
    if in_store is not None:
        marks.refuse_older(marks.proved_or_none(in_store))
    try:
        mark = marks.read(path)
    except KnownError as error:
        if error.code is not Code.DAMAGED:
            raise
        return ["state_damaged state.json"]
    if mark is None:
        return ["state_missing state.json"]
    if not marks.are_of(mark):
        return ["state_of_another_branch state.json"]
    marks.refuse_older(mark)
    return []


class _Marked:
    """Read marks with the key of their day: a rotation leaves those of the generation before."""

    def __init__(self, tx: Transaction, unlocked: Unlocked, branch_pub: str) -> None:
        self._tx = tx
        self._branch = branch_pub
        self._vault_id = unlocked.vault_id
        self._keys = [one.state_key for one in keys_of_all_times(tx, unlocked)]

    def read(self, path: Path) -> State | None:
        return self._by_any_key(partial(read_state, path))

    def read_or_none(self, path: Path) -> State | None:
        return self._own_or_none(partial(read_state, path))

    def proved_or_none(self, raw: bytes) -> State | None:
        return self._own_or_none(partial(proved_state, raw))

    def _own_or_none(self, read: Read) -> State | None:
        try:
            mark = self._by_any_key(read)
        except KnownError:
            return None  # what a power cut left of it is no news
        return mark if mark is not None and self.are_of(mark) else None

    def _by_any_key(self, read: Read) -> State | None:
        *earlier, last = self._keys
        for key in earlier:
            try:
                return read(key)
            except KnownError as error:
                if error.code is not Code.DAMAGED:
                    raise  # the key of another generation may fit: the next one is tried
        return read(last)

    def are_of(self, mark: State) -> bool:
        return (mark.branch_id, mark.vault_id) == (self._branch, self._vault_id)

    def refuse_older(self, mark: State | None) -> None:
        if mark is None or mark.audit_seq == 0:
            return
        there = audit.hash_at(self._tx, mark.audit_seq)
        if there is None or there.hex() != mark.audit_head:
            raise KnownError(
                Code.ROLLED_BACK,
                part="ledger.db",
                expected=mark.audit_seq,
                found=audit.head(self._tx).seq,
            )


def keys_of_all_times(tx: Transaction, unlocked: Unlocked) -> list[GenerationKeys]:
    """Give the keys of the house's generations and of all before them, the newest first."""
    now = databases_of(unlocked)
    earlier = open_earlier(now[0], book.sealed_generations(tx), unlocked.vault_id)
    return [*reversed(now), *earlier]


def recent(path: Path) -> Path:
    """Name the mark of the last second beside the durable one, which no power cut may touch."""
    return path.with_name(f"{path.stem}.recent{path.suffix}")


def marks_of(desk: Desk, kept: KeptMark, now: Standing) -> Marks:
    """Make the marks of a session, which write the state file as a lower bound."""
    kept.begin()
    save = mark_writer(desk.paths.state, lambda: desk.unlocked, now.author.branch_pub, kept=kept)
    return Marks(save, head=now.head, numbers=now.numbers, end=kept.end)


def no_marks(head: Head, numbers: dict[str, int]) -> Marks:
    """Make marks that write nothing, for an act that ends before a session begins."""

    def later(_: Head, __: dict[str, int], ___: bool) -> None:  # noqa: FBT001 - Marks.Save
        return None

    return Marks(later, head=head, numbers=numbers)


def mark_writer(
    path: Path,
    session: Callable[[], Unlocked],
    branch_pub: str,
    *,
    kept: KeptMark | None = None,
) -> Callable[[Head, dict[str, int], bool], None]:
    """Give the function that writes the state file; a failure never undoes a commit.

    What is written durably is kept outside the vault as well. The session is asked each time: a
    rotation gives it another key.
    """

    def save(head: Head, numbers: dict[str, int], durable: bool) -> None:  # noqa: FBT001 - Marks.Save
        unlocked = session()
        state = State(
            vault_id=unlocked.vault_id,
            branch_id=branch_pub,
            commit_seq=head.seq,
            audit_seq=head.seq,
            audit_head=head.hash.hex(),
            printed=numbers,
            generation=unlocked.generation,
            keys_revision=unlocked.revision,
        )
        try:
            place = path if durable else recent(path)
            write_state(place, unlocked.state_key, state, durable=durable)
        except KnownError:
            if durable:
                raise  # at lock and close the mark is owed; after a commit it is a courtesy
        if durable and kept is not None:
            kept.save(state, unlocked.state_key)

    return save
