"""The parameters of a call: declared once, read strictly, and described in the OpenAPI document."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from drf_spectacular.utils import OpenApiParameter

from network.api.problems import InvalidParameter

T = TypeVar("T")
BIGGEST = 2**63 - 1
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Parameter(ABC, Generic[T]):
    """One query parameter that may be given once."""

    name: str
    description: str

    def read(self, values: Sequence[str]) -> T:
        """The value among those given, or the default; raises `InvalidParameter`."""
        if len(values) > 1:
            raise InvalidParameter(self.name, f"{self.name} may be given only once, not {len(values)} times.")
        return self.parse(values[0]) if values else self.absent()

    def described(self) -> OpenApiParameter:
        """Its entry in the OpenAPI document."""
        return OpenApiParameter(self.name, self.schema(), description=self.description)

    @abstractmethod
    def parse(self, text: str) -> T:
        """The value that `text` means; raises `InvalidParameter`."""

    @abstractmethod
    def absent(self) -> T:
        """The value where the parameter is not given."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""


@dataclass(frozen=True, kw_only=True)
class Integer(Parameter[int]):
    """A whole number from `minimum` to `maximum`."""

    default: int
    minimum: int = 1
    maximum: int = BIGGEST

    def parse(self, text: str) -> int:
        """The number."""
        value = int(text) if re.fullmatch("[0-9]{1,19}", text) else -1
        if not self.minimum <= value <= self.maximum:
            raise InvalidParameter(
                self.name, f"{self.name} must be a whole number from {self.minimum} to {self.maximum}."
            )
        return value

    def absent(self) -> int:
        """The default."""
        return self.default

    def schema(self) -> dict[str, Any]:
        """An integer with its bounds."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum, "default": self.default}


@dataclass(frozen=True, kw_only=True)
class Flag(Parameter[bool | None]):
    """true or false; None where it is not given."""

    def parse(self, text: str) -> bool:
        """Whether it is true."""
        if text not in {"true", "false"}:
            raise InvalidParameter(self.name, f"{self.name} must be true or false.")
        return text == "true"

    def absent(self) -> None:
        """Not chosen."""
        return

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Switch(Parameter[bool]):
    """1 or 0; off where it is not given."""

    def parse(self, text: str) -> bool:
        """Whether it is on."""
        if text not in {"0", "1"}:
            raise InvalidParameter(self.name, f"{self.name} must be 0 or 1.")
        return text == "1"

    def absent(self) -> bool:
        """Off."""
        return False

    def schema(self) -> dict[str, Any]:
        """A string with its two values."""
        return {"type": "string", "enum": ["0", "1"], "default": "0"}


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter[str]):
    """One of a few words."""

    choices: tuple[str, ...]
    default: str

    def parse(self, text: str) -> str:
        """The word."""
        if text not in self.choices:
            raise InvalidParameter(self.name, f"{self.name} must be one of {', '.join(self.choices)}.")
        return text

    def absent(self) -> str:
        """The default."""
        return self.default

    def schema(self) -> dict[str, Any]:
        """A string with its values."""
        return {"type": "string", "enum": list(self.choices), "default": self.default}


@dataclass(frozen=True, kw_only=True)
class Text(Parameter[str]):
    """Any words, at most `longest` characters."""

    longest: int = 100

    def parse(self, text: str) -> str:
        """The words."""
        if len(text) > self.longest:
            raise InvalidParameter(self.name, f"{self.name} may have at most {self.longest} characters.")
        return text

    def absent(self) -> str:
        """No words."""
        return ""

    def schema(self) -> dict[str, Any]:
        """A string with its bound."""
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True, kw_only=True)
class Pattern(Parameter[str]):
    """A text of one form; `form` says in words which."""

    pattern: str
    form: str
    default: str = ""

    def parse(self, text: str) -> str:
        """The text."""
        if not re.fullmatch(self.pattern, text):
            raise InvalidParameter(self.name, f"{self.name} must be {self.form}.")
        return text

    def absent(self) -> str:
        """The default."""
        return self.default

    def schema(self) -> dict[str, Any]:
        """A string with its pattern."""
        default = {"default": self.default} if self.default else {}
        return {"type": "string", "pattern": f"^{self.pattern}$", **default}


def check_given(given: Mapping[str, Sequence[str]], known: Collection[str]) -> None:
    """Raise `InvalidParameter` for a parameter that does not exist here, or with characters that no value can have."""
    for name, values in given.items():
        if name not in known:
            use = f"use {', '.join(known)}" if known else "there are none here"
            raise InvalidParameter(_shown(name), f"There is no parameter “{_shown(name)}”; {use}.")
        if any(_UNSAFE.search(value) for value in values):
            raise InvalidParameter(name, f"{name} contains a character that no text can have (NUL or half a pair).")


def _shown(name: str) -> str:
    return re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", name[:60])


LANG = Pattern(
    name="lang",
    description="The language in which texts are wanted (ISO 639-1); a practice that lacks it comes in its original one.",
    pattern="[a-z]{2}",
    form="a language code of two small letters, such as pl or en",
    default="pl",
)
PAGE = Integer(name="page", description="The page, from 1.", default=1, maximum=10_000)
PAGE_SIZE = Integer(name="page_size", description="How many on a page.", default=50, maximum=100)
