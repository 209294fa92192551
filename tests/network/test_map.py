"""The map of Poland: where places are drawn, and which voivodeship they are drawn in."""

import re
from itertools import accumulate

import pytest

from network.register import VOIVODESHIPS, read_towns
from network.web import map as poland


def _outline(teryt: str) -> list[tuple[int, int]]:
    steps = [int(n) for n in re.findall("-?[0-9]+", poland.voivodeship_shapes()[teryt])]
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))


def _inside(at: tuple[int, int], outline: list[tuple[int, int]]) -> bool:
    """By the number of edges that a line from there to the right crosses."""
    x, y = at
    edges = zip(outline, [*outline[1:], outline[0]], strict=True)
    return (
        sum((y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in edges) % 2 == 1
    )


def test_every_town_lies_in_its_voivodeship() -> None:
    outlines = {teryt: _outline(teryt) for teryt in VOIVODESHIPS}
    astray = []
    for town in read_towns():
        assert town.latitude is not None and town.longitude is not None
        at = poland.place(town.latitude, town.longitude)
        assert at is not None, town.name
        if not _inside(at, outlines[town.voivodeship]):
            astray.append(town.name)
    # Borders are simplified; one town stands on its own.
    assert len(astray) <= 1, astray


def test_the_whole_country_is_drawn_as_it_is() -> None:
    frame = poland.frame_of(())
    assert frame == poland.Frame() == poland.frame_of(["99"])
    assert frame.put(843, 575) == (843, 575)


@pytest.mark.parametrize("chosen", [["24"], ["16"], ["14", "06"], ["32", "18"]], ids=str)
def test_chosen_voivodeships_fill_the_frame_and_stay_inside(chosen: list[str]) -> None:
    frame = poland.frame_of(chosen)
    drawn = [frame.put(*corner) for teryt in chosen for corner in _outline(teryt)]
    assert all(0 <= x <= poland.WIDTH and 0 <= y <= poland.HEIGHT for x, y in drawn)
    width, height = (max(values) - min(values) for values in zip(*drawn, strict=True))
    assert frame.scale == pytest.approx(4) or width > 0.9 * poland.WIDTH or height > 0.9 * poland.HEIGHT
