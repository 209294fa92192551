"""Practices like a practice."""

from collections.abc import Sequence
from dataclasses import dataclass

from practices.selectors.cards import PracticeCard, TagRef, ThemeRef, practice_cards
from search.analysis import analysis_language
from search.engines.base import EngineQuery, EngineUnavailable, Hit, Ids, Node, Not
from search.finding.visibility import TooManyHidden, hidden_ids
from search.indexing.generations import engine_of, live_generation
from search.indexing.vocabulary import live_vocabulary
from search.models import AnalysedPractice
from search.recommending.lineage import narrowest, with_parents
from search.recommending.profile import Profile, profile
from search.recommending.reasons import Reason

_CANDIDATES = 60
_WORDS, _THEMES, _TAGS = 1.0, 0.4, 0.3
# Less than this share of the best candidate's likeness is not worth showing.
_WORTH = 0.15


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommended practice, how strongly (0 to about 2), and why."""

    card: PracticeCard
    score: float
    reasons: list[Reason]


def similar_practices(id: int, *, language: str, limit: int = 5) -> list[Recommended]:
    """Public practices like this one, the most alike first; empty while the engine cannot answer."""
    own = practice_cards([id], language=language, include_archived=True).get(id)
    if own is None:
        return []
    words = profile([id], live_vocabulary())
    try:
        hits = alike(words, without=[id])
    except (EngineUnavailable, TooManyHidden):
        return []
    found = _ranked(own, words, hits, language)
    worth = _WORTH * found[0].score if found else 0.0
    return [recommended for recommended in found if recommended.score >= worth][:limit]


def alike(words: Profile, *, without: Sequence[int], limit: int = _CANDIDATES) -> list[Hit]:
    """The practices that read most like a profile, with scores from 1 (the best) down."""
    generation = live_generation()
    if generation is None or not words.weights:
        return []
    filters: dict[str, Node] = {"others": Not(Ids((*without, *hidden_ids())))}
    answer = engine_of(generation).search(generation.name, EngineQuery(words.node(), filters=filters, limit=limit))
    best = max((hit.score for hit in answer.hits), default=0.0) or 1.0
    return [Hit(hit.id, hit.score / best) for hit in answer.hits]


def terms_of(ids: Sequence[int]) -> dict[int, str]:
    """The analysed terms of practices, for saying which words they share."""
    return dict(AnalysedPractice.objects.filter(practice__in=ids).values_list("practice_id", "terms"))


def _ranked(own: PracticeCard, words: Profile, hits: Sequence[Hit], language: str) -> list[Recommended]:
    cards = practice_cards([hit.id for hit in hits], language=language)
    terms = terms_of(list(cards))
    spoken = analysis_language(language)
    own_themes = with_parents(own.themes)
    found = []
    for hit in hits:
        if card := cards.get(hit.id):
            themes = [t for t in with_parents(card.themes) if t in own_themes]
            tags = [t for t in card.tags if t in own.tags]
            score = _WORDS * hit.score + _THEMES * share(themes, own_themes) + _TAGS * share(tags, own.tags)
            found.append(
                Recommended(
                    card, round(score, 4), _reasons(themes, tags, words.shared_words(terms.get(card.id, ""), spoken))
                )
            )
    return sorted(found, key=lambda r: (-r.score, r.card.id))


def share(common: Sequence[object], own: Sequence[object]) -> float:
    """What part of `own` is common: 0 to 1."""
    return len(common) / len(own) if own else 0.0


def _reasons(themes: Sequence[ThemeRef], tags: Sequence[TagRef], words: Sequence[str]) -> list[Reason]:
    reasons = []
    if themes:
        reasons.append(Reason("shared-themes", {"themes": [theme_value(t) for t in narrowest(themes)]}))
    if tags:
        reasons.append(Reason("shared-tags", {"tags": [{"slug": t.slug, "name": t.name} for t in tags]}))
    if words:
        reasons.append(Reason("shared-words", {"words": list(words)}))
    return reasons


def theme_value(theme: ThemeRef) -> dict[str, str]:
    """A theme as a reason's value."""
    return {"slug": theme.slug, "name": theme.name_pl, "name_pl": theme.name_pl, "name_en": theme.name_en}
