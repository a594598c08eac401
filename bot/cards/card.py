"""What every card is made of: Components V2 within Discord's limits. Pure.

A card holds at most 40 components and 4,000 characters of text; the allotments below add up to less.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

import discord
from discord.utils import format_dt

from bot.cards.buttons import Action, Share, encode_action
from bot.rules.questions import asked_behind, asked_in
from bot.texts.links import link_to
from bot.texts.markdown import CUT, clip, clip_plain, strong
from bot.texts.translation import Translate
from index.languages.sentences import paragraph_number
from index.types import Article, ArticleId, Copy, Span

# Component ids of the text that a card answers, and of how it was understood; both are read again from there.
QUESTION, UNDERSTOOD = 1000, 1001
HEADLINE_MAX, OUTLET_MAX, QUESTION_MAX = 200, 80, 200  # characters, rendered
_ROW_MAX = 5  # buttons; Discord, "action row"
_LABEL_MAX = 80  # characters; Discord, "button label"
_COPIES, _COPIES_LENGTH = 3, 120  # other outlets with the same text; characters, rendered

FOUND, RELATED, REFUSED, WRONG = (discord.Colour(value) for value in (0x2E7D5B, 0xB7791F, 0x6B7280, 0xC0392B))

Item = discord.ui.Item["CardView"]
Button = discord.ui.Button["CardView"]
Row = discord.ui.ActionRow["CardView"]
Text = discord.ui.TextDisplay["CardView"]


class CardView(discord.ui.LayoutView):
    """A layout that discord.py does not keep in memory: its buttons are known by their custom ids."""

    def __init__(self, *items: Item) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)

    def is_dispatchable(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file that a card brings along; ``name`` is of letters, digits, hyphens and a suffix."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Something to send, and whether everybody in the channel may see it. Only a private card brings files."""

    view: CardView
    public: bool
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a card answers with: the words that are marked on it, and their article."""

    article: ArticleId
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to send, and the name of what came of it, for the log. ``answered`` is there where the bot is to remember
    with what it answered everybody."""

    card: Card
    result: str
    answered: Answered | None = None


def asked(question: str, *, most: int = QUESTION_MAX) -> Text:
    """What somebody asked, as the heading of the card that answers it; in small print where ``most`` characters of it,
    rendered, take more room than a heading."""
    words = _shorten(question, most)
    return discord.ui.TextDisplay(f"{'###' if len(words) <= QUESTION_MAX else '-#'} {words}", id=QUESTION)


def understood(question: str, translate: Translate, *, most: int = QUESTION_MAX) -> Text:
    """The question that was asked in its place, with what the one before it names."""
    words = translate("answer.understood", question=_shorten(question, most))
    return discord.ui.TextDisplay(f"-# {words}", id=UNDERSTOOD)


def _shorten(question: str, most: int) -> str:
    """A question in at most ``most`` characters, rendered: all of it, else the sentence that asks or what that leads up
    to, which what follows the card is completed from, else its beginning."""
    whole = clip(question, most)
    if not whole.endswith(CUT) or (sentence := asked_in(question)) is None:
        return whole
    asking = (clip(part, most - len(f"{CUT} ")) for part in (sentence, asked_behind(sentence)) if part)
    return next((f"{CUT} {shown}" for shown in asking if not shown.endswith(CUT)), whole)


def source(article: Article, span: Span | None, *, number: int | None = None, translate: Translate) -> Item:
    """Where words come from: headline, outlet, date, paragraph, and a button to the page that names its host; no
    ``span`` is the headline itself."""
    headline = clip(article.title, HEADLINE_MAX, render=strong) or translate("source.untitled")
    facts = [clip(article.outlet, OUTLET_MAX)] if article.outlet else []
    facts += [translate.date(article.published_at, article.precision)] if article.published_at else []
    facts += [translate("source.paragraph", number=paragraph_number(article.body, span.start))] if span else []
    line = f"{'' if number is None else f'[{number}] '}{headline}\n-# {' · '.join(facts)}".removesuffix("\n-# ")
    line += "".join(f"\n-# {also}" for also in (say_copies(article.copies_with(span), translate) if span else ()))
    if (link := link_to(article.url, span.of(article.body) if span else article.title)) is None:
        return text(line)
    return discord.ui.Section(line, accessory=discord.ui.Button(label=clip_plain(link.host, _LABEL_MAX), url=link.url))


