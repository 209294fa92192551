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
from search.recommending.peers import facts_of, ranked_peers, theme_names
from search.recommending.profile import profile
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


def practices_for(city: City, *, language: str, limit: int = 10) -> list[Recommended]:
    """Public practices that this city can look at next, never its own, at most three of one source; each with its reasons.

    While the engine cannot answer, or for a city without practices of its own, the cities like it alone decide.
    """
    own = list(
        Practice.objects.filter(city=city, state=PracticeState.PUBLISHED)
        .order_by("-id")
        .values_list("id", flat=True)[:_OWN]
    )
    candidates = _by_kinship(city)
    _add_likeness(candidates, own)
    own_cards = practice_cards(own, language=language)
    cards = practice_cards([id for id in candidates if id not in own_cards], language=language)
    here = facts_of(City.objects.filter(pk=city.pk))[0]
    explained = _Explained(here, own_cards, theme_names())
    ranked = sorted(
        (explained.recommend(card, candidates[id]) for id, card in cards.items() if _foreign(card, city)),
        key=lambda r: (-r.score, -r.card.id),
    )
    return _capped(ranked, limit)


@dataclass(frozen=True, slots=True)
class _Explained:
    """Scores a candidate and says why."""

    here: CityFacts
    own: dict[int, PracticeCard]
    names: dict[str, dict[str, str]]

    def recommend(self, card: PracticeCard, candidate: _Candidate) -> Recommended:
        themes = [theme for theme in card.themes if theme.slug in self.here.themes]
        score = _WORDS * candidate.words + _KIN * candidate.kin + _THEMES * share(themes, card.themes)
        reasons: list[Reason] = []
        if candidate.like in self.own:
            like = self.own[candidate.like]
            reasons.append(
                Reason("like-own-practice", {"practice": {"id": like.id, "slug": like.slug, "title": like.title}})
            )
        if themes:
            reasons.append(Reason("your-themes", {"themes": [theme_value(t) for t in themes]}))
        if candidate.peer:
            reasons += [
                r for r in likeness_reasons(self.here, candidate.peer, self.names) if r.kind != "shared-themes"
            ][:2]
        return Recommended(card, round(score, 4), reasons or [Reason("same-country", {"country": self.here.country})])


def _by_kinship(city: City) -> dict[int, _Candidate]:
    """The newest practices of the most similar cities; a city with many gives each of them less."""
    nearest = [(score, c) for score, c in ranked_peers(city) if c.practices][:_PEERS]
    best = nearest[0][0] if nearest else 1.0
    by_city = {c.id: (score / best, c) for score, c in nearest}
    rows = Practice.objects.filter(city__in=by_city, state=PracticeState.PUBLISHED).order_by(
        "-first_published_at", "-id"
    )
    candidates: dict[int, _Candidate] = defaultdict(_Candidate)
    for id, city_id in rows.values_list("id", "city_id")[:_CANDIDATES]:
        score, peer = by_city[city_id]
        candidates[id].kin, candidates[id].peer = score, peer
    return candidates


def _add_likeness(candidates: dict[int, _Candidate], own: Sequence[int]) -> None:
    """What reads like the city's own practices, and which of its own each reads like most."""
    vocabulary = live_vocabulary()
    try:
        for hit in alike(profile(own, vocabulary), without=own, limit=_CANDIDATES):
            candidates[hit.id].words = hit.score
    except (EngineUnavailable, TooManyHidden):
        return
    strongest = sorted((id for id in candidates if candidates[id].words), key=lambda id: -candidates[id].words)[:50]
    terms = terms_of(strongest)
    profiles = {id: profile([id], vocabulary) for id in own[:12]}
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
