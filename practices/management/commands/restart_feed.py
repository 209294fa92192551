"""`manage.py restart_feed`: what partners must be told after the database was restored from a backup."""

from typing import Any

from django.core.management.base import BaseCommand

from practices.services.changes import restart_feed


class Command(BaseCommand):
    """Begin the feed of changes anew."""

    help = (
        "Run it once after restoring a backup: the feed of changes begins anew, so that partners empty their copies and read all of it "
        "again instead of missing what happened since. Safe to run again; each run makes all partners read everything once more."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how much will be read."""
        self.stdout.write(
            f"The feed begins anew with {restart_feed()} changes; readers are told so when they next ask."
        )
