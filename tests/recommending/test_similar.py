"""Practices like a practice."""

from collections.abc import Callable
from typing import Any

from network.models import Role
from practices.models import Practice
from practices.services.lifecycle import archive, withdraw_practice
from search.recommending.similar import similar_practices
from tests.factories import a_published_practice, a_text, a_theme, a_user
from tests.finding.asking import index_everything

_RAIN = "Ogrody deszczowe i niecki z turzycą zbierają deszczówkę ze szkolnych dachów."


def about(title: str, text: str, **fields: Any) -> Practice:
    """A practice that speaks of one thing."""
    quiet = dict.fromkeys(("challenge", "results", "lessons", "conditions"), "Opis.")
    texts = {"pl": a_text(title, summary=text, **(quiet | {"solution": text}))}
    return a_published_practice(texts=texts, **fields)


def similar(practice: Practice) -> list[int]:
    """Ids of what is like it, in order."""
    return [found.card.id for found in similar_practices(practice.pk, language="pl")]


def test_what_reads_alike_comes_and_what_does_not_stays_away() -> None:
    rain = about("Deszczówka", _RAIN, tags=("retencja",), themes=("woda",))
    alike = about("Szkolne ogrody", "Ogród deszczowy z turzycą przy szkole.", tags=("retencja",), themes=("woda",))
    about("Kamery", "Kamery liczą samochody na skrzyżowaniach.", themes=("ruch",))
    index_everything()
    assert similar(rain) == [alike.pk]


def test_every_reason_is_true_and_a_sentence_in_both_languages() -> None:
    rain = about("Deszczówka", _RAIN, tags=("retencja", "szkoły"), themes=("woda",))
    about("Szkolne ogrody", "Ogród deszczowy z turzycą przy szkole.", tags=("retencja",), themes=("woda", "ruch"))
    index_everything()
    reasons = {r.kind: r for r in similar_practices(rain.pk, language="pl")[0].reasons}
    assert reasons.keys() == {"shared-themes", "shared-tags", "shared-words"}
    assert [t["slug"] for t in reasons["shared-themes"].values["themes"]] == ["woda"]
    assert [t["name"] for t in reasons["shared-tags"].values["tags"]] == ["retencja"]
    words = reasons["shared-words"].values["words"]
    assert words and not {"zbierają", "dachów"} & set(words)
    assert set(words) <= {*_RAIN.lower().replace(".", "").split(), "opis"}
    assert reasons["shared-tags"].sentence("pl") == "Wspólny tag: retencja."
    for reason in reasons.values():
        assert reason.sentence("pl") != reason.sentence("en") and reason.sentence("en").endswith(".")


def test_a_shared_sub_theme_weighs_more_than_a_shared_theme_and_is_the_one_that_is_named() -> None:
    for slug in ("deszcz", "drzewa"):
        a_theme(slug, parent=a_theme("woda"))
    rain, same, near, far = (
        about(f"Deszczówka {place}", _RAIN, themes=(theme,))
        for place, theme in enumerate(("deszcz", "deszcz", "drzewa", "ruch"))
    )
    index_everything()
    found = {r.card.id: r for r in similar_practices(rain.pk, language="pl")}
    assert list(found) == [same.pk, near.pk, far.pk]

    def shared(id: int) -> list[str]:
        reasons = (r for r in found[id].reasons if r.kind == "shared-themes")
        return [theme["slug"] for reason in reasons for theme in reason.values["themes"]]

    assert [shared(practice.pk) for practice in (same, near, far)] == [["deszcz"], ["woda"], []]


def test_a_practice_withdrawn_or_archived_a_moment_ago_is_not_recommended() -> None:
    rain, gone, old, left = (about(f"Deszczówka {n}", _RAIN) for n in range(4))
    index_everything()
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    archive(actor=a_user(Role.OPERATOR), practice=old)
    assert similar(rain) == [left.pk]
    assert set(similar(old)) == {rain.pk, left.pk}
    assert similar(gone) == []


def test_without_an_engine_there_is_nothing_similar_and_no_error(engine_down: Callable[[], None]) -> None:
    rain, _ = about("Deszczówka", _RAIN), about("Deszczówka", _RAIN)
    index_everything()
    engine_down()
    assert similar(rain) == []


def test_before_anything_is_indexed_there_is_nothing_similar() -> None:
    rain, _ = about("Deszczówka", _RAIN), about("Deszczówka", _RAIN)
    assert similar(rain) == []