def say_copies(copies: Sequence[Copy], translate: Translate) -> list[str]:
    """In which other outlets the same text stands, as a line where there are any; those that do not fit are counted."""
    names = [clip(copy.outlet, _COPIES_LENGTH) for copy in copies]
    shown = names[:1] + list(fitting(names[1:], most=_COPIES, limit=_COPIES_LENGTH - len("".join(names[:1]))))
    left = len(names) - len(shown)
    more = [translate("list.more", count=left)] if left else []
    return [translate("source.also", outlets=", ".join([*shown, *more]))] if names else []


def copy_links(article: Article, span: Span) -> list[Button]:
    """A button to each of the other pages on which the words stand, up to three; it names the host."""
    links = [link_to(copy.url, span.of(article.body)) for copy in article.copies_with(span)]
    return [
        discord.ui.Button(label=clip_plain(link.host, _LABEL_MAX), url=link.url) for link in links[:_COPIES] if link
    ]


def divider() -> Item:
    return discord.ui.Separator()


def text(rendered: str) -> Text:
    return discord.ui.TextDisplay(rendered)


def small(rendered: str) -> Text:
    return text(f"-# {rendered}")


def index_age(built_at: datetime, translate: Translate, *, stale_since: datetime | None = None) -> Text:
    """When the index was built, which Discord keeps up to date and writes in the reader's language; and since when a
    source has not been read that should have been."""
    told = translate("source.index_age", age=format_dt(built_at, "R"))
    if stale_since is None:
        return small(told)
    return small(f"{told} · ⚠️ {translate('source.stale', age=format_dt(stale_since, 'R'))}")


def action_button(label: str, action: Action, *, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Button:
    """A button that does something, whenever it is pressed."""
    return discord.ui.Button(label=label, style=style, custom_id=encode_action(action))


def share_button(translate: Translate) -> Button:
    return action_button(translate("buttons.share"), Share(), style=discord.ButtonStyle.primary)


def card(
    items: Sequence[Item],
    *,
    colour: discord.Colour | None = None,
    hidden: Sequence[Item] = (),
    public: bool,
    buttons: Sequence[Button] = (),
) -> Card:
    """A framed card, a second frame behind a spoiler for what is ``hidden``, and rows of five buttons."""
    view = CardView(discord.ui.Container(*items, accent_colour=colour))
    if hidden:
        view.add_item(discord.ui.Container(*hidden, spoiler=True))
    for start in range(0, len(buttons), _ROW_MAX):
        view.add_item(discord.ui.ActionRow(*buttons[start : start + _ROW_MAX]))
    return Card(view=view, public=public)


def say(sentence: str) -> Card:
    """A private card of one sentence, in Markdown."""
    return Card(view=CardView(text(sentence)), public=False)


def fitting(lines: Sequence[str], *, most: int, limit: int) -> Sequence[str]:
    """The first of the lines: at most ``most``, and ``limit`` characters with three beside each for its mark."""
    lengths = list(accumulate(len(line) + 3 for line in lines[:most]))
    return lines[: bisect_right(lengths, limit)]


def titled(title: str, lines: Sequence[str], *, most: int, limit: int, translate: Translate) -> Text:
    """Rendered lines as a list under its title; how many did not fit is said in a last line."""
    shown = fitting(lines, most=most, limit=limit)
    left = len(lines) - len(shown)
    more = [f"-# {translate('list.more', count=left)}"] if left else []
    return text("\n".join([f"**{title}**", *(f"- {line}" for line in shown), *more]))
