"""Stories, help and privacy as cards. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.cards.buttons import EraseMe
from bot.cards.card import (
    FOUND,
    HEADLINE_MAX,
    OUTLET_MAX,
    Card,
    Item,
    action_button,
    card,
    divider,
    fitting,
    index_age,
    say_copies,
    share_button,
    text,
    titled,
)
from bot.texts.markdown import clip, strong
from bot.texts.translation import Translate
from index.quotations import Person
from index.types import Article, Story, story_name

_STORY_MAX, _NAME_MAX, _QUESTION_MAX = 80, 80, 150  # characters, rendered
_HEADLINES, _PEOPLE, _QUESTIONS, _STORIES = 10, 25, 5, 25  # shown at most
_HEADLINES_LENGTH, _PEOPLE_LENGTH, _QUESTIONS_LENGTH, _STORIES_LENGTH = 1_500, 900, 800, 3_000  # characters, rendered
_READER_COMMANDS = ("ask", "quote", "check", "story", "help", "privacy")
_ADMIN_COMMANDS = ("reindex", "sources", "verbatim")


def story_card(
    story: Story, people: Sequence[Person], *, built_at: datetime, private: bool, translate: Translate
) -> Card:
    """The headlines of a story, who is quoted in it, what it can answer, and the age of the index."""
    headlines = [_say_article(article, translate) for article in story.articles if article.copy_of is None]
    counted = translate("story.articles", count=len(story.articles))
    items: list[Item] = [
        text(f"### {clip(story_name(story.id), _STORY_MAX)}"),
        titled(counted, headlines, most=_HEADLINES, limit=_HEADLINES_LENGTH, translate=translate),
    ]
    if people:
        items += [divider(), text(_say_people(people, translate))]
    if story.questions:
        questions = [clip(question, _QUESTION_MAX) for question in story.questions[:_QUESTIONS]]
        title = translate("story.questions")
        shown = titled(title, questions, most=_QUESTIONS, limit=_QUESTIONS_LENGTH, translate=translate)
        items += [divider(), shown]
    items += [divider(), index_age(built_at, translate)]
    return card(items, colour=FOUND, public=not private, buttons=[share_button(translate)] if private else [])


def stories_card(stories: Sequence[Story], *, translate: Translate) -> Card:
    """The stories that can be asked about, with the number of their articles."""
    lines = [
        f"{clip(story_name(story.id), _STORY_MAX, render=strong)} · "
        f"{translate('story.articles', count=len(story.articles))}"
        for story in stories
    ]
    title = translate("story.all")
    shown = titled(title, lines, most=_STORIES, limit=_STORIES_LENGTH, translate=translate)
    return card([shown], colour=FOUND, public=False)


def help_card(*, is_admin: bool, translate: Translate) -> Card:
    """What can be done, command by command, and how answers are to be read."""
    items: list[Item] = [
        text(f"### {translate('help.title')}\n{translate('help.promise')}"),
        text(_say_commands(_READER_COMMANDS, translate)),
        text(translate("help.mention", menu=translate("commands.menu_check"))),
    ]
    if is_admin:
        items += [divider(), text(f"**{translate('help.admins')}**\n{_say_commands(_ADMIN_COMMANDS, translate)}")]
    return card(items, public=False)


def privacy_card(*, gaps_kept: bool, feedback_kept: bool, days: int, translate: Translate) -> Card:
    """What is stored here, for how long, and the button that erases it."""
    lines = [translate("privacy.nothing"), translate("privacy.limits")]
    lines += [translate("privacy.gaps", count=days), translate("privacy.awaited")] if gaps_kept else []
    lines += [translate("privacy.feedback", count=days)] if feedback_kept else []
    erase = action_button(translate("buttons.erase_me"), EraseMe(), style=discord.ButtonStyle.danger)
    stored = "\n".join(f"- {line}" for line in lines)
    return card([text(f"### {translate('privacy.title')}\n{stored}")], public=False, buttons=[erase])


def _say_article(article: Article, translate: Translate) -> str:
    facts = [clip(article.title, HEADLINE_MAX) or translate("source.untitled")]
    facts += [clip(article.outlet, OUTLET_MAX)] if article.outlet else []
    facts += [translate.date(article.published_at, article.precision)] if article.published_at else []
    facts += say_copies(article.copies, translate)
    return " · ".join(facts)


def _say_people(people: Sequence[Person], translate: Translate) -> str:
    named = [f"{clip(person.name, _NAME_MAX)} ({person.quotations})" for person in people]
    shown = fitting(named, most=_PEOPLE, limit=_PEOPLE_LENGTH)
    left = len(named) - len(shown)
    more = f"\n-# {translate('list.more', count=left)}" if left else ""
    return f"**{translate('story.people')}**\n{' · '.join(shown)}{more}"


def _say_commands(names: Sequence[str], translate: Translate) -> str:
    described = [(translate(f"commands.{name}"), translate(f"commands.{name}_description")) for name in names]
    return "\n".join(f"- **/{name}** · {description}" for name, description in described)
