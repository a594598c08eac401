"""What a sentence says about a quotation in it: the cue, and the phrase that names the speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations.phrases import Phrase, parse
from index.quotations.subjects import find_author
from index.quotations.tokens import Token, span_of
from index.types import Span

REACH = 600  # characters of a sentence that are read on either side of a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """``subject`` is who speaks, None where the sentence goes on from the speech before; ``cue`` may be missing
    ("Mayor: ..."). ``adjacent`` means that the quotation is the very object of the cue; ``labelling`` that the cue
    names or judges a thing ("called it")."""

    subject: Phrase | None
    cue: Span | None
    adjacent: bool
    labelling: bool = False


def read_according(tokens: Sequence[Token], at: int, *, adjacent: bool) -> Attribution | None:
    """According to X."""
    if at + 2 >= len(tokens) or tokens[at].low != "according":
        return None
    subject = find_author(tokens, parse(tokens, at + 2))
    return Attribution(subject=subject, cue=span_of(tokens, at, at + 2), adjacent=adjacent) if subject else None
