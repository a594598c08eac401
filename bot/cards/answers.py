"""Answer, Related and NoAnswer as cards, read at a glance; the context of a passage, and the other passages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.cards.buttons import FollowUp, MorePassages, ShowContext, TellMe, Vote, Within, encode_action
from bot.cards.card import (
    FOUND,
    OUTLET_MAX,
    QUESTION_MAX,
    REFUSED,
    RELATED,
    Button,
    Card,
    Item,
    action_button,
    asked,
    card,
    copy_links,
    divider,
    index_age,
    say,
    share_button,
    small,
    source,
    text,
    understood,
)
from bot.cards.excerpts import excerpt, glimpse, sentences_around
from bot.rules.questions import asks_twice
from bot.texts.markdown import CUT, clip
from bot.texts.translation import Translate
from index.types import Answer, Article, Coverage, Hit, NoAnswer, Outcome, Passage, Reason, Related, Span

_NEARLY_AS_NEAR = 0.7  # of the nearest hit's score; judged on the sample story, where unrelated ones have half of it
_RELATED_MAX, _MORE_MAX = 2, 4  # passages on a card; behind the button for more
_ALSO_MAX = 4  # outlets that are named as saying something on it too
_AWAITED_MAX = 2_000  # characters, rendered, of a question that may be awaited: it is read again from its card, whole
_CONTEXT_MAX = 3_000  # characters, rendered
_MORE_LENGTH = 500  # characters of each passage behind the button, rendered
_AROUND = 1  # paragraphs shown on each side of a passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was put, and how it is to be shown: ``understood`` is what was asked in its place, "" for
    itself; ``within`` is what it was limited to; ``votes`` is whether readers may say what they think of the answer,
    ``may_wait`` whether they may ask to be told when there is one, unless the question is too long for a card to hold;
    ``stale_since`` is since when a source of what is shown has not been read that should have been."""

    question: str
    understood: str = ""
    within: Within = field(default_factory=Within)
    private: bool = False
    votes: bool = False
    may_wait: bool = False
    stale_since: datetime | None = None


def answer_card(outcome: Outcome, question: Asked, *, built_at: datetime, translate: Translate) -> Card:
    """What the articles say to a question; ``built_at`` is when the index that was asked was built."""
    match outcome:
        case Answer(hits=hits, differing=differing):
            others = [hit for hit in _other_articles(hits) if hit not in differing]
            items: list[Item] = [text(translate("answer.differ"))] if differing else []
            items += _quote(hits[0], number=1, is_bold=True, translate=translate)
            for number, hit in enumerate(differing, start=2):
                items += _quote(hit, number=number, is_bold=True, translate=translate)
            items += [small(_say_others(others, translate))] if others else []
            colour, buttons = FOUND, _buttons(hits[0], hits[0].highlight, others, question, translate)
        case Related(hits=hits):
            items = [text(translate("answer.related"))]
            for number, hit in enumerate([hits[0], *_other_articles(hits)][:_RELATED_MAX], start=1):
                items += _quote(hit, number=number, is_bold=False, translate=translate)
            colour, buttons = RELATED, _buttons(hits[0], None, (), question, translate)
        case NoAnswer():
            return _not_found(outcome, question, built_at, translate)
    items = [*_heading(question, translate), *items, *_say_one_of_two(outcome, translate)]
    items.append(index_age(built_at, translate, stale_since=question.stale_since))
    return card(items, colour=colour, public=not question.private, buttons=buttons)


def told_card(answer: Answer, question: str, *, built_at: datetime, translate: Translate) -> Card:
    """The answer that somebody waited for, as a direct message: nothing there can be pressed but links."""
    items: list[Item] = [asked(question), small(translate("answer.told"))]
    items += _quote(answer.hits[0], number=1, is_bold=True, translate=translate)
    items.append(index_age(built_at, translate))
    links = copy_links(answer.hits[0].passage.article, answer.hits[0].highlight)
    return card(items, colour=FOUND, public=False, buttons=links)


def say_not_found(coverage: Coverage, translate: Translate) -> str:
    """That the articles do not say, and what was read."""
    if coverage.newest is None:
        return translate("answer.not_found_undated", count=coverage.articles)
    return translate(
        "answer.not_found", count=coverage.articles, newest=translate.dated(coverage.newest, coverage.precision)
    )


def not_found_line(missing: NoAnswer, *, translate: Translate) -> Card:
    """That there is no answer in one small line, where all can see that it was asked."""
    lines = [f"-# {_say_missing(missing, translate)}"]
    lines += [f"-# {translate('answer.one_of_two')}"] if asks_twice(missing.question.text) else []
    return say("\n".join(lines))


def context_card(passage: Passage, *, highlight: Span | None, translate: Translate) -> Card:
    """The passage among the paragraphs around it, private."""
    body = passage.article.body
    is_inside = highlight is not None and passage.span.contains(highlight)
    focus = highlight if highlight is not None and is_inside else passage.sentences[0]
    around = sentences_around(body, passage.span, beside=_AROUND)
    quoted = excerpt(body, around, focus=focus, is_bold=is_inside, limit=_CONTEXT_MAX)
    return card([source(passage.article, focus, translate=translate), text(quoted)], public=False)


