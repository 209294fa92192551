"""Reading pages as a browser with our security policy would."""

import itertools
from collections import Counter
from html.parser import HTMLParser

_VOID_OF_LABEL = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """What matters of a page: its ids, headings, icons, fields, and everything that the policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.headings: list[str] = []
        self.inline: list[str] = []
        self.foreign: list[str] = []
        self.uses: set[str] = set()
        self.symbols: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.fragments: set[str] = set()
        self.languages: dict[str, str] = {}
        self._in_label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] += 1
        self._forbidden(tag, given)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(tag)
        elif tag == "use":
            self.uses.add(given["href"].removeprefix("#"))
        elif tag == "symbol":
            self.symbols.add(given["id"])
        elif tag == "label":
            self._in_label += 1
            self.labels.add(given.get("for", ""))
        elif tag in {"input", "select", "textarea"} and given.get("type") not in _VOID_OF_LABEL:
            self.fields.append({**given, "labelled": "yes" if self._in_label else ""})
        if tag == "a" and given.get("href", "").startswith("#"):
            self.fragments.add(given["href"][1:])
        if tag == "link" and given.get("rel") == "alternate":
            self.languages[given["hreflang"]] = given["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label -= 1

    def _forbidden(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on") or name.startswith("hx-on")]
        if tag in {"script", "img", "iframe", "link", "use"} and given.get("rel") not in {"canonical", "alternate"}:
            address = given.get("src") or given.get("href", "")
            if address.startswith(("http:", "https:", "//", "data:")):
                self.foreign.append(address)

    def faults(self) -> list[str]:
        """Everything wrong with the page; empty for a good one."""
        faults = [f"inline: {item}" for item in self.inline] + [f"foreign: {item}" for item in self.foreign]
        faults += [f"id twice: {name}" for name, times in self.ids.items() if times > 1]
        faults += [f"icon without its symbol: {name}" for name in self.uses - self.symbols]
        faults += [f"link to nowhere: #{name}" for name in self.fragments - set(self.ids)]
        if self.headings.count("h1") != 1:
            faults.append(f"{self.headings.count('h1')} h1")
        levels = [int(heading[1]) for heading in self.headings]
        faults += [f"h{a} then h{b}" for a, b in itertools.pairwise(levels) if b > a + 1]
        for item in self.fields:
            if not (item["labelled"] or item.get("id") in self.labels or "aria-label" in item):
                faults.append(f"field without a label: {item.get('name')}")
        return faults
