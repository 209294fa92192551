"""Reading a compose file: variables filled in, services as data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"

# $$, ${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:?sentence}: what our files use of the specification.
_VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>[A-Z_]+)(?:(?P<how>:?[-?])(?P<word>[^}]*))?\})")


class VariableMissing(ValueError):
    """The file asks for a variable that is not set; the message is the file's own sentence."""


@dataclass(frozen=True)
class ComposeService:
    """One service. `healthcheck` is a command line, empty where there is none."""

    name: str
    command: list[str]
    environment: dict[str, str]
    healthcheck: list[str]
    definition: dict[str, Any]


def variables(path: Path = COMPOSE_FILE) -> set[str]:
    """The names of all variables that the file asks for."""
    return {found["name"] for found in _VARIABLE.finditer(path.read_text(encoding="utf-8")) if found["name"]}


def interpolated(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; raises VariableMissing with the file's sentence."""

    def value(found: re.Match[str]) -> str:
        if found["escaped"]:
            return "$"
        name, how, word = found["name"], found["how"] or "", found["word"] or ""
        given = values.get(name)
        if given or (given is not None and not how.startswith(":")):
            return given
        if how.endswith("?"):
            raise VariableMissing(word)
        return word

    return _VARIABLE.sub(value, text)


def read_services(values: Mapping[str, str], path: Path = COMPOSE_FILE) -> dict[str, ComposeService]:
    """The services of the file, with the variables that a `.env` would give."""
    document = _filled(yaml.safe_load(path.read_text(encoding="utf-8")), values)
    return {name: _service(name, definition) for name, definition in document["services"].items()}


def _filled(node: Any, values: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, values) for value in node]
    return interpolated(node, values) if isinstance(node, str) else node


def _service(name: str, definition: dict[str, Any]) -> ComposeService:
    environment = {key: str(value) for key, value in definition.get("environment", {}).items()}
    test = definition.get("healthcheck", {}).get("test", [])
    if test[:1] == ["CMD-SHELL"]:
        test = ["CMD", "sh", "-c", test[1]]
    return ComposeService(name, definition.get("command", []), environment, test[1:], definition)
