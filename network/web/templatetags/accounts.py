"""Tags of the account pages."""

from django import template
from django.template.context import Context

from network.web.panels import Panel, panels_of

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_in_panels(context: Context) -> list[Panel]:
    """What other rooms add to the sign-in page."""
    return panels_of("sign-in", context["request"], None)
