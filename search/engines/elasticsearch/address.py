"""SEARCH_URL taken apart: the server, who we are to it, and which of its indexes are ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

DEFAULT_PREFIX = "network"
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is. `prefix` begins the names of our indexes, so that several installations can share one server."""

    host: str  # scheme, name and port, never a password
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Read `http(s)://user:password@host:9200/prefix`; ValueError with a sentence that repeats no password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError(
                "SEARCH_URL cannot be read: its port is no number, or its password holds what must be written as %XX. "
                "Write it as https://user:password@host:9200."
            ) from None
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("SEARCH_URL names no server; write it as https://user:password@host:9200.")
        if parts.query or parts.fragment or "@" in parts.path:
            raise ValueError(
                "SEARCH_URL holds '?', '#' or '/' where none can stand: in a password write them as %3F, %23 and %2F."
            )
        prefix = parts.path.strip("/") or DEFAULT_PREFIX
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(
                f"SEARCH_URL ends in {prefix!r}, which cannot begin the name of an index: use at most 40 small letters "
                "a-z, digits, '-' and '_', with a letter or digit first."
            )
        name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        host = f"{parts.scheme}://{name}:{port or _PORTS[parts.scheme]}"
        return cls(host, prefix, unquote(parts.username or ""), unquote(parts.password or ""))

    def index(self, generation: str) -> str:
        """The name of a generation's index. No prefix holds a dot, so none of another installation's looks like ours."""
        return f"{self.prefix}.{generation}"

    def generation(self, index: str) -> str:
        """The generation of an index of ours."""
        return index.removeprefix(f"{self.prefix}.")

    @property
    def every_index(self) -> str:
        """A pattern for all of ours."""
        return f"{self.prefix}.*"


def write_alias(index: str) -> str:
    """The alias that writes go through: an index that is gone is then never made anew by a late write."""
    return f"{index}.write"
