"""Two people saved the same draft: both texts are shown, field by field, and nothing is lost."""

from collections.abc import Sequence
from dataclasses import fields, replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from practices.content import PracticeContent, Text
from practices.content_rules import checked
from practices.models import PracticeVersion

from .differences import differences

# What belongs to the request and not to the content.
_NOT_TYPED = {"csrfmiddlewaretoken", "revision", "do", "remove", "add_tag", "keep_saved"}


def same_content(mine: PracticeContent, saved: PracticeContent) -> bool:
    """Whether both say the same; maps of texts are compared by what they say."""
    return _plain(mine) == _plain(saved)


def _plain(content: PracticeContent) -> PracticeContent:
    said = {language: text for language, text in content.texts.items() if text != Text()}
    return replace(content, texts=said)


def merged(mine: PracticeContent, saved: PracticeContent, keep_saved: Sequence[str]) -> PracticeContent:
    """`mine`, with the fields named in `keep_saved` (keys of `Difference`) as they are saved."""
    names = {field.name for field in fields(PracticeContent)} - {"texts"}
    taken = {name: getattr(saved, name) for name in keep_saved if name in names}
    texts = dict(mine.texts)
    for key in keep_saved:
        prefix, _, rest = key.partition("-")
        language, _, name = rest.partition("-")
        if prefix == "t" and name in {field.name for field in fields(Text)}:
            theirs = getattr(saved.texts.get(language, Text()), name)
            texts[language] = replace(texts.get(language, Text()), **{name: theirs})
    return replace(mine, texts=texts, **taken)


def conflict_page(
    request: HttpRequest,
    version: PracticeVersion,
    *,
    saved: PracticeContent,
    mine: PracticeContent,
    data: QueryDict,
    back: str,
) -> HttpResponse:
    """409: what differs, a choice for each field, and everything typed in hidden fields, to be saved again."""
    typed = [(name, value) for name, values in data.lists() if name not in _NOT_TYPED for value in values]
    context = {
        "section": "my-city",
        "robots": "noindex",
        "version": version,
        "practice": version.practice,
        "differences": differences(saved, checked(mine)),
        "typed": typed,
        "form_url": back,
    }
    return render(request, "desk/conflict.html", context, status=409)
