"""Names of languages."""

from django.utils.translation import get_language_info, override


def language_name(code: str, shown_in: str) -> str:
    """The name of a language (ISO 639-1) in another one; the code itself where it is unknown."""
    try:
        info = get_language_info(code)
    except KeyError:
        return code
    with override(shown_in):
        return str(info["name_translated"])
