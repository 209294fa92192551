"""The cursor of a list in the order of ids: opaque to its readers, checked when it comes back."""

import base64
import binascii
import re

from network.api.parameters import BIGGEST
from network.api.problems import InvalidParameter


def cursor_after(id: int) -> str:
    """The cursor of the page that follows this id."""
    return base64.urlsafe_b64encode(f"practices:{id}".encode()).decode().rstrip("=")


def id_of(cursor: str) -> int:
    """The id that a cursor stands for, 0 for an empty one (the first page); raises `InvalidParameter`."""
    if not cursor:
        return 0
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    found = re.fullmatch("practices:([0-9]{1,19})", text)
    if found is None or int(found[1]) > BIGGEST:
        raise InvalidParameter("cursor", "cursor must be taken from `next` of the page before; leave it out to begin.")
    return int(found[1])
