"""What ``tests.bench.growth`` measured, as a picture: a panel a measure, a line a method, both scales logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.store.vectors import Method, choose_method

if TYPE_CHECKING:
    from tests.bench.growth import Measured

_PANELS = {
    "search": "a search, as a share of encoding the question",
    "memory": "memory that opening and searching add, MiB",
    "opening": "opening, seconds of processor time",
    "build": "build, seconds of processor time",
}
_METHODS = {
    Method.FLAT: ("exact", "#1d5fb8"),
    Method.SQ8: ("8 bits", "#3b8a3f"),
    Method.IVF_SQ8: ("clusters, 8 bits", "#b4400a"),
}
_SIDE, _TALL, _GAP, _LEFT, _TOP = 300, 190, 90, 60, 66  # pixels; of each panel, and around and between them
_LEAST = 0.0001  # what is smaller is drawn as this


def draw(found: Sequence[Measured]) -> str:
    """The picture as SVG; a ring stands where a build takes that method."""
    parts = [_legend()]
    parts += [_draw_panel(place, measure, found) for place, measure in enumerate(_PANELS)]
    width, height = _LEFT + 2 * _SIDE + _GAP + 30, _TOP + 2 * _TALL + _GAP + 50
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="13"><rect width="100%" height="100%" rx="8" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _draw_panel(place: int, measure: str, found: Sequence[Measured]) -> str:
    x, y = _LEFT + place % 2 * (_SIDE + _GAP), _TOP + place // 2 * (_TALL + _GAP)
    values = {(one.method, one.rows): math.log10(max(getattr(one, measure), _LEAST)) for one in found}
    sizes = sorted({one.rows for one in found})
    low, high = math.floor(min(values.values())), math.ceil(max(values.values()))

    def at(rows: int, value: float) -> tuple[float, float]:
        across = math.log10(rows / sizes[0]) / max(1.0, math.log10(sizes[-1] / sizes[0]))
        return round(x + _SIDE * across, 1), round(y + _TALL * (high - value) / max(1, high - low), 1)

    parts = [_text(x, y - 12, _PANELS[measure])]
    for tick in range(low, high + 1):
        _, level = at(sizes[0], tick)
        parts += [f'<path d="M{x} {level}h{_SIDE}" stroke="#ddd"/>', _text(x - 8, level + 4, f"{10.0**tick:g}", "end")]
    parts += [_text(at(size, low)[0], y + _TALL + 18, f"{size:,}", "middle") for size in sizes]
    for method, (_, colour) in _METHODS.items():
        places = [at(size, values[method, size]) for size in sizes]
        line = " ".join(f"{across},{down}" for across, down in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        chosen = [place for place, size in zip(places, sizes, strict=True) if choose_method(size) is method]
        parts += [
            f'<circle cx="{across}" cy="{down}" r="5" fill="#fff" stroke="{colour}" stroke-width="2"/>'
            for across, down in chosen
        ]
    return "".join(parts)


def _legend() -> str:
    parts = [
        _text(_LEFT + 130 * place, 24, name, colour=colour) for place, (name, colour) in enumerate(_METHODS.values())
    ]
    return "".join([*parts, _text(_LEFT + 400, 24, "○ what a build takes at this size; passages below")])


def _text(x: float, y: float, text: str, anchor: str = "start", *, colour: str = "#333") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{text}</text>'
