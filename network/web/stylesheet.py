"""The stylesheet: the readable files of `network/web/css/` joined in order into one, so that a page asks once.

`python -m network.web.stylesheet` writes it (`make css`); a test fails while it is behind its sources.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "static" / "network" / "site.css"

# Tokens first, paper and motion last: later files may override earlier ones.
ORDER = (
    "fonts", "tokens", "base", "layout", "controls", "status", "forms", "data",
    "landing", "search", "practice", "city", "desk", "print",
)  # fmt: skip


def stylesheet() -> str:
    """All sources in order, each under a line that names its file."""
    parts = [f"/* css/{name}.css */\n{(HERE / 'css' / f'{name}.css').read_text(encoding='utf-8')}" for name in ORDER]
    return "/* Joined by network/web/stylesheet.py; edit network/web/css/ and run it again. */\n" + "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(stylesheet(), encoding="utf-8")
