"""Addresses of the pages that messages point at: lazy, so that each recipient gets the one in their language."""

from django.urls import NoReverseMatch, reverse
from django.utils.functional import lazy


def practice_path(practice: int, slug: str) -> str:
    """The public page of a practice."""
    return _lazily("practice", {"id": practice, "slug": slug})


def draft_path(version: int) -> str:
    """The city's page of a version: its form, what is missing, its conversation."""
    return _lazily("practice-edit", {"version": version})


def status_path(version: int) -> str:
    """The city's page of a version that it cannot edit now: where it stands, its conversation."""
    return _lazily("practice-status", {"version": version})


def submission_path(version: int) -> str:
    """The reviewers' page of a submission."""
    return _lazily("review", {"version": version})


def _reverse(name: str, arguments: dict[str, object]) -> str:
    # An installation that serves only the API has no such page; people are told all the same.
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


_lazily = lazy(_reverse, str)
