"""A quotation as a card: the words, who said them and how that is known, and the paragraph around them. Pure."""

from __future__ import annotations

import discord

from bot.cards.buttons import MoreBySpeaker, encode
from bot.cards.card import FOUND, Button, Card, Item, card, divider, share_button, small, source, text
from bot.cards.excerpts import excerpt
from bot.texts.markdown import bold, clip, strong
from bot.texts.translation import Translate
from index.languages.sentences import paragraph_number, paragraphs, sentences
from index.types import Evidence, Kind, Quotation, Span, Speaker

_WORDS_MAX, _PARAGRAPH_MAX = 900, 700  # characters, rendered
_NAME_MAX, _ROLE_MAX, _MENTION_MAX, _CUE_MAX = 100, 160, 80, 60  # characters, rendered


def quotation_card(quotation: Quotation, *, offset: int, total: int, private: bool, translate: Translate) -> Card:
    """One exact quotation, number ``offset`` (from 0) of the ``total`` that its speaker has."""
    items = show_quotation(quotation, number=None, translate=translate)
    buttons: list[Button] = []
    if quotation.speaker and quotation.speaker.name and total > 1:
        more = MoreBySpeaker(speaker=quotation.speaker.name, offset=(offset + 1) % total)
        buttons.append(discord.ui.Button(label=translate("buttons.more_by_speaker"), custom_id=encode(more)))
        items.append(small(translate("quotation.number", number=offset + 1, total=total)))
    if private:
        buttons.append(share_button(translate))
    return card(items, colour=FOUND, public=not private, buttons=buttons)


def show_quotation(quotation: Quotation, *, number: int | None, translate: Translate) -> list[Item]:
    """The words, how the article gives them and their speaker, the paragraph around them, and the source."""
    body, span = quotation.article.body, quotation.span
    around = [
        sentence
        for paragraph in paragraphs(body)
        if paragraph.overlaps(span)
        for sentence in sentences(body, paragraph)
    ]
    words = excerpt(body, [span], focus=span, is_bold=True, limit=_WORDS_MAX)
    items: list[Item] = [text(words), text(_attribute(quotation, translate))]
    if around and Span(start=around[0].start, end=around[-1].end) != span:
        context = excerpt(body, around, focus=span, is_bold=True, limit=_PARAGRAPH_MAX)
        items += [divider(), small(translate("quotation.around")), text(context)]
    return [*items, source(quotation.article, span, number=number, translate=translate)]


def _attribute(quotation: Quotation, translate: Translate) -> str:
    """Who said it, with the role that the article gives; then, small, how it was reported and the speaker found."""
    role = f", {clip(quotation.role, _ROLE_MAX)}" if quotation.role else ""
    body, speaker = quotation.article.body, quotation.speaker
    name = clip(speaker.name, _NAME_MAX, render=strong) if speaker else bold(translate("quotation.nobody_named"))
    facts = [_say_kind(quotation.kind, translate)]
    facts += [translate("quotation.cue", cue=clip(quotation.cue.of(body), _CUE_MAX))] if quotation.cue else []
    lines = [f"— {name}{role}", f"-# {' · '.join(facts)}"]
    lines += [f"-# {_say_evidence(speaker, body, translate)}"] if speaker else []
    lines += [translate("quotation.unsure")] if speaker and not speaker.sure else []
    return "\n".join(lines)


def _say_kind(kind: Kind, translate: Translate) -> str:
    match kind:
        case Kind.DIRECT:
            return translate("quotation.direct")
        case Kind.MIXED | Kind.SCARE:
            return translate("quotation.mixed")
        case Kind.INDIRECT:
            return translate("quotation.indirect")
        case Kind.NARRATION:
            return translate("quotation.narration")


def _say_evidence(speaker: Speaker, body: str, translate: Translate) -> str:
    mention = clip(speaker.mention.of(body), _MENTION_MAX)
    paragraph = paragraph_number(body, speaker.mention.start)
    match speaker.evidence:
        case Evidence.NAMED:
            return translate("quotation.named", mention=mention, paragraph=paragraph)
        case Evidence.NOMINAL:
            return translate("quotation.nominal", mention=mention, paragraph=paragraph)
        case Evidence.PRONOUN:
            return translate("quotation.pronoun", mention=mention, paragraph=paragraph)
        case Evidence.CARRIED:
            return translate("quotation.carried", mention=mention, paragraph=paragraph)
