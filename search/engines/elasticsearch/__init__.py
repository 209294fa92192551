"""The engine for production: an Elasticsearch server, 8.19 or 9, spoken to with the official client and its `elasticsearch.dsl`.

It promises what the contract says, in bounded time. Indexes are never made by writing to them, every item's outcome of
a bulk is read, and a server that is full, blocked or overloaded is waited for rather than taken for a document's fault.
"""

from .address import Address
from .engine import ElasticsearchEngine

__all__ = ["Address", "ElasticsearchEngine"]
