"""No link of any page leads nowhere: not to a missing page, not to a part that a page does not have."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import APIRequestContext

from .conftest import Opened
from .pages import ALL
from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Pages of one kind have the same links; some of each are followed.
_OF_A_KIND = 4


class _Links(HTMLParser):
    """The addresses that a page links to and the parts it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.parts.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))


def _read(asking: APIRequestContext, path: str) -> tuple[int, _Links]:
    answer = asking.get(path)
    is_page = "text/html" in answer.headers.get("content-type", "")
    return answer.status, _Links(answer.text() if is_page else "")


@pytest.mark.parametrize("who", sorted({visit.who for visit in ALL}), ids=lambda who: who.split("@")[0] or "visitor")
def test_no_link_leads_nowhere(who: str, site: Site, open_browser: Opened) -> None:
    asking = open_browser(who).context.request
    read: dict[str, tuple[int, _Links]] = {}
    followed: Counter[str] = Counter()
    dead = []
    for visit in [visit for visit in ALL if visit.who == who]:
        own = visit.address(site)
        _status, page = read.setdefault(own, _read(asking, own))
        for link in page.links:
            target = urlsplit(link)
            path = link.partition("#")[0] or own
            if target.scheme or target.netloc:
                continue
            if path not in read:
                kind = resolve(target.path).view_name + ("#" if target.fragment else "")
                if followed[kind] >= _OF_A_KIND:
                    continue
                followed[kind] += 1
                read[path] = _read(asking, path)
            status, there = read[path]
            expected = visit.status if path == own else 200
            if status != expected or (target.fragment and unquote(target.fragment) not in there.parts):
                dead.append(f"{visit.name}: {link} ({status})")
    assert dead == []
