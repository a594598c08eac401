"""The body with its quotations hidden, character for character, so that nothing is read out of somebody's words."""

from __future__ import annotations

from collections.abc import Iterable

from index.quotations.stretches import Marked


def mask(body: str, stretches: Iterable[Marked], *, shown: Iterable[Marked] = ()) -> str:
    """``body`` with every stretch as ``"Qqq"``, of the same length; a last full stop, ? or ! stays visible.

    ``shown`` stay as they are (nicknames). Any other straight mark becomes an apostrophe, so that ``"`` means
    a stretch.
    """
    kept = {marked.outer.start for marked in shown}
    pieces, at = [], 0
    for marked in sorted([*stretches, *shown], key=lambda marked: marked.outer.start):
        pieces.append(body[at : marked.outer.start].replace('"', "'"))
        pieces.append(marked.outer.of(body) if marked.outer.start in kept else _hidden(body, marked))
        at = marked.outer.end
    pieces.append(body[at:].replace('"', "'"))
    return "".join(pieces)


def _hidden(body: str, marked: Marked) -> str:
    length = marked.outer.end - marked.outer.start
    last = body[marked.span.end - 1]
    if length < 4:
        return '"' * length
    return '"Q' + "q" * (length - 4) + (last if last in ".?!" else "q") + '"'  # a capital, as sentences begin
