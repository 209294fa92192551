"""Every address of the API, so that what must hold everywhere is tried everywhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from network.api.openapi import openapi_document

TEMPLATES = tuple(path.removeprefix("/api/v1/") for path in openapi_document()["paths"])


def filled(values: Mapping[str, object]) -> dict[str, str]:
    """Every template (but the schema) with one practice and one city in it."""
    return {template: f"/api/v1/{template.format(**values)}" for template in TEMPLATES}


def body_of(response: Any) -> bytes:
    """All that was answered, sent in one piece or in many."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def everywhere(ids: Iterator[int] | list[int], slugs: list[str]) -> list[str]:
    """Every address with each of these practices and cities."""
    found = [f"/api/v1/{t.format(id=id, slug=slug)}" for t in TEMPLATES for id in ids for slug in slugs]
    return [*dict.fromkeys(found), "/api/v1/schema/"]
