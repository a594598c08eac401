"""What a button does, kept in its custom id, so that it works after a restart. Pure.

What does not fit in a custom id is read back from the card that the button is on: the question is in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.types import PassageId, Span

TEMPLATE = r"v1:(?s:.+)"  # every custom id that ``encode_action`` gives; a change of meaning takes a new word or number

_CUSTOM_ID_MAX = 100  # characters; Discord, "custom id"
_PASSAGES_MAX = 4  # passages that a custom id has room for
_MARKS = re.compile(r"(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What a question was limited to, for what follows from its answer: a story by its key (``bot.rules.scopes``), and
    the first day, YYYY-MM-DD; either may be empty."""

    story: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowContext:
    """Shows the paragraphs around a passage; ``highlight`` is bold in them, in offsets of the article's body."""

    passage: PassageId
    highlight: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePassages:
    """Shows other passages that were found, one to four."""

    passages: tuple[PassageId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Opens the box for another question."""

    within: Within = field(default_factory=Within)


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
    within: Within = field(default_factory=Within)


@dataclass(frozen=True, slots=True, kw_only=True)
class HowWeKnow:
    """Shows the paragraphs around a quotation and how its speaker was found; ``quotation`` is its key."""

    quotation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellMe:
    """Asks to be told, once, when the question of the card is answered."""

    within: Within = field(default_factory=Within)


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Erases what is stored about the person who presses it."""


Action = ShowContext | MorePassages | FollowUp | Vote | Share | MoreBySpeaker | HowWeKnow | TellMe | EraseMe


def encode_action(action: Action) -> str:
    """The custom id of an action, at most 100 characters."""
    match action:
        case ShowContext(passage=passage, highlight=highlight):
            return f"v1:context:{f'{highlight.start}-{highlight.end}' if highlight else ''}:{passage}"
        case MorePassages(passages=passages):
            return f"v1:passages:{','.join(passages[:_PASSAGES_MAX])}"
        case FollowUp(within=within):
            return f"v1:follow-up:{within.story}:{within.since}"
        case Vote(helpful=helpful):
            return f"v1:vote:{'up' if helpful else 'down'}"
        case Share():
            return "v1:share"
        case MoreBySpeaker(offset=offset, speaker=speaker, within=within):
            return f"v1:more-by:{offset}:{within.story}:{within.since}:{speaker}"[:_CUSTOM_ID_MAX]
        case HowWeKnow(quotation=quotation):
            return f"v1:how:{quotation}"
        case TellMe(within=within):
            return f"v1:tell-me:{within.story}:{within.since}"
        case EraseMe():
            return "v1:erase-me"


def decode_action(custom_id: str) -> Action | None:
    """The action of a custom id; None when no version wrote it."""
    match custom_id.split(":", 5):
        case ["v1", "context", "", passage]:
            return ShowContext(passage=PassageId(passage))
        case ["v1", "context", marks, passage] if found := _MARKS.fullmatch(marks):
            start, end = int(found["start"]), int(found["end"])
            return (
                ShowContext(passage=PassageId(passage), highlight=Span(start=start, end=end)) if start < end else None
            )
        case ["v1", "passages", passages] if all(named := passages.split(",")) and len(named) <= _PASSAGES_MAX:
            return MorePassages(passages=tuple(map(PassageId, named)))
        case ["v1", "follow-up"]:  # as it was before it kept the story
            return FollowUp()
        case ["v1", "follow-up", story, since]:
            return FollowUp(within=Within(story=story, since=since))
        case ["v1", "vote", ("up" | "down") as vote]:
            return Vote(helpful=vote == "up")
        case ["v1", "share"]:
            return Share()
        case ["v1", "more", offset, *name] if _is_number(offset) and (speaker := ":".join(name)):
            return MoreBySpeaker(offset=int(offset), speaker=speaker)  # as it was before it kept the story
        case ["v1", "more-by", offset, story, since, speaker] if _is_number(offset) and speaker:
            return MoreBySpeaker(offset=int(offset), speaker=speaker, within=Within(story=story, since=since))
        case ["v1", "how", quotation] if quotation:
            return HowWeKnow(quotation=quotation)
        case ["v1", "tell-me", story, since]:
            return TellMe(within=Within(story=story, since=since))
        case ["v1", "erase-me"]:
            return EraseMe()
        case _:
            return None


def _is_number(written: str) -> bool:
    return written.isdecimal() and written.isascii()