def passages_card(passages: Sequence[Passage], *, translate: Translate) -> Card:
    """Passages beside the one that a card shows, private."""
    items: list[Item] = []
    for number, passage in enumerate(passages[:_MORE_MAX], start=2):
        items += [divider()] if items else []
        focus = passage.sentences[0]
        quoted = excerpt(passage.article.body, passage.sentences, focus=focus, is_bold=False, limit=_MORE_LENGTH)
        items += [text(quoted), source(passage.article, focus, number=number, translate=translate)]
    return card(items, public=False)


def _heading(question: Asked, translate: Translate, *, most: int = QUESTION_MAX) -> list[Item]:
    """What was asked, and how it was understood; in ``most`` characters that of the two which the bot asked."""
    if not question.understood:
        return [asked(question.question, most=most)]
    return [asked(question.question), understood(question.understood, translate, most=most)]


def _other_articles(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are nearly as near as the nearest, which need not be the first: one an article, none of the first
    one's."""
    first_of = {hit.passage.article.id: hit for hit in reversed(hits)}
    least = _NEARLY_AS_NEAR * max(hit.score for hit in hits)
    return [hit for hit in hits[1:] if first_of[hit.passage.article.id] is hit and hit.score >= least]


def _say_others(hits: Sequence[Hit], translate: Translate) -> str:
    names = dict.fromkeys(_name(hit.passage.article, translate) for hit in hits[:_MORE_MAX])
    return translate("answer.more_in", sources=" · ".join(list(names)[:_ALSO_MAX]))


def _name(article: Article, translate: Translate) -> str:
    facts = [clip(article.outlet or article.title, OUTLET_MAX) or translate("source.untitled")]
    facts += [translate.date(article.published_at, article.precision)] if article.published_at else []
    return ", ".join(facts)


def _quote(hit: Hit, *, number: int | None, is_bold: bool, translate: Translate) -> list[Item]:
    article = hit.passage.article
    quoted = glimpse(article.body, hit.passage.sentences, focus=hit.highlight, is_bold=is_bold)
    return [text(quoted), source(article, hit.highlight, number=number, translate=translate)]


def _buttons(
    hit: Hit, highlight: Span | None, others: Sequence[Hit], question: Asked, translate: Translate
) -> list[Button]:
    context = ShowContext(passage=hit.passage.id, highlight=highlight)
    buttons = [action_button(translate("buttons.context"), context)]
    if others:
        more = MorePassages(passages=tuple(hit.passage.id for hit in others[:_MORE_MAX]))
        buttons.append(action_button(translate("buttons.more_passages", count=len(more.passages)), more))
    buttons.append(action_button(translate("buttons.follow_up"), FollowUp(within=question.within)))
    if question.votes:
        buttons.append(discord.ui.Button(emoji="👍", custom_id=encode_action(Vote(helpful=True))))
        buttons.append(discord.ui.Button(emoji="👎", custom_id=encode_action(Vote(helpful=False))))
    buttons += [share_button(translate)] if question.private else []
    return [*buttons, *copy_links(hit.passage.article, highlight or hit.highlight)]


def _say_one_of_two(outcome: Outcome, translate: Translate) -> list[Item]:
    """That one answer is looked for at a time, where more was asked."""
    return [small(translate("answer.one_of_two"))] if asks_twice(outcome.question.text) else []


def _say_missing(missing: NoAnswer, translate: Translate) -> str:
    """That the articles do not say; of a question that was not read, or for which no article is new enough, that."""
    if missing.reason is Reason.LANGUAGE:
        return translate(f"reason.{missing.reason}")
    if missing.since is not None:
        told, newest = translate("answer.none_since", since=translate.date(missing.since)), missing.coverage.newest
        day = translate.dated(newest, missing.coverage.precision) if newest else None
        return " ".join([told, *([translate("answer.newest", newest=day)] if day else [])])
    told = say_not_found(missing.coverage, translate)
    foreign = missing.coverage.foreign
    return f"{told} {translate('answer.not_in_english', count=foreign)}" if foreign else told


def _not_found(missing: NoAnswer, question: Asked, built_at: datetime, translate: Translate) -> Card:
    """That the articles do not say; the nearest passage hides behind a spoiler, as what it is, and why it is no answer
    where that is known."""
    meant = question.understood or question.question
    may_wait = question.may_wait and not clip(meant, _AWAITED_MAX).endswith(CUT)
    items = _heading(question, translate, most=_AWAITED_MAX if may_wait else QUESTION_MAX)
    items += [index_age(built_at, translate, stale_since=question.stale_since)] if question.stale_since else []
    items += [text(_say_missing(missing, translate)), *_say_one_of_two(missing, translate)]
    buttons = [action_button(translate("buttons.ask_again"), FollowUp(within=question.within))]
    if may_wait:
        buttons.append(action_button(translate("buttons.tell_me"), TellMe(within=question.within)))
    if (nearest := missing.nearest) is None:
        return card(items, colour=REFUSED, public=False, buttons=buttons)
    items.append(small(translate("answer.nearest")))
    if missing.reason and missing.reason is not Reason.LANGUAGE:
        items.append(small(translate(f"reason.{missing.reason}")))
    quoted = _quote(nearest, number=None, is_bold=False, translate=translate)
    return card(items, hidden=quoted, colour=REFUSED, public=False, buttons=buttons)
