"""Addresses of the network's pages that messages point at."""

from django.urls import reverse


def invitation_path(token: str) -> str:
    """The page on which an invitation is accepted."""
    return reverse("invitation", kwargs={"token": token})
