"""The rows of an export: candidates of a search, which the database confirms and supplies batch by batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practices.api.cards import practice_url
from practices.selectors.cards import PracticeCard, practice_cards
from practices.selectors.facts import PracticeFacts, practice_facts

# Read at once. Between batches no cursor is open, however slowly the reader takes them.
BATCH = 100


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A practice that was public when its batch was read; texts in the language asked for where there are any; `url` of its page."""

    card: PracticeCard
    facts: PracticeFacts
    url: str

    @property
    def country(self) -> str:
        """ISO 3166-1; that of its city where the practice names none."""
        return self.card.country or self.facts.city_country

    @property
    def summary(self) -> str:
        """The summary, else the beginning of the text: imported practices may have none."""
        return self.card.summary or self.card.lead

    @property
    def author(self) -> str:
        """The city, or the organisation where there is none."""
        return self.card.city.name if self.card.city else self.card.organisation


def read_rows(ids: Sequence[int], *, language: str) -> Iterator[ExportRow]:
    """Those of the practices that are published when their batch is read, in the order given; six queries a batch at most."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        cards = practice_cards(batch, language=language)
        facts = practice_facts([card.version_id for card in cards.values()])
        for id in batch:
            card = cards.get(id)
            if card is not None and card.version_id in facts:
                url = practice_url(card.id, card.slug, language)
                yield ExportRow(card, facts[card.version_id], url)
