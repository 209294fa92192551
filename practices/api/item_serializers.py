"""A practice in full, described for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from practices.api.cards import NamedSerializer
from practices.languages import TEXT_FIELDS
from practices.models import EvidenceLevel, LinkKind, Scope, Status

_PARTIAL_DATE = "A year, month or day, as precise as it is known: 2024, 2024-05 or 2024-05-17; empty where unknown."


def localised(help_text: str = "A map from language to text.") -> serializers.DictField:
    """A field whose value is a text per language."""
    return serializers.DictField(child=serializers.CharField(), help_text=help_text)


TextsSerializer = type(
    "TextsSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "The prose in one language: paragraphs separated by empty lines, no markup. Empty where nothing was said.",
        **{name: serializers.CharField(allow_blank=True) for name in TEXT_FIELDS},
    },
)


class ThemeNamesSerializer(serializers.Serializer[Any]):
    """A name in both languages."""

    pl = serializers.CharField()
    en = serializers.CharField()


class ThemeOfItemSerializer(serializers.Serializer[Any]):
    """A theme of a practice."""

    slug = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="The slug of the theme it belongs to; null for a main one."
    )
    name = ThemeNamesSerializer()


class ContactSerializer(serializers.Serializer[Any]):
    """Whom to ask; the persons behind it are known to signed-in members of the network only."""

    unit = serializers.CharField(allow_blank=True)
    role = serializers.CharField(allow_blank=True)
    mailbox = serializers.CharField(allow_blank=True)


class EvidenceSerializer(serializers.Serializer[Any]):
    """How well the results are shown, as the network's reviewer judged it."""

    level = serializers.ChoiceField(EvidenceLevel.values, allow_blank=True)
    opinion = serializers.CharField(allow_blank=True)
    review_by = serializers.DateField(allow_null=True, help_text="When the practice is to be looked at again.")
    confirmed_on = serializers.DateField(allow_null=True, help_text="When it was last confirmed.")


class IndicatorSerializer(serializers.Serializer[Any]):
    """A measured result: `baseline` before, `value` after; both are decimal numbers as text."""

    name = localised()
    baseline = serializers.CharField(allow_null=True)
    value = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    measured_on = serializers.CharField(allow_blank=True, help_text=_PARTIAL_DATE)
    source = localised()  # type: ignore[assignment]


class CostSerializer(serializers.Serializer[Any]):
    """A cost; `amount` is a decimal number as text, in units of `currency` (ISO 4217)."""

    what = localised()
    amount = serializers.CharField()
    currency = serializers.CharField()
    price_year = serializers.IntegerField(allow_null=True)
    yearly = serializers.BooleanField(help_text="Whether it comes every year.")
    funding_source = localised()


class BuildingBlockSerializer(serializers.Serializer[Any]):
    """A part that another city can take on its own."""

    name = localised()
    description = localised()


class LinkSerializer(serializers.Serializer[Any]):
    """A document, image, film or page elsewhere."""

    kind = serializers.ChoiceField(LinkKind.values)
    url = serializers.CharField()
    title = localised()
    alt = localised("Of an image: what is to be seen, by language.")
    author = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    accessible = serializers.BooleanField(allow_null=True, help_text="null: not known.")
    building_block = serializers.IntegerField(allow_null=True, help_text="Its place in building_blocks, from 0.")


class VersionSerializer(serializers.Serializer[Any]):
    """A version that was public."""

    number = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)


class ItemSerializer(serializers.Serializer[Any]):
    """A practice in full, in every language in which it says anything."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    url = serializers.CharField(help_text="Its page, in Polish.")
    state = serializers.ChoiceField(["published", "archived"])
    source = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, help_text="The collection it was imported from; empty for a city's own."
    )
    source_id = serializers.CharField(allow_blank=True, help_text="Its number in that collection.")
    source_url = serializers.CharField(allow_blank=True, help_text="Its address in that collection.")
    city = NamedSerializer(allow_null=True)
    organisation = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True, help_text="ISO 3166-1 alpha-2")
    scope = serializers.ChoiceField(Scope.values, allow_blank=True)
    original_language = serializers.CharField(help_text="ISO 639-1")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Those in which all is said.")
    texts = serializers.DictField(child=TextsSerializer(), help_text="A map from language to its texts.")
    themes = ThemeOfItemSerializer(many=True)
    tags = NamedSerializer(many=True)
    status = serializers.ChoiceField(Status.values, allow_blank=True)
    started_on = serializers.CharField(allow_blank=True, help_text=_PARTIAL_DATE)
    ended_on = serializers.CharField(allow_blank=True, help_text=_PARTIAL_DATE)
    staff_fte = serializers.CharField(allow_null=True, help_text="Full-time equivalents, a decimal number as text.")
    months_to_implement = serializers.IntegerField(allow_null=True)
    sdgs = serializers.ListField(child=serializers.IntegerField(), help_text="Sustainable Development Goals, 1 to 17.")
    licence = serializers.CharField(help_text="SPDX identifier of the licence of the texts.")
    contact = ContactSerializer()
    evidence = EvidenceSerializer()
    indicators = IndicatorSerializer(many=True)
    costs = CostSerializer(many=True)
    building_blocks = BuildingBlockSerializer(many=True)
    links = LinkSerializer(many=True)
    incomplete = serializers.BooleanField(help_text="Whether something is missing that cities' own practices must say.")
    version = serializers.IntegerField(help_text="The number of the version that is shown.")
    versions = VersionSerializer(many=True, help_text="The public versions, the newest first.")
    first_published_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(help_text="When anything of this last changed.")


class TombstoneSerializer(serializers.Serializer[Any]):
    """What remains of a withdrawn practice."""

    id = serializers.IntegerField()
    first_published_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField()


class ChangeSerializer(serializers.Serializer[Any]):
    """The last thing that happened to a practice in public, with the practice as it is now: either `practice` or `tombstone` is there."""

    number = serializers.IntegerField(help_text="Its place in the feed.")
    id = serializers.IntegerField(help_text="The practice.")
    change = serializers.ChoiceField(["published", "updated", "archived", "withdrawn"])
    changed_at = serializers.DateTimeField()
    practice = ItemSerializer(allow_null=True)
    tombstone = TombstoneSerializer(allow_null=True)


class ChangesSerializer(serializers.Serializer[Any]):
    """A piece of the feed, in its order."""

    results = ChangeSerializer(many=True)
    next_after = serializers.IntegerField(help_text="Give it as `after` next time, at once where there is more.")
    more = serializers.BooleanField(help_text="Whether there are further changes now.")
