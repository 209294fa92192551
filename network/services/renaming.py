"""Telling every process that something is called otherwise now."""

from django.db import connection, transaction

from network.models import Renaming


def note_renaming(what: str) -> None:
    """Let every process read names anew, from the commit of this transaction on; `what` was renamed, merged or moved.

    Call it wherever a stored name of a city, tag or theme, or another fact of `practices.selectors.names`, is changed. Raises outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Note a renaming in the transaction of the change itself.")
    Renaming.objects.create(what=what[:60])
