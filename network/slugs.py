"""Names as parts of addresses: ASCII, lower case, words joined by hyphens."""

from django.utils.text import slugify

# Letters that do not decompose, so that NFKD alone would drop them.
_BY_HAND = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i"}
)


def ascii_slug(text: str, longest: int = 80) -> str:
    """`text` in ASCII, at most `longest` characters, cut between words where it can be; empty where
    no letter is left.
    """
    slug = slugify(text.translate(_BY_HAND))
    if len(slug) <= longest:
        return slug
    cut = slug[: longest + 1].rpartition("-")[0]
    return (cut or slug[:longest]).strip("-")
