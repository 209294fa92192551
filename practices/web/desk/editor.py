"""The whole form of a practice in one language: shows a content, reads what was typed, gives a content back.

It knows nothing of requests or of the database (but the list of themes); views call it, services keep what it gives.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from network.errors import Words
from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent, PracticeContent, Text
from practices.errors import Problem
from practices.languages import TEXT_FIELDS

from .forms import DetailsForm, TextsForm
from .rows import MOST_ROWS, ROW_FORMS, RowForm

_DETAILS = tuple(
    field.name
    for field in fields(PracticeContent)
    if field.name not in {"original_language", "texts", *ROW_FORMS}
)  # fmt: skip
SECTION_OF_ROWS = {"indicators": "wskazniki", "costs": "koszty", "blocks": "czesci", "links": "lacza"}
_TEXTS = "t"
_DETAIL = "d"


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """A line of the error summary: what is wrong, the field's id on the page, and the page where it is another one."""

    message: Words
    target: str = ""
    address: str = ""


class Rows:
    """The rows of one kind, as forms in the order of the page."""

    def __init__(self, name: str, parts: Iterable[Any], language: str, data: Mapping[str, Any] | None) -> None:
        self.name = name
        self.language = language
        self._form: type[RowForm] = ROW_FORMS[name]
        self.forms = self._bound(data) if data is not None else [self._shown(i, part) for i, part in enumerate(parts)]

    def _bound(self, data: Mapping[str, Any]) -> list[RowForm]:
        removed = data.get("remove")
        kept = [i for i in range(self._count(data)) if f"{self.name}-{i}" != removed]
        return [self._form(data, prefix=f"{self.name}-{i}") for i in kept]

    def _count(self, data: Mapping[str, Any]) -> int:
        try:
            return max(0, min(int(data.get(f"{self.name}-count", 0)), MOST_ROWS))
        except ValueError:
            return 0

    def _shown(self, index: int, part: Any) -> RowForm:
        initial = asdict(part)
        others: dict[str, dict[str, str]] = {}
        for name in self._form.localised:
            texts = initial[name]
            others[name] = {code: text for code, text in texts.items() if code != self.language}
            initial[name] = texts.get(self.language, "")
        others = {name: texts for name, texts in others.items() if texts}
        initial["others"] = json.dumps(others, ensure_ascii=False) if others else ""
        return self._form(initial=_as_choices(initial), prefix=f"{self.name}-{index}")

    def add(self) -> None:
        """One more empty row at the end."""
        if len(self.forms) < MOST_ROWS:
            self.forms.append(self._form(prefix=f"{self.name}-{self.next_index}"))

    @property
    def next_index(self) -> int:
        """One more than the highest index in use: what the form says as its count."""
        return max((int(str(form.prefix).rsplit("-", 1)[1]) for form in self.forms), default=-1) + 1

    @property
    def filled(self) -> list[RowForm]:
        """The rows that say something, in order."""
        return [form for form in self.forms if not form.is_empty]


def _as_choices(initial: dict[str, Any]) -> dict[str, Any]:
    """Values as the row's choices spell them."""
    if "yearly" in initial:
        initial["yearly"] = "1" if initial["yearly"] else ""
    if "accessible" in initial:
        initial["accessible"] = {True: "1", False: "0", None: ""}[initial["accessible"]]
    if "block" in initial:
        initial["block"] = "" if initial["block"] is None else str(initial["block"])
    return initial


