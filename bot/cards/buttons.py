"""What a button does, kept in its custom id, so that it works after a restart. Pure.

What does not fit in a custom id is read again from the card that the button stands on: the question is in it, and every
passage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import PassageId, Span

TEMPLATE = r"v1:(?s:.+)"  # every custom id that ``encode`` gives; a change of meaning takes a new number

_CUSTOM_ID_MAX = 100  # characters; Discord, "custom id"
_MARKS = re.compile(r"(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowContext:
    """Shows the paragraphs around a passage; ``highlight`` is bold in them, in offsets of the article's body."""

    passage: PassageId
    highlight: Span | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Opens the box for another question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """Says whether the answer helped."""

    helpful: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Shows a private card to the channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreBySpeaker:
    """Shows another quotation: number ``offset``, from 0, of the speaker's. A very long name is cut."""

    offset: int
    speaker: str


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Erases what is stored about the person who presses it."""


Action = ShowContext | FollowUp | Vote | Share | MoreBySpeaker | EraseMe


def encode(action: Action) -> str:
    """The custom id of an action, at most 100 characters."""
    match action:
        case ShowContext(passage=passage, highlight=highlight):
            return f"v1:context:{f'{highlight.start}-{highlight.end}' if highlight else ''}:{passage}"
        case FollowUp():
            return "v1:follow-up"
        case Vote(helpful=helpful):
            return f"v1:vote:{'up' if helpful else 'down'}"
        case Share():
            return "v1:share"
        case MoreBySpeaker(offset=offset, speaker=speaker):
            return f"v1:more:{offset}:{speaker}"[:_CUSTOM_ID_MAX]
        case EraseMe():
            return "v1:erase-me"


def decode(custom_id: str) -> Action | None:
    """The action of a custom id; None when this version did not write it."""
    match custom_id.split(":", 3):
        case ["v1", "context", "", passage]:
            return ShowContext(passage=PassageId(passage))
        case ["v1", "context", marks, passage] if found := _MARKS.fullmatch(marks):
            start, end = int(found["start"]), int(found["end"])
            return (
                ShowContext(passage=PassageId(passage), highlight=Span(start=start, end=end)) if start < end else None
            )
        case ["v1", "follow-up"]:
            return FollowUp()
        case ["v1", "vote", ("up" | "down") as vote]:
            return Vote(helpful=vote == "up")
        case ["v1", "share"]:
            return Share()
        case ["v1", "more", offset, speaker] if offset.isdecimal() and offset.isascii() and speaker:
            return MoreBySpeaker(offset=int(offset), speaker=speaker)
        case ["v1", "erase-me"]:
            return EraseMe()
        case _:
            return None
