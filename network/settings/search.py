"""Which engine searches, and its bounds."""

from .base import VAR_DIR
from .environment import env, secret

# tantivy:///folder (embedded) or http(s)://user:password@host:9200/prefix (Elasticsearch). Two, separated by a space, while one takes over
# from the other: the first is where new generations are built.
SEARCH_URL = secret("SEARCH_URL", f"tantivy://{VAR_DIR / 'search'}")
# A file with the certificate of the authority that signed the server's.
SEARCH_CA_CERTS = env.str("SEARCH_CA_CERTS", default="")
# Seconds that a question may take before the database answers instead.
SEARCH_TIMEOUT = env.float("SEARCH_TIMEOUT", default=2.0)
