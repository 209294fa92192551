"""Places on the map of Poland of our pages: EPSG:2180 scaled into a box of 1000 by 932, as the land of `land.html`."""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TypeVar

from network.register import DATA

_A = 6378137.0
_E2 = 0.00669438002290  # first eccentricity squared of GRS 80
_EP2 = _E2 / (1 - _E2)
_SCALE = 0.9993
_MERIDIAN = math.radians(19)

# In EPSG:2180 metres: the land's western and northern edges, 10 units inside the box, and its width, 980 units.
_WEST, _NORTH, _SPAN = 171_787.8, 775_016.7, 690_067.0

WIDTH, HEIGHT = 1000, 932


@dataclass(frozen=True)
class Mark:
    """A city: centre and radius of its mark; `name` is drawn at `label_y` where `named`; `label` is heard."""

    x: int
    y: int
    r: int
    name: str
    url: str
    label: str
    label_y: int = 0
    named: bool = False
    real: bool = False


AnyMark = TypeVar("AnyMark", bound=Mark)


def place(latitude: float, longitude: float) -> tuple[int, int] | None:
    """x and y in the box, of WGS 84 degrees; None for what lies outside it.

    Transverse Mercator by Snyder's series (Map Projections, 1987, p. 61), exact to a metre here.
    """
    p, d = math.radians(latitude), math.radians(longitude) - _MERIDIAN
    n = _A / math.sqrt(1 - _E2 * math.sin(p) ** 2)
    t, c, a = math.tan(p) ** 2, _EP2 * math.cos(p) ** 2, d * math.cos(p)
    m = _A * (
        (1 - _E2 / 4 - 3 * _E2**2 / 64 - 5 * _E2**3 / 256) * p
        - (3 * _E2 / 8 + 3 * _E2**2 / 32 + 45 * _E2**3 / 1024) * math.sin(2 * p)
        + (15 * _E2**2 / 256 + 45 * _E2**3 / 1024) * math.sin(4 * p)
        - (35 * _E2**3 / 3072) * math.sin(6 * p)
    )
    east = _SCALE * n * (a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * _EP2) * a**5 / 120) + 500_000
    north = (
        _SCALE
        * (m + n * math.tan(p) * (a**2 / 2 + (5 - t + 9 * c + 4 * c**2) * a**4 / 24
                                  + (61 - 58 * t + t**2 + 600 * c - 330 * _EP2) * a**6 / 720))
        - 5_300_000
    )  # fmt: skip
    x = 10 + (east - _WEST) * 980 / _SPAN
    y = 10 + (_NORTH - north) * 980 / _SPAN
    return (round(x), round(y)) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


def radius(practices: int) -> int:
    """The mark's radius: its area grows with the number of practices."""
    return round(min(22.0, 7 + 4 * math.sqrt(practices)))


def with_names(marks: Sequence[AnyMark], most: int | None = None) -> list[AnyMark]:
    """The same marks, the `most` largest (all, unless told otherwise) each named above or below where the name covers neither one of
    these marks nor another name.
    """
    largest = sorted(marks, key=lambda m: -m.r)[:most]
    taken = [(m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r) for m in largest]
    placed: dict[str, int] = {}
    for mark in largest:
        half = 8 * len(mark.name) + 6
        for label_y in (mark.y - mark.r - 12, mark.y + mark.r + 32):
            box = (mark.x - half, label_y - 24, mark.x + half, label_y + 6)
            free = not any(box[2] > b[0] and box[0] < b[2] and box[3] > b[1] and box[1] < b[3] for b in taken)
            if free and box[0] > -20 and box[2] < WIDTH + 20 and box[1] > 0:
                placed[mark.url] = label_y
                taken.append(box)
                break
    return [replace(mark, label_y=placed.get(mark.url, 0), named=mark.url in placed) for mark in marks]


@cache
def voivodeship_shapes() -> Mapping[str, str]:
    """The area of each voivodeship in the box, by TERYT number: path data of one closed line, all of it in whole relative steps."""
    with (DATA / "voivodeship_shapes.csv").open(encoding="utf-8", newline="") as file:
        return {row["teryt"]: row["path"] for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the box that a map shows: its corner, and how many times larger than the whole of Poland it is drawn."""

    x: float = 0
    y: float = 0
    scale: float = 1

    def put(self, x: float, y: float) -> tuple[int, int]:
        """Where a place of the box is drawn."""
        return round((x - self.x) * self.scale), round((y - self.y) * self.scale)

    @property
    def transform(self) -> str:
        """The same as an SVG transform."""
        return f"scale({self.scale:g}) translate({-self.x:g} {-self.y:g})"


_CLOSEST = 4.0
_EDGE = 12  # units of the box left free around what is framed


def frame_of(voivodeships: Iterable[str]) -> Frame:
    """The frame in which these voivodeships (by TERYT number) are as large as they can be; all of Poland for none."""
    corners = [corner for teryt in voivodeships for corner in _corners(teryt)]
    if not corners:
        return Frame()
    west, north = (min(values) - _EDGE for values in zip(*corners, strict=True))
    east, south = (max(values) + _EDGE for values in zip(*corners, strict=True))
    scale = min(WIDTH / (east - west), HEIGHT / (south - north), _CLOSEST)
    return Frame((east + west) / 2 - WIDTH / scale / 2, (north + south) / 2 - HEIGHT / scale / 2, round(scale, 3))


def _corners(teryt: str) -> list[tuple[int, int]]:
    """The points of a voivodeship's outline; none for an unknown one."""
    steps = [int(n) for n in re.findall(r"-?[0-9]+", voivodeship_shapes().get(teryt, ""))]
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))
