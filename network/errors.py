"""Refusals: what a service says when it does not do what it was asked to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words
else:
    Words = str | Promise

__all__ = ["Problem", "Refused", "Words"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, and what to do; `language` is empty for a field that has no language."""

    field: str
    language: str
    message: Words


class Refused(Exception):
    """A step that is not done, with a sentence for the person who asked.

    `code` is stable and machine-readable: "forbidden", "illegal-step", "conflict", "incomplete", "invalid",
    "reason-needed",
    "expired" and the like. `problems` names the fields where there are some.
    """

    def __init__(self, code: str, message: Words, problems: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return " ".join([str(self.message), *(f"{p.field}: {p.message}" for p in self.problems)])
