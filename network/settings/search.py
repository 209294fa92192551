"""Which engine searches, and its bounds."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import VAR_DIR
from .environment import address, flag, seconds, split_addresses, text

# tantivy:///folder (embedded) or http(s)://user:password@host:9200/prefix (Elasticsearch). Two, separated by a space, while one takes over
# from the other: the first is where new generations are built.
SEARCH_URL = address(
    "SEARCH_URL",
    f"tantivy://{VAR_DIR / 'search'}",
    schemes={"http", "https"},
    hostless={"tantivy"},
    example="tantivy:///folder or https://user:password@host:9200",
)
for _parts in map(urlsplit, split_addresses(SEARCH_URL)):
    if _parts.scheme == "tantivy":
        # tantivy:// would be the root folder, and tantivy://folder a host of that name.
        if _parts.netloc or not _parts.path.strip("/"):
            raise ImproperlyConfigured("SEARCH_URL names no folder; write it as tantivy:///folder, with three slashes.")
    elif not re.fullmatch("/?|/[a-z0-9][a-z0-9_-]{0,39}/?", _parts.path):
        raise ImproperlyConfigured(
            "SEARCH_URL ends in what cannot begin the names of indexes: after https://host:9200/ use at most 40 small letters a-z, "
            "digits, '-' and '_', with a letter or digit first, or nothing."
        )

# A file with the certificate of the authority that signed the server's.
SEARCH_CA_CERTS = text("SEARCH_CA_CERTS")
if SEARCH_CA_CERTS and not Path(SEARCH_CA_CERTS).is_file():
    raise ImproperlyConfigured(
        f"SEARCH_CA_CERTS names {SEARCH_CA_CERTS}, where there is no file: name the certificate of the authority that signed the server's."
    )
# Seconds that a question may take before the database answers instead.
SEARCH_TIMEOUT = seconds("SEARCH_TIMEOUT", 2.0)
# Whether questions that several people have asked are offered to others while they type (search/suggesting/remembering.py).
PAST_SEARCHES = flag("PAST_SEARCHES", default=True)
