"""No link of any page leads nowhere: not to a missing page, not to a part that a page does not have."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from playwright.sync_api import APIRequestContext

from .conftest import Opened
from .pages import ALL
from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

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


def _kind(path: str) -> str:
    """The name of the view that answers, the path itself where none does."""
    with override(get_language_from_path(path) or "pl"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return path


@pytest.mark.parametrize("who", sorted({visit.who for visit in ALL}), ids=lambda who: who.split("@")[0] or "visitor")
def test_no_link_leads_nowhere(who: str, site: Site, open_browser: Opened) -> None:
    asking = open_browser(who).context.request
    read: dict[str, tuple[int, _Links]] = {}
    followed: Counter[str] = Counter()
    dead = []
    for visit in [visit for visit in ALL if visit.who == who]:
        own = visit.address(site)
        read[own] = _read(asking, own)
        for link in read[own][1].links:
            target = urlsplit(urljoin(own, link))
            if target.scheme or target.netloc:
                continue
            path = urlunsplit(target._replace(fragment=""))
            if path not in read:
                kind = _kind(target.path) + ("#" if target.fragment else "")
                if followed[kind] >= _OF_A_KIND:
                    continue
                followed[kind] += 1
                read[path] = _read(asking, path)
            status, there = read[path]
            missing = target.fragment and unquote(target.fragment) not in there.parts
            # What was withdrawn or is forbidden says so on a page of its own.
            if status not in {200, 403, 410, visit.status} or missing:
                dead.append(f"{visit.name}: {link} ({status})")
    assert dead == []
