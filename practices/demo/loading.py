"""Loading the demo: cities, accounts and practices. Loading it again keeps what people entered since."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from rich.console import Console

from network.models import City, Membership, RoleAssignment, User
from network.outbox.wake import without_waking
from practices.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from practices.importing.run import import_file
from practices.services.themes import load_themes

HERE = Path(__file__).parent
_FACTS = (
    "name", "locative", "genitive", "kind", "powiat", "voivodeship", "population", "latitude", "longitude", "about",
)  # fmt: skip
# The one real city of the demo, with its true story.
_PRZEMYSL, _SINCE = "przemysl", date(2025, 1, 15)


def load_demo(*, console: Console) -> None:
    """Load what is not there yet; a demo practice that somebody has edited since stays as it is."""
    load_themes()
    with transaction.atomic():
        _load_cities()
        _load_accounts()
    with without_waking():
        for path in sorted(HERE.glob("practices-*.jsonl")):
            # No collection is named, as these are the cities' own practices.
            rejects = settings.VAR_DIR / f"{path.stem}.rejects.jsonl"
            counts = import_file(path, source="", publish=True, rejects=rejects)
            if counts.rejected:
                raise CommandError(f"{path.name} has bad rows; see {counts.rejects_file}.")
            console.print(f"{path.name}: {counts.said(dry_run=False)}", highlight=False)


def _load_cities() -> None:
    for row in json.loads((HERE / "cities.json").read_text(encoding="utf-8")):
        facts = {name: row[name] for name in _FACTS}
        city, _ = City.objects.get_or_create(slug=row["slug"], defaults={**facts, "country": "PL", "is_demo": True})
        _join(city, date.fromisoformat(row["joined_on"]))
    _join(City.objects.get(slug=_PRZEMYSL), _SINCE)


def _join(city: City, day: date) -> None:
    if not Membership.objects.filter(city=city).exists():
        Membership.objects.create(city=city, joined_on=day)


def _load_accounts() -> None:
    for email, (name, role, slugs) in ACCOUNTS.items():
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(
            email, DEMO_PASSWORD, name=name, is_staff=role == "operator", is_superuser=role == "operator"
        )
        cities = City.objects.filter(slug__in=slugs)
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=role, city=city) for city in (cities if slugs else [None])
        )
