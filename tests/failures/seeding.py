"""`python -m tests.failures.seeding`: a city with a practice, indexed, and people who are signed in; prints their cookies and addresses."""

import json

import django

from tests.platform import Platform

# That of `a_user`.
PASSWORD = "hasło do testów"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def seeded(platform: Platform) -> dict[str, str]:
    """What there is to ask for on a platform that has been released, by name."""
    command = ("python", "-m", "tests.failures.seeding")
    done = platform.run("web", *command, DJANGO_SETTINGS_MODULE="network.settings")
    assert done.returncode == 0, done.stdout
    [line] = [line for line in done.stdout.splitlines() if line.startswith('{"id"')]
    made: dict[str, str] = json.loads(line)
    return made


def seed() -> dict[str, str]:
    """What there is to ask for, by name."""
    from django.test import Client

    from network.models import Role
    from tests.factories import a_city, a_published_practice, a_user
    from tests.finding.asking import index_everything

    city = a_city("Zmyślin")
    practice = a_published_practice(city)
    index_everything()
    made = {
        "id": str(practice.pk),
        "practice": f"/praktyki/{practice.pk}-{practice.slug}/",
        "city": f"/miasta/{city.slug}/",
    }
    for role in (Role.OPERATOR, Role.CITY_COORDINATOR):
        client = Client()
        client.force_login(a_user(role, city if role.of_a_city else None, email=f"{role}@example.org"), backend=BACKEND)
        made[role] = client.cookies["sessionid"].value
    return made


if __name__ == "__main__":
    django.setup()
    print(json.dumps(seed()))
