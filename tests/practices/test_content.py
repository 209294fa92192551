"""Whatever is typed is either refused or kept the same way each time."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from practices.content import BlockContent, CostContent, IndicatorContent, PracticeContent, Text
from practices.content_rules import checked
from practices.errors import Refused
from practices.models import Status

_anything = st.text(max_size=40)
_maps = st.dictionaries(st.sampled_from(["pl", "en", "Polski"]), _anything, max_size=2)
_numbers = st.none() | st.decimals(allow_nan=True, allow_infinity=True)
_texts = st.builds(Text, title=_anything, summary=_anything, solution=_anything, lessons=_anything)
_contents = st.builds(
    PracticeContent,
    texts=st.dictionaries(st.sampled_from(["pl", "en", "xx", "p1"]), _texts, max_size=3),
    tags=st.lists(_anything, max_size=4).map(tuple),
    status=st.sampled_from([*Status.values, "", "gotowe"]),
    started_on=st.sampled_from(["", "2024", "2024-02", "2024-02-30", "٢٠٢٤", "24", "2024-1", "2024\n"]),
    staff_fte=_numbers,
    months_to_implement=st.none() | st.integers(),
    sdgs=st.lists(st.integers(0, 18), max_size=3).map(tuple),
    contact_mailbox=st.sampled_from(["", "a@b.example", " a@b.example ", "a@", "a b@c.example"]),
    indicators=st.lists(st.builds(IndicatorContent, name=_maps, value=_numbers, unit=_anything), max_size=2).map(tuple),
    costs=st.lists(st.builds(CostContent, what=_maps, amount=st.decimals()), max_size=2).map(tuple),
    blocks=st.lists(st.builds(BlockContent, name=_maps, description=_maps), max_size=2).map(tuple),
)


@given(_contents)
@settings(max_examples=200, deadline=None)
def test_content_is_refused_with_its_fields_or_kept_the_same_each_time(content: PracticeContent) -> None:
    try:
        kept = checked(content)
    except Refused as refused:
        assert refused.code == "invalid" and refused.problems
        assert all(problem.field and str(problem.message) for problem in refused.problems)
        return
    assert checked(kept) == kept
    assert all(any(vars_of(text)) for text in kept.texts.values())
    assert kept.staff_fte is None or kept.staff_fte == kept.staff_fte.quantize(Decimal("0.01"))


def vars_of(text: Text) -> list[str]:
    """The fields of a text that the strategy fills."""
    return [text.title, text.summary, text.solution, text.lessons]


def test_marks_that_nobody_sees_do_not_cut_words_in_two() -> None:
    text = Text(title="Przed\u00adszko\u200ble", solution="\ufeffŻłobek\u2060 miejski")
    kept = checked(PracticeContent(texts={"pl": text})).texts["pl"]
    assert (kept.title, kept.solution) == ("Przedszkole", "Żłobek miejski")
