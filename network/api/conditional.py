"""ETag and Last-Modified of single items, and 304 for who has them already."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from rest_framework.request import Request
from rest_framework.response import Response


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells two representations of an item apart. Read them before the item: then a change in between is only seen twice.

    `dated`: `last_modified` moves with every change; otherwise it is only told, and If-Modified-Since is not answered with 304.
    """

    etag: str
    last_modified: datetime
    dated: bool

    @classmethod
    def of(cls, *parts: object, last_modified: datetime, dated: bool) -> "Validators":
        """Validators made of everything that a representation depends on."""
        text = "\x1f".join(str(part) for part in (settings.SITE_URL, *parts))
        return cls(quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32]), last_modified, dated)

    def answer(self, request: Request, body: Callable[[], Mapping[str, Any]]) -> HttpResponseBase:
        """304 (or 412) where the request's condition says so, else the body, which is made only then."""
        changed = int(self.last_modified.timestamp())
        early = get_conditional_response(request._request, self.etag, changed if self.dated else None)
        response: HttpResponseBase = early if early is not None else Response(body())
        response.headers["ETag"] = self.etag
        response.headers["Last-Modified"] = http_date(changed)
        return response
