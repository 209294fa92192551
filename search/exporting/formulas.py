"""Texts that a spreadsheet would run: whoever writes a title must not be able to write a formula into somebody else's file."""

# What begins a formula, in both widths that spreadsheets read, and what they pass over before it.
_BEGINNINGS = tuple("=+-@＝＋－＠")
_CONTROLS = ("\t", "\r", "\n")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula: by its first sign, spaces passed over, or by a control character."""
    return text.startswith(_CONTROLS) or text.lstrip().startswith(_BEGINNINGS)
