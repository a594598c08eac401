"""The commands that readers' questions go through: ``ask``, ``quote``, ``check`` and ``story``."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.options import AsJson, Config, Data, Story, open_library, scope, sentence
from bot.errors import BadDate
from bot.rules.dates import parse_since
from bot.terminal.printing import show, show_json
from index.commands import fail, plain_errors
from index.streams import count
from index.types import Claim, Kind, Question

_NOTHING_SAID = "There is no such quotation in these articles."


def _read_since(written: str) -> datetime:
    try:
        return parse_since(written, datetime.now(UTC))
    except BadDate as error:
        raise typer.BadParameter(str(error)) from None


def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="Your question; quotation marks may be left out.")
    ] = None,
    story: Story = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DAY",
            parser=_read_since,
            help='Only articles from this day on: 2011-08-18, yesterday, "2 days ago".',
        ),
    ] = None,
    batch: Annotated[Path | None, typer.Option(help="Ask every question of this JSON Lines file instead.")] = None,
    run: Annotated[Path | None, typer.Option(help="Where the batch's answers are written, as JSON Lines.")] = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Answer a question from the articles.

    You get the passage that says so, word for word, with its source, or hear that the articles do not say.

    The sentence that answers is bold; where there are no styles it stands between >> and <<.

    \b
    Examples:
      verbatim ask "When does the agreement expire?"
      verbatim ask Who leads the talks --since "2 weeks ago"
      verbatim ask --batch questions.jsonl --run answers.jsonl
    """
    from bot.terminal.documents import describe_outcome
    from bot.terminal.show import show_outcome

    if (not question) == (batch is None) or (batch is None) != (run is None):
        raise typer.BadParameter('give a "question", or --batch QUESTIONS.jsonl with --run RUN.jsonl')
    if batch and run:
        if story or since or as_json:
            raise typer.BadParameter("--story, --since and --json do not go with --batch; a line may say within")
        _ask_all(batch, run, data, config)
        return
    with plain_errors():
        library = open_library(config, data)
        outcome = library.ask([Question(text=sentence(question), scope=scope(story, since))])[0]
        if isinstance(outcome, Exception):
            raise outcome
        if as_json:
            show_json(describe_outcome(outcome))
        else:
            show(show_outcome(outcome))


def _ask_all(batch: Path, run: Path, data: Path | None, config: Path | None) -> None:
    with plain_errors():
        from index.measuring.evaluation import read_batch, write_run

        questions = read_batch(batch)
        write_run(open_library(config, data), questions, run)
        told = f"{count(len(questions), 'question')} answered in {run}."
        Console(stderr=True).print(told, markup=False, highlight=False, soft_wrap=True)


def quote(
    speaker: Annotated[str | None, typer.Option(help="Who said it; part of a name will do.")] = None,
    about: Annotated[str | None, typer.Option(help="What it is about, in your own words.")] = None,
    story: Story = None,
    kind: Annotated[
        Kind | None,
        typer.Option(help="Only this kind; indirect speech is shown only when asked for, scare quotes with --all too."),
    ] = None,
    pick_random: Annotated[bool, typer.Option("--random", help="One of them, by chance.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="All of them; with --json a line an article, without transcripts.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Show an exact quotation with its source.

    Nothing filled in gives one by chance.

    \b
    Examples:
      verbatim quote --speaker nuland
      verbatim quote --about "the budget" --json
    """
    with plain_errors():
        from bot.terminal.documents import describe_article_quotations, describe_quotation
        from bot.terminal.show import show_quotation
        from index.library import QuotationRequest
        from index.quotations import is_marked

        library = open_library(config, data)
        kinds = frozenset({kind}) if kind else QuotationRequest().kinds | (frozenset({Kind.SCARE}) if every else set())
        found = library.quote(QuotationRequest(speaker=speaker, about=about, kinds=kinds, scope=scope(story)))
        if every and as_json:
            marked = [quotation for quotation in found if is_marked(quotation) or quotation.kind is Kind.INDIRECT]
            for document in describe_article_quotations(library.generation.articles, marked):
                show_json(document)
            return
        if not found:
            fail(_NOTHING_SAID)
        nothing_asked = not (speaker or about or every)
        shown = [random.choice(found)] if pick_random or nothing_asked else found if every else found[:3]  # noqa: S311
        for quotation in shown:
            if as_json:
                show_json(describe_quotation(quotation))
            else:
                show(show_quotation(quotation))
                show("")


def check(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="What somebody is said to have said; quotation marks may be left out."),
    ],
    speaker: Annotated[str | None, typer.Option(help="Who is said to have said it.")] = None,
    story: Story = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Look whether somebody said these words.

    Where the words differ, [-these were claimed-] and {+these were said+}.

    \b
    Examples:
      verbatim check "We will withdraw" --speaker nuland
      verbatim check We will withdraw --json
    """
    with plain_errors():
        from bot.terminal.documents import describe_verdict
        from bot.terminal.show import show_verdict

        claim = Claim(words=sentence(words), speaker=speaker, scope=scope(story))
        verdict = open_library(config, data).check(claim)
        if as_json:
            show_json(describe_verdict(verdict))
        else:
            show(show_verdict(verdict))


def story(
    name: Annotated[str | None, typer.Argument(metavar="STORY", help="Only this story.")] = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Tell what was read.

    Headlines, outlets, dates, who is quoted, what can be asked, and how old the index is.

    \b
    Examples:
      verbatim story
      verbatim story us-iraq-2011 --json
    """
    with plain_errors():
        from bot.terminal.documents import describe_story
        from bot.terminal.show_story import show_story

        library = open_library(config, data)
        built_at = library.generation.manifest.created_at
        for told in library.stories(scope(name)):
            people = library.people(scope(told.id))
            if as_json:
                show_json(describe_story(told, people, built_at))
            else:
                show(show_story(told, people, built_at, now=datetime.now(UTC)))
