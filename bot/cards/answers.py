"""Answer, Related and NoAnswer as cards, and the context of a passage. Pure."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.cards.buttons import FollowUp, ShowContext, Vote, encode
from bot.cards.card import (
    FOUND,
    REFUSED,
    RELATED,
    Button,
    Card,
    Item,
    asked,
    card,
    divider,
    index_age,
    share_button,
    small,
    source,
    text,
)
from bot.cards.excerpts import excerpt
from bot.texts.translation import Translate
from index.languages.sentences import paragraphs, sentences
from index.types import Answer, Coverage, Hit, NoAnswer, Outcome, Passage, Question, Related, Span

_HITS_MAX = 3  # passages; the answering one and up to two more
_FIRST_MAX, _MORE_MAX = 1_200, 400  # characters of a passage, rendered
_CONTEXT_MAX = 3_000  # characters, rendered
_AROUND = 1  # paragraphs shown on each side of a passage


def answer_card(outcome: Outcome, *, built_at: datetime, private: bool, translate: Translate) -> Card:
    """What the articles say to a question; ``built_at`` is when the index that was asked was built."""
    match outcome:
        case Answer(question=question, hits=hits, highlight=highlight):
            items = [asked(question.text), *_passages(hits, highlight, translate)]
            return _found(items, hits[0], highlight, built_at, private, translate)
        case Related(question=question, hits=hits):
            notice = text(translate("answer.related"))
            items = [asked(question.text), notice, *_passages(hits, None, translate)]
            return _found(items, hits[0], None, built_at, private, translate)
        case NoAnswer(question=question, nearest=nearest, coverage=coverage):
            return _not_found(question, nearest, coverage, translate)


def say_not_found(coverage: Coverage, translate: Translate) -> str:
    """That the articles do not say, and what was read."""
    if coverage.newest is None:
        return translate("answer.not_found_undated", count=coverage.articles)
    return translate("answer.not_found", count=coverage.articles, newest=translate.date(coverage.newest))


def context_card(passage: Passage, *, highlight: Span | None, translate: Translate) -> Card:
    """The passage among the paragraphs around it, private."""
    body = passage.article.body
    around = paragraphs(body)
    touched = [number for number, paragraph in enumerate(around) if paragraph.overlaps(passage.span)]
    shown = around[max(0, touched[0] - _AROUND) : touched[-1] + 1 + _AROUND]
    parts = [sentence for paragraph in shown for sentence in sentences(body, paragraph)]
    is_inside = highlight is not None and passage.span.contains(highlight)
    focus = highlight if highlight is not None and is_inside else passage.sentences[0]
    quoted = excerpt(body, parts, focus=focus, is_bold=is_inside, limit=_CONTEXT_MAX)
    items = [source(passage.article, focus, number=None, translate=translate), text(quoted)]
    return card(items, public=False)


def _passages(hits: tuple[Hit, ...], highlight: Span | None, translate: Translate) -> list[Item]:
    """The first hits as numbered block quotes with their sources, the highlight in bold in the first."""
    items: list[Item] = []
    for number, hit in enumerate(hits[:_HITS_MAX], start=1):
        focus, is_bold = (highlight, True) if number == 1 and highlight else (hit.highlight, False)
        items += [] if number == 1 else [divider()]
        items += _quote(
            hit,
            focus,
            number=number,
            is_bold=is_bold,
            limit=_FIRST_MAX if number == 1 else _MORE_MAX,
            translate=translate,
        )
    return items


def _quote(hit: Hit, focus: Span, *, number: int | None, is_bold: bool, limit: int, translate: Translate) -> list[Item]:
    article = hit.passage.article
    quoted = excerpt(article.body, hit.passage.sentences, focus=focus, is_bold=is_bold, limit=limit)
    return [text(quoted), source(article, focus, number=number, translate=translate)]


def _found(
    items: list[Item], first: Hit, highlight: Span | None, built_at: datetime, private: bool, translate: Translate
) -> Card:
    context = ShowContext(passage=first.passage.id, highlight=highlight)
    buttons: list[Button] = [
        discord.ui.Button(label=translate("buttons.context"), custom_id=encode(context)),
        discord.ui.Button(label=translate("buttons.follow_up"), custom_id=encode(FollowUp())),
        discord.ui.Button(emoji="👍", custom_id=encode(Vote(helpful=True))),
        discord.ui.Button(emoji="👎", custom_id=encode(Vote(helpful=False))),
    ]
    if private:
        buttons.append(share_button(translate))
    colour = RELATED if highlight is None else FOUND
    return card([*items, divider(), index_age(built_at, translate)], colour=colour, public=not private, buttons=buttons)


def _not_found(question: Question, nearest: Hit | None, coverage: Coverage, translate: Translate) -> Card:
    """That the articles do not say; the nearest passage hides behind a spoiler, as what it is."""
    again: Button = discord.ui.Button(label=translate("buttons.ask_again"), custom_id=encode(FollowUp()))
    items: list[Item] = [asked(question.text), text(say_not_found(coverage, translate))]
    if nearest is None:
        return card(items, colour=REFUSED, public=False, buttons=[again])
    items.append(small(translate("answer.nearest")))
    quoted = _quote(nearest, nearest.highlight, number=None, is_bold=False, limit=_FIRST_MAX, translate=translate)
    return card(items, hidden=quoted, colour=REFUSED, public=False, buttons=[again])
