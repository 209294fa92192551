"""The demo accounts, one for each role; only where DEMO=1."""

from network.models import Role

DEMO_PASSWORD = "dobre-praktyki-2026"  # noqa: S105 (public by purpose)

ROLES = {
    "redaktorka miasta / city editor": "redaktorka@przyklad.example",
    "koordynator miasta / city coordinator": "koordynator@przyklad.example",
    "doradczyni / advisor": "doradczyni@przyklad.example",
    "recenzent / reviewer": "recenzent@przyklad.example",
    "operatorka / operator": "operatorka@przyklad.example",
}

# E-mail -> (name, role, slugs of the cities the role is held for).
ACCOUNTS: dict[str, tuple[str, Role, tuple[str, ...]]] = {
    "redaktorka@przyklad.example": ("Ewa Zmyślona", Role.CITY_EDITOR, ("zmyslin",)),
    "koordynator@przyklad.example": ("Jan Przykładowy", Role.CITY_COORDINATOR, ("zmyslin",)),
    "doradczyni@przyklad.example": ("Hanna Fikcyjna", Role.ADVISOR, ("zmyslin", "nibygrod", "przemysl")),
    "recenzent@przyklad.example": ("Piotr Wzorcowy", Role.REVIEWER, ()),
    "operatorka@przyklad.example": ("Maria Modelowa", Role.OPERATOR, ()),
}
