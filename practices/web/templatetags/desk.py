"""Tags of the desk: a text field with its original beside it, a field of a row, segments of differences."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices.web.desk.editor import Editor
from practices.web.desk.rows import RowForm
from practices.web.desk.words import Segment

register = template.Library()


@register.inclusion_tag("forms/field.html", takes_context=True)
def text_field(context: Context, name: str) -> dict[str, Any]:
    """A text of the page's language; where it is a translation, with the original to look at."""
    editor: Editor = context["editor"]
    original = editor.content.texts.get(editor.content.original_language)
    source = getattr(original, name) if editor.translating and original else ""
    return {
        "field": editor.texts[name],
        "source": source,
        "source_language": editor.content.original_language,
        "language": context.get("language"),
    }


@register.inclusion_tag("forms/field.html", takes_context=True)
def row_field(context: Context, form: RowForm, name: str, wide: bool = False) -> dict[str, Any]:
    """A localised text of a row; where it is a translation, with the original to look at."""
    editor: Editor = context["editor"]
    source = ""
    if editor.translating:
        source = form.others_as_typed().get(name, {}).get(editor.content.original_language, "")
    return {
        "field": form[name],
        "source": source,
        "source_language": editor.content.original_language,
        "wide": wide,
        "language": context.get("language"),
    }


@register.simple_tag(takes_context=True)
def row_count(context: Context, name: str) -> SafeString:
    """How many rows the page shows, for whoever reads them."""
    editor: Editor = context["editor"]
    return format_html('<input type="hidden" name="{}-count" value="{}">', name, editor.rows[name].next_index)


@register.filter
def segments(found: tuple[Segment, ...]) -> SafeString:
    """Runs of text as ins and del, each told apart without colour too; line ends are kept."""
    return format_html_join("", "{}", ((_segment(segment),) for segment in found))


def _segment(segment: Segment) -> SafeString:
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in segment.text.split("\n")))
    if segment.kind == "added":
        return format_html('<ins><span class="vh">{}</span>{}</ins>', _("[dodano:] "), lines)
    if segment.kind == "removed":
        return format_html('<del><span class="vh">{}</span>{}</del> ', _("[usunięto:] "), lines)
    return lines
