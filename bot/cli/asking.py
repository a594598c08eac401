"""``verbatim ask`` and ``verbatim story``: what the articles say, and what there is to ask about."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli.options import AsJson, Config, Data, Story, Yes, open_library, require_free, scope, sentence
from bot.errors import BadDate, TwoDays
from bot.rules.dates import parse_since
from bot.rules.doubts import claim_in
from bot.rules.scopes import story_called
from bot.terminal.printing import show, show_json
from index.commands.failing import fail, plain_errors
from index.languages.chatter import asks_for_overview, overview_of
from index.streams import count
from index.types import Claim, Question, StoryId

if TYPE_CHECKING:
    from index.library import Library


def _read_since(written: str) -> datetime:
    try:
        return parse_since(written, datetime.now(UTC))
    except (BadDate, TwoDays) as error:
        raise typer.BadParameter(str(error)) from None


def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="Your question; quotation marks are optional.")
    ] = None,
    story: Story = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DAY",
            parser=_read_since,
            help='Only articles from this day on: 2011-08-18, yesterday, "2 days ago" or "August 2011".',
        ),
    ] = None,
    batch: Annotated[Path | None, typer.Option(help="Ask every question in this JSON Lines file instead.")] = None,
    run: Annotated[Path | None, typer.Option(help="Where to write the batch's answers, as JSON Lines.")] = None,
    yes: Yes = False,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Answer a question from the articles.

    You get the passage that answers it, word for word, with its source; or you are told that the articles do not say.

    The answering sentence is bold, or stands between >> and << where text cannot be bold.

    Each line of a batch is an object with an "id", a "question" and, if you like, a "story" or, as "within", the ids of
    the articles to search. Other fields are ignored. You are asked before --run overwrites a file.

    \b
    Examples:
      verbatim ask "When does the agreement expire?"
      verbatim ask Who leads the talks --since "2 weeks ago"
      verbatim ask --batch questions.jsonl --run answers.jsonl
    """
    from bot.terminal.documents import describe_outcome
    from bot.terminal.show import show_outcome, show_verdict

    if (not question) == (batch is None) or (batch is None) != (run is None):
        raise typer.BadParameter('give a "question", or --batch QUESTIONS.jsonl with --run RUN.jsonl')
    if yes and batch is None:
        raise typer.BadParameter("--yes works only with --batch; nothing else is overwritten")
    if batch and run:
        if story is not None or since or as_json:
            raise typer.BadParameter("--story, --since and --json do not work with --batch; a line may name its story")
        _ask_all(batch, run, data, config, yes=yes)
        return
    with plain_errors():
        library = open_library(config, data)
        if since is None and not as_json:
            known = library.generation.manifest.stories if story is None else (StoryId(story),)
            named = story_called(overview_of(sentence(question)), known)
            if named or asks_for_overview(sentence(question)):
                _tell_stories(library, named or story, as_json=False)
                return
        if not (as_json or since) and (claimed := claim_in(sentence(question))):
            words, speaker = claimed
            show(show_verdict(library.check(Claim(words=words, speaker=speaker, scope=scope(story)))))
            return
        outcome = library.ask([Question(text=sentence(question), scope=scope(story, since))])[0]
        if isinstance(outcome, Exception):
            raise outcome
        if as_json:
            show_json(describe_outcome(outcome))
        else:
            show(show_outcome(outcome))


def _ask_all(batch: Path, run: Path, data: Path | None, config: Path | None, *, yes: bool) -> None:
    with plain_errors():
        from index.measuring.evaluation import read_batch, write_run

        questions = read_batch(batch)
        if run.exists() and run.samefile(batch):
            fail(f"{run} holds the questions; give --run another file for the answers.")
        if not yes:
            require_free(run, otherwise="Nothing was asked.")
        failed = write_run(open_library(config, data), questions, run)
        told = f"{count(len(questions), 'question')} asked; the results are in {run}."
        if failed:
            told += f" {failed:,} could not be asked; their lines have an error instead."
        Console(stderr=True).print(told, markup=False, highlight=False, soft_wrap=True)


def story(
    name: Annotated[str | None, typer.Argument(metavar="STORY", help="Only this story.")] = None,
    changes: Annotated[
        bool,
        typer.Option(
            "--changes", help="Show instead what was added, removed or corrected in the text of its articles."
        ),
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Show what has been read.

    Headlines, outlets, dates, people quoted, questions that can be answered, and the age of the index.

    \b
    Examples:
      verbatim story
      verbatim story us-iraq-2011 --json
      verbatim story --changes
    """
    with plain_errors():
        if changes:
            _tell_changes(open_library(config, data), name, as_json=as_json)
            return
        _tell_stories(open_library(config, data), name, as_json=as_json)


def _tell_stories(library: Library, name: str | None, *, as_json: bool) -> None:
    from bot.terminal.documents import describe_story
    from bot.terminal.show_story import show_story

    built_at = library.generation.manifest.created_at
    for told in library.stories(scope(name)):
        people = library.people(scope(told.id))
        if as_json:
            show_json(describe_story(told, people, built_at))
        else:
            show(show_story(told, people, built_at, now=datetime.now(UTC)))


def _tell_changes(library: Library, name: str | None, *, as_json: bool) -> None:
    from bot.terminal.documents import describe_revised
    from bot.terminal.show_changes import show_changes

    revised = library.changes(scope(name))
    if as_json:
        for one in revised:
            show_json(describe_revised(one))
    else:
        show(show_changes(revised))
