"""Tags: one for every spelling, merged in one step, counted as readers see them."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from network.models import Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from practices.errors import Refused
from practices.models import Practice, PublicChange, Tag, VersionTag
from practices.selectors.tags import (
    TagCount,
    canonical_slugs,
    resolve_tag,
    tag_counts,
    tag_names,
    tag_slugs_named,
)
from practices.services.tags import ensure_tags, merge_tags, rename_tag, undo_merge
from practices.text.tags import parse_tags, tag_key
from practices.topics import PRACTICE, SEQUENCE
from tests.factories import a_draft, a_published_practice, a_user, a_withdrawn_practice, an_archived_practice, content

SPELLINGS = ["ŻÓŁTA ŁÓDŹ", "żółta łódź", "Żółta  Łódź", unicodedata.normalize("NFD", "żółta łódź"), " żółta\tłódź "]


def test_a_tag_is_the_same_in_every_spelling() -> None:
    assert {tag_key(name) for name in SPELLINGS} == {"żółta łódź"}
    assert tag_key("Straße") == tag_key("STRASSE") and tag_key("ﬁrma") == tag_key("FIRMA")
    assert tag_key("łódź") != tag_key("lodz")


def test_tags_are_separated_by_commas_only() -> None:
    assert parse_tags('zielone dachy, "woda" ; las,, WODA , woda') == ["zielone dachy", '"woda" ; las', "WODA"]
    assert parse_tags(" , ,") == []


@given(st.text())
@settings(max_examples=150)
def test_keys_are_stable(text: str) -> None:
    assert tag_key(tag_key(text)) == tag_key(text)
    assert unicodedata.is_normalized("NFKC", tag_key(text))


@given(st.lists(st.text(st.characters(blacklist_characters=",")), max_size=8))
@settings(max_examples=150)
def test_parsing_gives_back_each_tag_once_whatever_was_typed(names: list[str]) -> None:
    parsed = parse_tags(",".join(names))
    keys = [tag_key(name) for name in parsed]
    assert keys == list(dict.fromkeys(tag_key(name) for name in names if tag_key(name)))
    assert parse_tags(", ".join(parsed)) == parsed
    assert all(name == name.strip() and "," not in name for name in parsed)


@pytest.mark.django_db
def test_one_tag_per_key_and_the_first_spelling_stays() -> None:
    [first] = ensure_tags(["Żółta łódź"])
    assert [ensure_tags([name]) for name in SPELLINGS] == [[first]] * len(SPELLINGS)
    assert Tag.objects.get().name == "Żółta łódź"


@pytest.mark.django_db
def test_tags_that_share_an_ascii_slug_get_their_own_addresses() -> None:
    ids = ensure_tags(["łódka", "lodka", "Łodka", "日本", "🚲"])
    assert len(set(ids)) == 5
    slugs = list(Tag.objects.order_by("id").values_list("slug", flat=True))
    assert len(set(slugs)) == 5 and all(slug and slug.isascii() for slug in slugs)


@pytest.mark.django_db
def test_known_tags_cost_one_query_however_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    names = [f"tag {i}" for i in range(20)]
    ids = ensure_tags(names)
    with django_assert_num_queries(1):
        assert ensure_tags(names) == ids


def _tag(key: str) -> Tag:
    tag: Tag = Tag.objects.get(key=key)
    return tag


def _settled(drained: Callable[[], Drained]) -> dict[int, int]:
    """The outbox emptied; the search versions by practice."""
    drained()
    OutboxRow.objects.all().delete()
    return dict(Practice.objects.values_list("id", "search_version"))


def _touched(before: dict[int, int]) -> set[int]:
    """The practices told of: the same by version, by outbox rows of both topics, and by changes to be numbered."""
    after = dict(Practice.objects.values_list("id", "search_version"))
    grown = {id for id, version in after.items() if version > before[id]}
    assert all(after[id] == before[id] + 1 for id in grown)
    for topic in (PRACTICE, SEQUENCE):
        assert sorted(OutboxRow.objects.filter(topic=topic).values_list("key", flat=True)) == sorted(grown)
    assert set(PublicChange.objects.filter(number=None).values_list("practice_id", flat=True)) == grown
    return grown


@pytest.mark.django_db
def test_a_rename_reaches_exactly_the_public_practices_that_carry_the_tag(drained: Callable[[], Drained]) -> None:
    live, archived = a_published_practice(tags=("rower", "woda")), an_archived_practice(tags=("rower",))
    a_published_practice(tags=("woda",))
    a_withdrawn_practice(tags=("rower",))
    a_draft(what=content(tags=("rower",)))
    before = _settled(drained)
    tag = rename_tag(actor=a_user(Role.OPERATOR), tag=_tag("rower"), name="Ruch rowerowy")
    assert _touched(before) == {live.pk, archived.pk}
    assert (tag.name, tag.key, tag.slug) == ("Ruch rowerowy", "ruch rowerowy", "rower")


@pytest.mark.django_db
def test_renaming_to_the_name_of_another_tag_is_refused() -> None:
    ensure_tags(["rower", "Łódź"])
    with pytest.raises(Refused) as refused:
        rename_tag(actor=a_user(Role.OPERATOR), tag=_tag("rower"), name="ŁÓDŹ")
    assert refused.value.code == "taken"
    renamed = rename_tag(actor=a_user(Role.OPERATOR), tag=_tag("rower"), name="ROWER")
    assert renamed.name == "ROWER"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", " ", "a,b", "x" * 101, "ﷺ" * 99])
def test_a_name_that_is_no_tag_is_refused(name: str) -> None:
    ensure_tags(["rower"])
    with pytest.raises(Refused) as refused:
        rename_tag(actor=a_user(Role.OPERATOR), tag=_tag("rower"), name=name)
    assert refused.value.code == "invalid"


@pytest.mark.django_db
def test_merging_is_seen_by_readers_and_rewrites_no_version(drained: Callable[[], Drained]) -> None:
    one, other = a_published_practice(tags=("rower",)), a_published_practice(tags=("rowery",))
    before = _settled(drained)
    merge_tags(actor=a_user(Role.OPERATOR), tag=_tag("rower"), into=_tag("rowery"))
    assert _touched(before) == {one.pk}
    assert tag_counts() == [TagCount("rowery", "rowery", 2)]
    assert list(VersionTag.objects.order_by("id").values_list("tag__key", flat=True)) == ["rower", "rowery"]
    before = _settled(drained)
    undo_merge(actor=a_user(Role.OPERATOR), tag=_tag("rower"))
    assert _touched(before) == {one.pk}
    assert tag_counts() == [TagCount("rower", "rower", 1), TagCount("rowery", "rowery", 1)]
    assert other.pk


@pytest.mark.django_db
def test_a_merge_never_makes_a_chain(drained: Callable[[], Drained]) -> None:
    practices = {key: a_published_practice(tags=(key,)) for key in ("a", "b", "c", "d")}
    operator = a_user(Role.OPERATOR)
    merge_tags(actor=operator, tag=_tag("a"), into=_tag("b"))
    before = _settled(drained)
    merge_tags(actor=operator, tag=_tag("b"), into=_tag("c"))
    assert _touched(before) == {practices["a"].pk, practices["b"].pk}
    merge_tags(actor=operator, tag=_tag("d"), into=_tag("a"))
    assert dict(Tag.objects.values_list("key", "canonical__key")) == {"a": "c", "b": "c", "c": None, "d": "c"}
    for key in ("a", "b"):
        with pytest.raises(Refused) as refused:
            merge_tags(actor=operator, tag=_tag("c"), into=_tag(key))
        assert refused.value.code == "invalid"


@pytest.mark.django_db
def test_renaming_the_canonical_tag_reaches_those_who_typed_the_merged_one(drained: Callable[[], Drained]) -> None:
    typed = a_published_practice(tags=("rower",))
    a_published_practice(tags=("woda",))
    ensure_tags(["rowery"])
    operator = a_user(Role.OPERATOR)
    merge_tags(actor=operator, tag=_tag("rower"), into=_tag("rowery"))
    before = _settled(drained)
    rename_tag(actor=operator, tag=_tag("rowery"), name="Ruch rowerowy")
    assert _touched(before) == {typed.pk}
    before = _settled(drained)
    rename_tag(actor=operator, tag=_tag("rower"), name="bicykl")
    assert _touched(before) == set()


@pytest.mark.django_db
def test_only_operators_change_tags() -> None:
    ensure_tags(["a", "b"])
    for person in (a_user(), a_user(Role.REVIEWER)):
        with pytest.raises(Refused) as refused:
            merge_tags(actor=person, tag=_tag("a"), into=_tag("b"))
        assert refused.value.code == "forbidden"


@pytest.mark.django_db
def test_a_tag_is_found_by_its_address_and_by_any_spelling_of_its_name() -> None:
    ensure_tags(["Łódź", "rower", "rowery"])
    merge_tags(actor=a_user(Role.OPERATOR), tag=_tag("rower"), into=_tag("rowery"))
    assert [tag_slugs_named(name) for name in ("lodz", "ŁÓDŹ", "Rower", "nic")] == [["lodz"], ["lodz"], ["rowery"], []]
    assert canonical_slugs(["rower", "nieznany", "rowery", "lodz"]) == ["rowery", "nieznany", "lodz"]
    assert tag_names(["lodz", "nic"], "en") == {"lodz": "Łódź"}
    assert resolve_tag("") is None


@pytest.mark.django_db
def test_counts_are_of_published_practices_and_count_each_once() -> None:
    a_published_practice(tags=("rower", "rowery"))
    an_archived_practice(tags=("rowery",))
    a_withdrawn_practice(tags=("rowery",))
    a_draft(what=content(tags=("rowery",)))
    merge_tags(actor=a_user(Role.OPERATOR), tag=_tag("rower"), into=_tag("rowery"))
    assert tag_counts() == [TagCount("rowery", "rowery", 1)]
    assert tag_counts(q="OWER") == tag_counts() and tag_counts(q="woda") == []
