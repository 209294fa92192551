"""The content of a version as values, for the form, for cloning, for comparing versions and for imports."""

from typing import Any

from practices.content import (
    VERSION_FIELDS,
    BlockContent,
    CostContent,
    IndicatorContent,
    LinkContent,
    PracticeContent,
    Text,
)
from practices.languages import TEXT_FIELDS
from practices.models import PracticeVersion
from practices.requirements import Facts

# What content_of and facts_of read; prefetch it where many versions are read.
CONTENT = (
    "texts", "indicators", "costitems", "buildingblocks", "links", "theme_uses__theme", "tag_uses__tag",
)  # fmt: skip


def content_of(version: PracticeVersion) -> PracticeContent:
    """Everything that `version` says, in seven queries unless `CONTENT` is prefetched."""
    own: dict[str, Any] = {name: getattr(version, name) for name in VERSION_FIELDS}
    blocks = list(version.buildingblocks.all())
    places = {block.pk: i for i, block in enumerate(blocks)}
    return PracticeContent(
        **own,
        sdgs=tuple(version.sdgs),
        texts={t.language: Text(**{name: getattr(t, name) for name in TEXT_FIELDS}) for t in version.texts.all()},
        themes=tuple(use.theme.slug for use in version.theme_uses.all()),
        tags=tuple(use.tag.name for use in sorted(version.tag_uses.all(), key=lambda use: use.pk)),
        indicators=tuple(
            IndicatorContent(
                name=part.name, baseline=part.baseline, value=part.value, unit=part.unit,
                measured_on=part.measured_on, source=part.source,
            )
            for part in version.indicators.all()
        ),
        costs=tuple(
            CostContent(
                what=part.what, amount=part.amount, currency=part.currency, price_year=part.price_year,
                yearly=part.yearly, funding_source=part.funding_source,
            )
            for part in version.costitems.all()
        ),
        blocks=tuple(BlockContent(name=part.name, description=part.description) for part in blocks),
        links=tuple(
            LinkContent(
                kind=part.kind, url=part.url, title=part.title, alt=part.alt, author=part.author, licence=part.licence,
                language=part.language, accessible=part.accessible, block=places.get(part.block_id or 0),
            )
            for part in version.links.all()
        ),
    )  # fmt: skip


def facts_of(content: PracticeContent) -> Facts:
    """What the requirements look at."""
    return Facts(
        original_language=content.original_language,
        texts={code: {name: getattr(text, name) for name in TEXT_FIELDS} for code, text in content.texts.items()},
        themes=len(content.themes),
        status=content.status,
        contact_mailbox=content.contact_mailbox,
        image_alts=tuple(link.alt for link in content.links if link.kind == "image"),
    )
