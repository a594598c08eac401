"""Pictures of cards of the sample story, made by simcord's preview: ``python -m tests.bot.render_cards FOLDER``.

Needs ``simcord[screenshot]`` and a Chromium that Playwright finds.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import discord
import simcord

from bot.cards.answers import Asked, answer_card
from bot.cards.card import Card
from bot.cards.checks import verdict_card
from bot.cards.quotations import quotation_card
from bot.cards.sources import progress_card
from bot.texts.translation import load_translations
from index import sample
from index.articles import Source, read
from index.articles.passages import split
from index.checking import check
from index.progress import Progress, Stage
from index.quotations import extract
from index.types import (
    Answer,
    Article,
    Claim,
    Coverage,
    Hit,
    NoAnswer,
    Question,
    Quotation,
    Span,
)

_BUILT_AT = datetime(2025, 12, 31, 21, 0, tzinfo=UTC)  # three hours before the clock of simcord
_WIDTH, _HEIGHT = 760, 1_400  # pixels


def draw_cards() -> Iterator[tuple[str, Card]]:
    """Cards by the name of their picture."""
    articles = read([Source(path=Path(path)) for path in sample.__path__]).articles
    translate = load_translations().to("en")
    coverage = Coverage(articles=len(articles), newest=max(a.published_at for a in articles if a.published_at))
    gazette = _hit(articles, "About 46,000 American troops are still in the country")
    courier = _hit(articles, "Some 48,000 American soldiers remain")
    immunity = _hit(articles, "American officials have insisted all along")
    question = Question(text="How many American troops were in Iraq in August 2011?")
    answer = Answer(question=question, hits=(gazette, courier))
    yield "answer", answer_card(answer, Asked(question=question.text), built_at=_BUILT_AT, translate=translate)
    unknown = NoAnswer(question=Question(text="How much did the withdrawal cost?"), nearest=immunity, coverage=coverage)
    yield (
        "no-answer",
        answer_card(unknown, Asked(question=unknown.question.text), built_at=_BUILT_AT, translate=translate),
    )
    nuland = _quotation(articles, "our plan is to withdraw")
    yield "quotation", quotation_card(nuland, offset=0, total=3, private=False, translate=translate)
    claim = Claim(words="It is like inviting a guest and closing the door", speaker="Hanan al-Bayati")
    verdict = check(claim, [quotation for article in articles for quotation in extract(article)], coverage)
    yield "verdict", verdict_card(verdict, private=False, translate=translate)
    yield "progress", progress_card(Progress(stage=Stage.ENCODING, done=13, total=21), translate=translate)


def _hit(articles: Sequence[Article], words: str) -> Hit:
    article, sentence = _find(articles, words)
    passages = split(article, words=120)
    passage = next(passage for passage in passages if passage.span.contains(sentence))
    whole = next(span for span in passage.sentences if span.overlaps(sentence))
    return Hit(passage=passage, score=1.0, highlight=whole)


def _find(articles: Sequence[Article], words: str) -> tuple[Article, Span]:
    article = next(article for article in articles if words in article.body)
    start = article.body.index(words)
    return article, Span(start=start, end=start + len(words))


def _quotation(articles: Sequence[Article], words: str) -> Quotation:
    article, span = _find(articles, words)
    return next(quotation for quotation in extract(article) if quotation.span.overlaps(span))


async def render(folder: Path) -> None:
    """Writes one picture a card into the folder."""
    client = discord.Client(intents=discord.Intents.default())
    async with simcord.run(client) as env:
        env.backend.bot_user.name = "Verbatim"
        guild = env.create_guild()
        handle = guild.create_text_channel("iraq-story")
        reader = guild.add_member(env.create_user("reader"))
        channel = client.get_channel(handle.id)
        async with env.preview(handle, viewers=[reader], width=_WIDTH, height=_HEIGHT) as preview:
            for name, card in draw_cards():
                message = await channel.send(view=card.view)
                await preview.screenshot(folder / f"{name}.png", target=message.id)


if __name__ == "__main__":
    asyncio.run(render(Path(sys.argv[1])))
