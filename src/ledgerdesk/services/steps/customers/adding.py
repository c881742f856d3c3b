"""Inside a transaction: add a customer with his entry."""

from ledgerdesk.core.customers import Customer, CustomerDraft
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customers, standards


def add_customer(act: Act, draft: CustomerDraft) -> Customer:
    """Add a customer with the next code and his search keys; the act's entry vouches for him."""
    origin = act.origin()
    customer = customers.insert(
        act.tx, draft, origin, standard=standards.current(act.tx), on=act.today
    )
    act.inserted("customer", origin.pub)
    return customer
