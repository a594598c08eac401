"""A verdict on "X said these words" as a card. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cards.answers import say_not_found
from bot.cards.card import (
    FOUND,
    QUESTION,
    REFUSED,
    RELATED,
    WRONG,
    Card,
    Item,
    card,
    copy_links,
    say,
    share_button,
    small,
    source,
    text,
)
from bot.cards.quotations import how_button, show_quotation
from bot.texts.markdown import CUT, clip, strike, strong
from bot.texts.translation import Translate
from index.types import Edit, Ruling, Verdict

_WORDS_MAX, _NAME_MAX, _DIFF_MAX, _EDIT_MAX = 200, 100, 500, 230  # characters, rendered


def verdict_card(verdict: Verdict, *, private: bool, translate: Translate) -> Card:
    """Whether the articles hold these words, and from whom; absent is private, everything else for all to see.

    Red where somebody who reads nothing but the picture would take a wrong thing from it.
    """
    items: list[Item] = [
        discord.ui.TextDisplay(f"### {_say_claim(verdict, translate)}", id=QUESTION),
        text(f"**{_say_ruling(verdict, translate)}**"),
    ]
    colour = RELATED if verdict.is_likely else _colour(verdict.ruling)
    if not verdict.is_quoted and verdict.claim.speaker is not None:
        items.append(text(translate("verdict.not_quoted", speaker=clip(verdict.claim.speaker, _NAME_MAX))))
    if verdict.headline is not None:
        items.append(source(verdict.headline, None, translate=translate))
        buttons = [share_button(translate)] if private else []
        return card(items, colour=colour, public=not private, buttons=buttons)
    if verdict.quotation is None:
        items.append(small(translate("verdict.absence_proves_nothing")))
        return card(items, colour=colour, public=False)
    if _differs(verdict) and (difference := show_edits(verdict.edits)):
        items += [text(difference), small(translate("verdict.legend"))]
    items += show_quotation(verdict.quotation, translate=translate)
    buttons = [how_button(verdict.quotation, translate)]
    buttons += [share_button(translate)] if private else []
    buttons += copy_links(verdict.quotation.article, verdict.quotation.span)
    return card(items, colour=colour, public=not private, buttons=buttons)


def absence_line(verdict: Verdict, *, translate: Translate) -> Card:
    """That these words are not there in small lines, where all can see that it was asked."""
    lines = say_not_found(verdict.coverage, translate), translate("verdict.absence_proves_nothing")
    return say("\n".join(f"-# {line}" for line in lines))


def _colour(ruling: Ruling) -> discord.Colour:
    match ruling:
        case Ruling.EXACT:
            return FOUND
        case Ruling.CUT_SHORT | Ruling.NEARLY | Ruling.REPORTED | Ruling.OWN_WORDS | Ruling.UNNAMED:
            return RELATED
        case Ruling.OPPOSITE | Ruling.SOMEONE_ELSE:
            return WRONG
        case Ruling.ABSENT:
            return REFUSED


def _differs(verdict: Verdict) -> bool:
    """Whether the card shows word by word what differs: where it says that something does, and something is seen to."""
    is_told = verdict.ruling in (Ruling.NEARLY, Ruling.OPPOSITE)
    return is_told and any(edit.claimed != edit.said for edit in verdict.edits)


def show_edits(edits: Sequence[Edit]) -> str:
    """The word difference: claimed words that were not said struck out, said words that were not claimed in bold."""
    pieces: list[str] = []
    for edit in edits:
        piece = _show_edit(edit)
        if len(" ".join([*pieces, piece, CUT])) > _DIFF_MAX:
            return " ".join([*pieces, CUT])
        pieces += [piece] if piece else []
    return " ".join(pieces)


def _show_edit(edit: Edit) -> str:
    if edit.claimed == edit.said:
        return clip(edit.said, _EDIT_MAX)
    changed = clip(edit.claimed, _EDIT_MAX, render=strike), clip(edit.said, _EDIT_MAX, render=strong)
    return " ".join(piece for piece in changed if piece)


def _say_claim(verdict: Verdict, translate: Translate) -> str:
    words = clip(verdict.claim.words.rstrip(" ,"), _WORDS_MAX)  # “It is late,” she said
    if verdict.claim.speaker is None:
        return translate("verdict.claim", words=words)
    return translate("verdict.claim_by", words=words, speaker=clip(verdict.claim.speaker, _NAME_MAX))


def _say_ruling(verdict: Verdict, translate: Translate) -> str:
    if verdict.ruling is Ruling.ABSENT:
        return say_not_found(verdict.coverage, translate)
    if verdict.headline is not None:
        return translate("verdict.headline")
    how_sure = "probably_" if verdict.is_likely else ""
    return translate(f"ruling.{how_sure}{verdict.ruling.name.lower()}")
