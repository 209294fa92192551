"""docs/configuration.md names every variable that is read, and none that is not."""

import re
from pathlib import Path

from tests.platform.compose import ROOT, variables

_CALLS = r'\b(?:text|secret|address|flag|number|seconds|env\.[a-z_]+|environ\.(?:get|setdefault|pop)|getenv)\(\s*"([A-Z][A-Z_]+)"'
_ITEM = r'\benviron\["([A-Z][A-Z_]+)"\]'
# Says which settings module is loaded; nobody needs to set it.
_INTERNAL = {"DJANGO_SETTINGS_MODULE"}
# Read by Compose itself.
_OF_COMPOSE = {"COMPOSE_FILE"}


def read() -> set[str]:
    """Every variable that the program reads, with the passwords that may stand apart from addresses."""
    found: set[str] = set()
    sources = [
        *(path for room in ("network", "practices", "search") for path in (ROOT / room).rglob("*.py")),
        ROOT / "gunicorn.conf.py",
    ]
    for path in sources:
        found |= _read_by(path)
    return found - _INTERNAL


def _read_by(path: Path) -> set[str]:
    source = path.read_text(encoding="utf-8")
    addresses = re.findall(r'\baddress\(\s*"([A-Z_]+)_URL"', source)
    return {*re.findall(_CALLS, source), *re.findall(_ITEM, source), *(f"{name}_PASSWORD" for name in addresses)}


def documented() -> set[str]:
    """Every variable that has a row of its own."""
    return set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8"), re.M)
    )


def test_every_variable_that_is_read_is_documented_and_every_documented_one_is_read() -> None:
    assert {"SECRET_KEY", "SEARCH_URL", "SEARCH_PASSWORD", "BIND", "WARM_UP"} <= read()
    assert documented() == read() | variables() | _OF_COMPOSE


def test_the_variables_of_compose_are_listed_where_compose_is_explained() -> None:
    section = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8").partition("## docker-compose.yml")[2]
    assert set(re.findall("`([A-Z_]{4,})`", section)) == variables() | _OF_COMPOSE
