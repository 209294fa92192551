"""The icons of `icons.svg`, so that a page carries only the symbols it uses, inline, once."""

import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest

_SYMBOL = re.compile(r'<symbol id="i-([a-z0-9-]+)".*?</symbol>')
_USED = "icons_used"


@cache
def symbols() -> dict[str, str]:
    """Name of the icon -> its `<symbol>` element, in the order of the file."""
    source = (Path(__file__).resolve().parent / "icons.svg").read_text(encoding="utf-8")
    return {match[1]: match[0] for match in _SYMBOL.finditer(source)}


def note_use(request: HttpRequest | None, name: str) -> None:
    """Remember that the page of this request shows the icon; KeyError where there is no such icon."""
    if name not in symbols():
        raise KeyError(f"There is no icon {name!r} in network/web/icons.svg.")
    if request is not None:
        request.__dict__.setdefault(_USED, set()).add(name)


def used_symbols(request: HttpRequest | None) -> list[str]:
    """The symbols the page needs; all of them where no request tells."""
    if request is None:
        return list(symbols().values())
    used = request.__dict__.get(_USED, set())
    return [symbol for name, symbol in symbols().items() if name in used]
