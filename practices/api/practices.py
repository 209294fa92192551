"""Practices one by one, page by page, and what changed."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from network.api.conditional import Validators
from network.api.parameters import BIGGEST, LANG, Integer, Text
from network.api.problems import NothingHere, Problem, Withdrawn
from network.api.views import ApiView, Response
from practices.api.cards import CardSerializer, card_json
from practices.api.cursor import cursor_after, id_of
from practices.api.item_serializers import ChangesSerializer, ItemSerializer
from practices.api.items import item_json, tombstone_json
from practices.errors import FeedRestarted, PracticeGone, PracticeNotFound, Tombstone
from practices.selectors.cards import practice_cards
from practices.selectors.changes import Change, changes_after
from practices.selectors.items import PublicItem, Stamp, public_ids, public_item, public_items, public_stamp

# Grows when the form of an item changes, so that no partner keeps an old form as unchanged.
REPRESENTATION = 1


class FeedBeganAnew(Problem):
    """410: the number was read from a feed that is no more."""

    status_code = 410
    kind, title = "feed-restarted", "The feed began anew"


class PracticePageSerializer(serializers.Serializer[Any]):
    """A page of practices in the order of their ids."""

    results = CardSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="The address of the next page; null on the last.")


class PracticesView(ApiView):
    """Everything public."""

    CURSOR = Text(name="cursor", description="The page; taken from `next` of the page before.", longest=60)
    PAGE_SIZE = Integer(name="page_size", description="How many on a page.", default=50, maximum=100)
    parameters = (CURSOR, PAGE_SIZE, LANG)

    @extend_schema(
        operation_id="practices_list",
        summary="Everything public, page by page",
        description=(
            "Published and archived practices (`state` tells them apart) in the order of their ids. To keep a copy in step "
            "use the changes feed instead: it also tells what was withdrawn."
        ),
        tags=["practices"],
        responses=PracticePageSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page."""
        size, language = self.value(self.PAGE_SIZE), self.value(LANG)
        ids = public_ids(after=id_of(self.value(self.CURSOR)), limit=size + 1)
        shown = ids[:size]
        cards = practice_cards(shown, language=language, include_archived=True)
        return Response(
            {
                "results": [card_json(cards[id], language) for id in shown if id in cards],
                "next": self._address(shown[-1], size, language) if len(ids) > size else None,
            }
        )

    def _address(self, last: int, size: int, language: str) -> str:
        query = urlencode({"cursor": cursor_after(last), "page_size": size, "lang": language})
        return f"{settings.SITE_URL}{reverse('api-practices')}?{query}"


class PracticeView(ApiView):
    """One practice in full."""

    @extend_schema(
        operation_id="practices_retrieve",
        summary="One practice in full",
        description=(
            "All languages and all parts. 404 where it never was public; 410 where it was withdrawn: then the problem names "
            "its id and dates, and copies of it should be deleted. Send If-None-Match to be told 304 while nothing has changed."
        ),
        tags=["practices"],
        responses=ItemSerializer,
    )
    def get(self, request: Request, id: int) -> HttpResponseBase:
        """The practice, or 304."""
        stamp = stamp_or_problem(id)
        validators = Validators.of(
            "practice", REPRESENTATION, id, stamp.search_version, stamp.state,
            last_modified=stamp.updated_at, dated=True,
        )  # fmt: skip
        return validators.answer(request, lambda: item_json(_item_or_problem(id)))


class ChangesView(ApiView):
    """The feed of changes."""

    AFTER = Integer(
        name="after", description="The `next_after` of the piece read before; 0 to begin.", default=0, minimum=0
    )
    LIMIT = Integer(name="limit", description="How many changes at most.", default=50, maximum=200)
    parameters = (AFTER, LIMIT)

    @extend_schema(
        operation_id="changes_list",
        summary="What changed, in order",
        description=(
            "Every publication, new version, archiving and withdrawal. The feed is compact: each practice stands in it once, "
            "at its last change, as it is now. Nothing ever appears at or below a number that has been read, so a reader that "
            "goes on from `next_after` misses nothing: put every `practice` in place of what you have of it, delete what has "
            "a `tombstone`. A 410 of the kind `feed-restarted` tells that the database was restored from a backup: empty your copy "
            "and begin with 0."
        ),
        tags=["practices"],
        responses=ChangesSerializer,
    )
    def get(self, request: Request) -> Response:
        """One piece of the feed."""
        after, limit = self.value(self.AFTER), self.value(self.LIMIT)
        try:
            changes = changes_after(after, limit + 1)
        except FeedRestarted as restarted:
            raise FeedBeganAnew(
                "The database was restored from a backup, and the feed began anew. Empty your copy and read with after=0."
            ) from restarted
        shown = changes[:limit]
        items = public_items([change.practice for change in shown])
        return Response(
            {
                "results": [
                    _change_json(change, items[change.practice]) for change in shown if change.practice in items
                ],
                "next_after": shown[-1].number if shown else after,
                "more": len(changes) > limit,
            }
        )


def stamp_or_problem(id: int) -> Stamp:
    """The stamp of a public practice; raises the 404 or 410 of one that is not."""
    if id > BIGGEST:
        raise _never_public(id)
    try:
        return public_stamp(id)
    except PracticeGone as gone:
        raise _withdrawn(gone) from gone
    except PracticeNotFound as error:
        raise _never_public(id) from error


def _item_or_problem(id: int) -> PublicItem:
    try:
        return public_item(id)
    except PracticeGone as gone:
        raise _withdrawn(gone) from gone
    except PracticeNotFound as error:
        raise _never_public(id) from error


def _withdrawn(gone: PracticeGone) -> Withdrawn:
    sentence = f"Practice {gone.tombstone.id} was withdrawn. Delete your copy of it."
    return Withdrawn(sentence, **tombstone_json(gone.tombstone))


def _never_public(id: int) -> NothingHere:
    return NothingHere(f"There is no practice {str(id)[:20]}, or it was never published. /api/v1/practices/ lists all.")


def _change_json(change: Change, item: PublicItem | Tombstone) -> dict[str, Any]:
    """A change with the practice as it is now, which the item knows better than the change: it was read later."""
    gone = isinstance(item, Tombstone)
    return {
        "number": change.number,
        "id": change.practice,
        "change": "withdrawn" if gone else change.kind,
        "changed_at": item.withdrawn_at if isinstance(item, Tombstone) else change.happened_at,
        "practice": None if isinstance(item, Tombstone) else item_json(item),
        "tombstone": tombstone_json(item) if isinstance(item, Tombstone) else None,
    }
