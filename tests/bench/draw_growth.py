"""What a benchmark measured at rising sizes, as a picture: four panels, a line a way, both scales logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SIDE, _TALL, _GAP, _LEFT, _TOP = 300, 190, 90, 60, 66  # pixels; of each panel, and around and between them
_LEAST = 0.0001  # what is smaller is drawn as this
_COLOURS = ("#1d5fb8", "#3b8a3f", "#b4400a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one way costs at one size, by measure."""

    way: str
    size: int
    values: Mapping[str, float]
    is_ringed: bool = False


def draw(points: Sequence[Point], *, panels: Mapping[str, str], note: str) -> str:
    """The picture as SVG. ``panels`` are the titles of the measures, ``note`` tells what a ring means and what is below
    each panel."""
    ways = list(dict.fromkeys(point.way for point in points))
    colours = dict(zip(ways, _COLOURS, strict=False))
    parts = [_text(_LEFT + 130 * place, 24, way, colour=colour) for place, (way, colour) in enumerate(colours.items())]
    parts.append(_text(_LEFT + 130 * len(ways) + 10, 24, note))
    parts += [
        _draw_panel(place, title, [(point, point.values[measure]) for point in points], colours)
        for place, (measure, title) in enumerate(panels.items())
    ]
    width, height = _LEFT + 2 * _SIDE + _GAP + 30, _TOP + 2 * _TALL + _GAP + 50
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="13"><rect width="100%" height="100%" rx="8" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _draw_panel(place: int, title: str, measured: Sequence[tuple[Point, float]], colours: Mapping[str, str]) -> str:
    x, y = _LEFT + place % 2 * (_SIDE + _GAP), _TOP + place // 2 * (_TALL + _GAP)
    sizes = sorted({point.size for point, _ in measured})
    levels = [(point, math.log10(max(value, _LEAST))) for point, value in measured]
    low, high = math.floor(min(level for _, level in levels)), math.ceil(max(level for _, level in levels))

    def at(size: int, level: float) -> tuple[float, float]:
        across = math.log10(size / sizes[0]) / max(1.0, math.log10(sizes[-1] / sizes[0]))
        return round(x + _SIDE * across, 1), round(y + _TALL * (high - level) / max(1, high - low), 1)

    parts = [_text(x, y - 12, title)]
    for tick in range(low, high + 1):
        _, height = at(sizes[0], tick)
        parts += [
            f'<path d="M{x} {height}h{_SIDE}" stroke="#ddd"/>',
            _text(x - 8, height + 4, f"{10.0**tick:g}", "end"),
        ]
    parts += [_text(at(size, low)[0], y + _TALL + 18, f"{size:,}", "middle") for size in sizes]
    for way, colour in colours.items():
        places = [(point, at(point.size, level)) for point, level in levels if point.way == way]
        line = " ".join(f"{across},{down}" for _, (across, down) in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{across}" cy="{down}" r="5" fill="#fff" stroke="{colour}" stroke-width="2"/>'
            for point, (across, down) in places
            if point.is_ringed
        ]
    return "".join(parts)


def _text(x: float, y: float, text: str, anchor: str = "start", *, colour: str = "#333") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{text}</text>'
