"""The measurements of `tests.benchmarks.growth` as a Markdown table and as a plot of their own, without a library."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Line = Mapping[str, Any]

_COLOURS = {"tantivy": "#b45309", "elasticsearch": "#1d4ed8"}
_WIDTH, _HEIGHT, _MARGIN, _GAP = 300, 220, 56, 40
_PANELS: tuple[tuple[str, str, Callable[[Line], float]], ...] = (
    ("find(), median", "ms", lambda line: line["ms"]["find"][0]),
    ("rebuild, all steps", "s", lambda line: line["seconds"]),
    ("peak memory of the rebuild", "MB", lambda line: line["peak_mb"]),
    ("index on disk", "MB", lambda line: line["index_mb"]),
)


def table(lines: Sequence[Line]) -> str:
    """One row for each size and engine."""
    rows = [
        "| practices | engine | rebuild, s | docs/s | peak MB | index, MB | engine call, p50 / p95 ms | find(), p50 / p95 ms | load |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for line in sorted(lines, key=lambda line: (line["practices"], line["engine"])):
        call, found = ("{:.1f} / {:.1f}".format(*line["ms"][name]) for name in ("engine", "find"))
        rows.append(
            f"| {line['practices']:,} | {line['engine']} | {line['seconds']:.0f} | {line['practices'] / line['seconds']:,.0f} "
            f"| {line['peak_mb']:.0f} | {line['index_mb']:.0f} | {call} | {found} | {line['load']:.0f} |"
        )
    return "\n".join(rows)


def draw(lines: Sequence[Line]) -> str:
    """Four panels, both axes logarithmic: a straight line of slope one grows as the collection does."""
    width = 2 * (_WIDTH + _MARGIN) + _GAP
    height = 2 * (_HEIGHT + _MARGIN) + _GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">',
        "<title>What growth costs: search, rebuild, memory and disk by the number of practices</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for place, (title, unit, value) in enumerate(_PANELS):
        x, y = (place % 2) * (_WIDTH + _MARGIN) + _MARGIN, (place // 2) * (_HEIGHT + _MARGIN) + _MARGIN
        parts += [f'<g transform="translate({x},{y})">', *_panel(f"{title}, {unit}", lines, value), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _panel(title: str, lines: Sequence[Line], value: Callable[[Line], float]) -> list[str]:
    across = _scale([line["practices"] for line in lines], _WIDTH)
    up = _scale([value(line) for line in lines], _HEIGHT)
    parts = [f'<text x="0" y="-12" font-weight="bold">{title}</text>']
    parts += [f'<path d="M0 0V{_HEIGHT}H{_WIDTH}" fill="none" stroke="#444"/>']
    for practices in sorted({line["practices"] for line in lines}):
        parts.append(f'<text x="{across(practices):.0f}" y="{_HEIGHT + 18}" text-anchor="middle">{practices:,}</text>')
    for power in range(-1, 7):
        if 0 <= (at := up(10.0**power)) <= _HEIGHT:
            parts.append(f'<path d="M0 {_HEIGHT - at:.1f}H{_WIDTH}" stroke="#ddd"/>')
            parts.append(f'<text x="-6" y="{_HEIGHT - at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    highest = {
        n: max(value(line) for line in lines if line["practices"] == n) for n in {line["practices"] for line in lines}
    }
    for number, (engine, colour) in enumerate(_COLOURS.items()):
        measured = sorted((line["practices"], value(line)) for line in lines if line["engine"] == engine)
        points = [(across(n), _HEIGHT - up(v)) for n, v in measured]
        parts.append(_polyline(points, colour))
        for (x, y), (n, v) in zip(points, measured, strict=True):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            below = -8 if v == highest[n] else 16
            parts.append(f'<text x="{x:.1f}" y="{y + below:.1f}" text-anchor="middle" fill="{colour}">{v:,.0f}</text>')
        parts.append(f'<text x="12" y="{8 + 14 * number}" fill="{colour}">{engine}</text>')
    return parts


def _polyline(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _scale(values: Sequence[float], length: int) -> Callable[[float], float]:
    """Logarithmic, with some air at both ends."""
    low, high = math.log10(min(values)) - 0.25, math.log10(max(values)) + 0.25
    return lambda value: (math.log10(value) - low) / (high - low) * length
