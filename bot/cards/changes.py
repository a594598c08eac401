"""What has changed in articles, and what is new, as cards: exact words of the articles. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from discord.utils import format_dt

from bot.cards.card import FOUND, OUTLET_MAX, Card, Item, card, divider, share_button, small, source, text
from bot.cards.excerpts import excerpt
from bot.texts.markdown import clip, strong
from bot.texts.translation import Translate
from index.languages.sentences import paragraphs, sentences
from index.types import Article, Change, Quotation, Revised, Span

_CHANGES = 4  # shown at most, of all articles
_DIGEST_MAX, _DIGEST_QUOTED_MAX = 6, 200  # articles of a digest; characters of a quotation in it, rendered
_HEADLINE_MAX, _SENTENCE_MAX = 120, 260  # characters, rendered


def changes_card(revised: Sequence[Revised], *, private: bool, translate: Translate) -> Card:
    """The newest changes, each under its article and both times; how many more there are is said in a last line."""
    told = [(one, change) for one in revised for change in one.changes]
    if not told:
        return card([text(translate("changes.none"))], public=False)
    items: list[Item] = [text(f"### {translate('changes.title')}")]
    last = None
    for one, change in islice(told, _CHANGES):
        items += [divider(), _say_article(one, translate)] if one is not last else []
        items.append(_show(one, change, translate))
        last = one
    if (left := len(told) - _CHANGES) > 0:
        items.append(small(translate("list.more", count=left)))
    return card(items, colour=FOUND, public=not private, buttons=[share_button(translate)] if private else [])


def _say_article(revised: Revised, translate: Translate) -> Item:
    article = revised.later
    headline = clip(article.title, _HEADLINE_MAX, render=strong) or translate("source.untitled")
    facts = [clip(article.outlet, OUTLET_MAX)] if article.outlet else []
    before, after = format_dt(revised.read_at, "f"), format_dt(revised.replaced_at, "f")
    facts.append(translate("changes.times", before=before, after=after))
    return text(f"{headline}\n-# {' · '.join(facts)}")


def _show(revised: Revised, change: Change, translate: Translate) -> Item:
    """A sentence that came or went; of one that was corrected both forms, with the words that differ in bold."""
    lines = [f"**{translate(f'changes.{change.kind}')}**"]
    is_corrected = change.kind == "corrected"
    if change.before:
        lines += [f"-# {translate('changes.was')}"] if is_corrected else []
        lines.append(_quote(revised.earlier, change.before, change.before_words))
    if change.after:
        lines += [f"-# {translate('changes.now')}"] if is_corrected else []
        lines.append(_quote(revised.later, change.after, change.after_words))
    return text("\n".join(lines))


def _quote(article: Article, sentence: Span, words: Span | None) -> str:
    return excerpt(article.body, [sentence], focus=words or sentence, is_bold=words is not None, limit=_SENTENCE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEntry:
    """An article that is new, and a quotation of it, if there is one."""

    article: Article
    quotation: Quotation | None


def digest_card(entries: Sequence[DigestEntry], *, translate: Translate) -> Card:
    """The headlines of what is new, newest first, with a quotation each; how many more there are is said."""
    items: list[Item] = [text(f"### {translate('notices.digest', count=len(entries))}")]
    for entry in entries[:_DIGEST_MAX]:
        items += _show_entry(entry, translate)
    if (left := len(entries) - _DIGEST_MAX) > 0:
        items.append(small(translate("list.more", count=left)))
    return card(items, colour=FOUND, public=True)


def _show_entry(entry: DigestEntry, translate: Translate) -> list[Item]:
    article, quotation = entry.article, entry.quotation
    parts = [sentence for paragraph in paragraphs(article.body) for sentence in sentences(article.body, paragraph)]
    if not parts:
        return []
    if quotation is None:
        return [source(article, parts[0], translate=translate)]
    around = [part for part in parts if part.overlaps(quotation.span)] or [quotation.span]
    quoted = excerpt(article.body, around, focus=quotation.span, is_bold=True, limit=_DIGEST_QUOTED_MAX)
    return [source(article, quotation.span, translate=translate), text(quoted)]
