"""Which engine searches, and its bounds."""

from .base import VAR_DIR
from .environment import secret

# tantivy:///folder (embedded) or http(s)://user:password@host:9200 (Elasticsearch)
SEARCH_URL = secret("SEARCH_URL", f"tantivy://{VAR_DIR / 'search'}")
