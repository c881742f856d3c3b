"""A second person stands by an entry: with his own password, in somebody else's session."""

from ledgerdesk.core.audit import Cosigner
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import authorise
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.storage import book, staff
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds


def cosigner_for(
    desk: Desk, action: str, credential: Credential, *, bounds: KdfBounds = FILE_BOUNDS
) -> Cosigner:
    """Let another person of this office stand by an entry that his own role may write.

    The session stays whose it is; of the other's keys only his signing is kept. Raises
    `wrong_password`, `throttled` (his tries count like those at the door), and `not_allowed` for
    the session's own person, for the printed key, and for a role that may not do the action.
    """
    with desk.database.read() as tx:
        kept = book.keys_file(tx)
    if kept is None:
        raise KnownError(Code.DAMAGED, part="ledger.db", found="keys_file")
    with desk.drawer.throttle().attempt():
        other = credential.open(kept.content, bounds)
    if other.root_public != desk.unlocked.root_public:
        raise KnownError(Code.NOT_OURS, part="keys")
    if other.is_recovery or other.user_id == desk.unlocked.user_id:
        raise KnownError(Code.NOT_ALLOWED, action=action, role="cosigner")
    with desk.database.read() as tx:
        person = staff.person_by_user(tx, other.user_id)
        key = None if person is None else staff.signing_key_of(tx, person.id, other.public_key)
    if person is None or key is None:
        raise KnownError(Code.NOT_ALLOWED, action=action, role="removed")
    authorise(person, action)
    return Cosigner(staff_pub=person.pub, key_pub=key, sign=other.signer())
