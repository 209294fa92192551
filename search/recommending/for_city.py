"""Practices for a city: by the words and themes of its own practices, and by the cities most like it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from network.models import City
from practices.models import Practice, PracticeState
from practices.selectors.cards import PracticeCard, practice_cards
from search.engines.base import EngineUnavailable
from search.finding.visibility import TooManyHidden
from search.indexing.vocabulary import live_vocabulary
from search.recommending.kinship import CityFacts, likeness_reasons
from search.recommending.lineage import narrowest, with_parents
from search.recommending.peers import Neighbourhood, neighbourhood
from search.recommending.profile import combined, texts_of
from search.recommending.reasons import Reason
from search.recommending.similar import Recommended, alike, share, terms_of, theme_value

_PEERS, _CANDIDATES, _OWN = 40, 300, 60
_WORDS, _KIN, _THEMES = 1.0, 0.7, 0.5
# So that the same few cities do not crowd out the rest.
_PER_SOURCE = 3


@dataclass(slots=True)
class _Candidate:
    words: float = 0.0
    kin: float = 0.0
    peer: CityFacts | None = None
    like: int | None = field(default=None)


def practices_for(
    city: City, *, language: str, limit: int = 10, around: Neighbourhood | None = None
) -> list[Recommended]:
    """Public practices that this city can look at next, never its own, at most three of one source; each with its reasons.

    While the engine cannot answer, or for a city without practices of its own, the cities like it alone decide. `around` where the city's
    neighbourhood is known already.
    """
    around = around or neighbourhood(city)
    newest = Practice.objects.filter(city=city, state=PracticeState.PUBLISHED).order_by("-id")
    own = list(newest.values_list("id", flat=True)[:_OWN])
    candidates = _by_kinship(around)
    _add_likeness(candidates, own)
    cards = practice_cards([*own, *candidates], language=language)
    explained = _Explained(around, {id: cards[id] for id in own if id in cards})
    foreign = (card for id, card in cards.items() if id in candidates and _foreign(card, city))
    found = (explained.recommend(card, candidates[card.id]) for card in foreign)
    # What nothing true can be said for is not recommended.
    ranked = sorted((r for r in found if r.reasons), key=lambda r: (-r.score, -r.card.id))
    return _capped(ranked, limit)


@dataclass(frozen=True, slots=True)
class _Explained:
    """Scores a candidate and says why."""

    around: Neighbourhood
    own: dict[int, PracticeCard]

    def recommend(self, card: PracticeCard, candidate: _Candidate) -> Recommended:
        here = self.around.here
        borne = with_parents(card.themes)
        themes = [theme for theme in borne if theme.slug in here.themes]
        score = _WORDS * candidate.words + _KIN * candidate.kin + _THEMES * share(themes, borne)
        reasons: list[Reason] = []
        if candidate.like in self.own:
            like = self.own[candidate.like]
            reasons.append(
                Reason("like-own-practice", {"practice": {"id": like.id, "slug": like.slug, "title": like.title}})
            )
        if themes:
            reasons.append(Reason("your-themes", {"themes": [theme_value(t) for t in narrowest(themes)]}))
        if candidate.peer:
            facts = likeness_reasons(here, candidate.peer, self.around.themes)
            reasons += [reason for reason in facts if reason.kind != "shared-themes"][:2]
        if not reasons and card.country == here.country:
            reasons.append(Reason("same-country", {"country": here.country}))
        return Recommended(card, round(score, 4), reasons)


def _by_kinship(around: Neighbourhood) -> dict[int, _Candidate]:
    """The newest practices of the most similar cities."""
    nearest = [(score, c) for score, c in around.ranked if c.practices][:_PEERS]
    best = nearest[0][0] if nearest else 1.0
    by_city = {c.id: (score / best, c) for score, c in nearest}
    rows = Practice.objects.filter(city__in=by_city, state=PracticeState.PUBLISHED).order_by(
        "-first_published_at", "-id"
    )
    candidates: dict[int, _Candidate] = defaultdict(_Candidate)
    for id, city_id in rows.values_list("id", "city_id")[:_CANDIDATES]:
        assert city_id is not None
        candidates[id].kin, candidates[id].peer = by_city[city_id]
    return candidates


def _add_likeness(candidates: dict[int, _Candidate], own: Sequence[int]) -> None:
    """What reads like the city's own practices, and which of its own each reads like most."""
    vocabulary = live_vocabulary()
    texts = texts_of(own)
    try:
        for hit in alike(combined(texts.values(), vocabulary), without=own, limit=_CANDIDATES):
            candidates[hit.id].words = hit.score
    except (EngineUnavailable, TooManyHidden):
        return
    strongest = sorted((id for id in candidates if candidates[id].words), key=lambda id: -candidates[id].words)[:50]
    terms = terms_of(strongest)
    profiles = {id: combined([texts[id]], vocabulary) for id in own[:12] if id in texts}
    for id in strongest:
        shared = {
            o: sum(w for (_, t), w in p.weights.items() if f" {t} " in terms.get(id, "")) for o, p in profiles.items()
        }
        closest = max(shared, key=lambda o: shared[o], default=None)
        if closest is not None and shared[closest] >= 1.0:
            candidates[id].like = closest


def _foreign(card: PracticeCard, city: City) -> bool:
    return card.city is None or card.city.slug != city.slug


def _capped(ranked: Sequence[Recommended], limit: int) -> list[Recommended]:
    taken: dict[str, int] = defaultdict(int)
    kept = []
    for recommended in ranked:
        card = recommended.card
        source = card.city.slug if card.city else card.organisation
        taken[source] += 1
        if taken[source] <= _PER_SOURCE:
            kept.append(recommended)
    return kept[:limit]
