"""Addresses of the pages that messages point at: lazy, so that each recipient gets the one in their language."""

from django.urls import reverse_lazy
from django.utils.functional import Promise


def practice_path(practice: int, slug: str) -> str | Promise:
    """The public page of a practice."""
    return reverse_lazy("practice", kwargs={"id": practice, "slug": slug})


def draft_path(version: int) -> str | Promise:
    """The city's page of a version: its form, what is missing, its conversation."""
    return reverse_lazy("practice-edit", kwargs={"version": version})


def submission_path(version: int) -> str | Promise:
    """The reviewers' page of a submission."""
    return reverse_lazy("review", kwargs={"version": version})
