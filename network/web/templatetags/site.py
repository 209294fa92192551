"""Tags of every page: icons, the sprite, typography, panels, addresses."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from network.web.icons import note_use, used_symbols
from network.web.panels import Panel
from network.web.typesetting import typeset as typeset_html

register = template.Library()


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str) -> SafeString:
    """The icon as decoration: a word must stand beside it."""
    note_use(getattr(context, "request", None), name)
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}" /></svg>', name)


@register.simple_tag(takes_context=True)
def need_icons(context: Context, names: str) -> str:
    """Put icons (names with spaces) into the page's sprite although only a later fragment will show them."""
    for name in names.split():
        note_use(getattr(context, "request", None), name)
    return ""


@register.simple_tag(takes_context=True)
def sprite(context: Context) -> SafeString:
    """The symbols of the icons used so far: call it last."""
    symbols = "".join(used_symbols(getattr(context, "request", None)))
    # The symbols come from icons.svg of this project.
    return mark_safe(f'<svg class="sprite" aria-hidden="true">{symbols}</svg>')  # noqa: S308


class TypesetNode(template.Node):
    """Its content with Polish typography."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Typeset what is inside, which the template engine has already escaped."""
        return mark_safe(typeset_html(self.nodelist.render(context)))  # noqa: S308


@register.tag
def typeset(parser: Parser, token: Token) -> TypesetNode:
    """{% typeset %}...{% endtypeset %}: non-breaking spaces where Polish wants them."""
    nodelist = parser.parse(("endtypeset",))
    parser.delete_first_token()
    return TypesetNode(nodelist)


@register.simple_tag(takes_context=True)
def render_panel(context: Context, panel: Panel) -> SafeString:
    """A panel, rendered with the page's context and its own."""
    assert context.template is not None
    found = context.template.engine.get_template(panel.template)
    with context.push(**panel.context):
        return found.render(context)
