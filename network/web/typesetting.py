"""Polish typography for whole pages: non-breaking spaces in text, never inside tags, fields or code."""

import re

from network.polish import nbsp

_TAG = re.compile(r"(<[^>]*>)")
_LEFT_ALONE = frozenset({"script", "style", "textarea", "pre", "code", "kbd", "svg", "option"})
_NAME = re.compile(r"</?([a-z0-9-]+)")


def typeset(html: str) -> str:
    """The same HTML with `network.polish.nbsp` applied to its text nodes."""
    out: list[str] = []
    skipping: str | None = None
    for piece in _TAG.split(html):
        if not piece.startswith("<"):
            out.append(piece if skipping or " " not in piece else nbsp(piece))
            continue
        out.append(piece)
        match = _NAME.match(piece)
        name = match[1] if match else ""
        if skipping is None and name in _LEFT_ALONE and not piece.startswith("</") and not piece.endswith("/>"):
            skipping = name
        elif skipping == name and piece.startswith("</"):
            skipping = None
    return "".join(out)