class Editor:
    """All forms of a practice, showing `content` or bound to what was typed (`data`)."""

    def __init__(self, content: PracticeContent, language: str, data: QueryDict | None = None) -> None:
        self.content = content
        self.language = language
        self.data = data
        text = content.texts.get(language)
        self.texts = TextsForm(data, prefix=_TEXTS, initial=asdict(text) if text else {})
        details = {name: getattr(content, name) for name in _DETAILS}
        details |= {name: list(details[name]) for name in ("themes", "tags", "sdgs")}
        self.details = DetailsForm(data, prefix=_DETAIL, initial=details)
        self.rows = {name: Rows(name, getattr(content, name), language, data) for name in ROW_FORMS}
        self.problems: list[ErrorLink] = []

    @property
    def translating(self) -> bool:
        """Whether the page's language is not the original's."""
        return self.language != self.content.original_language

    @property
    def _forms(self) -> Iterator[forms.Form]:
        yield self.texts
        yield self.details
        for rows in self.rows.values():
            yield from rows.filled

    def is_valid(self) -> bool:
        """Whether everything typed can be read."""
        # A list, because every form has to say what is wrong with it.
        return all([form.is_valid() for form in self._forms])  # noqa: C419

    def typed(self) -> PracticeContent:
        """The content as typed; call it after `is_valid()`."""
        texts = dict(self.content.texts)
        texts[self.language] = Text(**{name: self.texts.cleaned_data[name] for name in TEXT_FIELDS})
        details = {name: self.details.cleaned_data[name] for name in _DETAILS}
        details |= {name: tuple(details[name]) for name in ("themes", "tags", "sdgs")}
        return replace(
            self.content,
            texts=texts,
            **details,
            indicators=tuple(self._indicator(form) for form in self.rows["indicators"].filled),
            costs=tuple(self._cost(form) for form in self.rows["costs"].filled),
            blocks=tuple(self._block(form) for form in self.rows["blocks"].filled),
            links=tuple(self._link(form) for form in self.rows["links"].filled),
        )

    def _indicator(self, form: RowForm) -> IndicatorContent:
        data = form.cleaned_data
        return IndicatorContent(
            name=form.texts("name", self.language),
            baseline=data["baseline"],
            value=data["value"],
            unit=data["unit"],
            measured_on=data["measured_on"],
            source=form.texts("source", self.language),
        )

    def _cost(self, form: RowForm) -> CostContent:
        data = form.cleaned_data
        return CostContent(
            what=form.texts("what", self.language),
            amount=data["amount"],
            currency=data["currency"],
            price_year=data["price_year"],
            yearly=data["yearly"],
            funding_source=form.texts("funding_source", self.language),
        )

    def _block(self, form: RowForm) -> BlockContent:
        name, description = (form.texts(field, self.language) for field in ("name", "description"))
        return BlockContent(name=name, description=description)

    def _link(self, form: RowForm) -> LinkContent:
        data = form.cleaned_data
        return LinkContent(
            kind=data["kind"] or "website",
            url=data["url"],
            title=form.texts("title", self.language) or {self.language: data["url"]},
            alt=form.texts("alt", self.language),
            author=data["author"],
            licence=data["licence"],
            language=data["language"],
            accessible=data["accessible"],
            block=self._kept_block(data["block"]),
        )

    def _kept_block(self, chosen: str) -> int | None:
        """The chosen part's place among the parts that are kept; none where it has been removed or left empty."""
        places = {str(form.prefix).rsplit("-", 1)[1]: place for place, form in enumerate(self.rows["blocks"].filled)}
        return places.get(chosen)

    def refuse(self, problems: Iterable[Problem], addresses: Mapping[str, str]) -> None:
        """Put a service's problems at their fields; those of other languages become links to `addresses`."""
        for problem in problems:
            form, name = self._place(problem)
            elsewhere = problem.language and problem.language != self.language
            if elsewhere and (name in TEXT_FIELDS or form is None):
                address = addresses.get(problem.language, "")
                self.problems.append(ErrorLink(problem.message, f"id_{_TEXTS}-{name}", address))
            elif form is not None and name in form.fields:
                self._add_error(form, name, problem.message)
            else:
                self.problems.append(ErrorLink(problem.message, section_of(problem.field)))

    def _add_error(self, form: forms.Form, name: str, message: Words) -> None:
        if not form.is_bound:
            # A form that only shows has no errors of its own yet; it carries the refusal beside what it shows.
            form.errors.setdefault(name, form.error_class()).append(str(message))
        elif str(message) not in form.errors.get(name, []):
            form.add_error(name, str(message))

    def _place(self, problem: Problem) -> tuple[forms.Form | None, str]:
        kind, _, rest = problem.field.partition(".")
        if kind in self.rows:
            index, _, name = rest.partition(".")
            filled = self.rows[kind].filled
            if index.isdecimal() and int(index) < len(filled):
                return filled[int(index)], name
            return None, kind
        return (self.texts if kind in TEXT_FIELDS else self.details), kind

    @cached_property
    def error_links(self) -> list[ErrorLink]:
        """Everything that is wrong, in the order of the page."""
        links = list(self.problems)
        for form in self._forms:
            for name, errors in form.errors.items():
                links.append(ErrorLink(str(errors[0]), form[name].auto_id if name in form.fields else ""))
        return links


def section_of(field: str) -> str:
    """The id of the section or field on the form's page that a problem's field name means."""
    kind, _, rest = field.partition(".")
    if kind in ROW_FORMS:
        index, _, name = rest.partition(".")
        return f"id_{kind}-{index}-{name}" if name else SECTION_OF_ROWS[kind]
    return f"id_{_TEXTS}-{kind}" if kind in TEXT_FIELDS else f"id_{_DETAIL}-{kind}"
