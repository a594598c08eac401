"""``verbatim quote`` and ``verbatim check``: who said what, and whether somebody did."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Annotated

import typer

from bot.cli.options import AsJson, Config, Data, Story, filled, open_library, scope, sentence
from bot.terminal.printing import show, show_json
from index.commands.failing import fail, plain_errors
from index.types import Claim, Kind

_NOTHING_SAID = "There is no such quotation in these articles."
_BUT_REPORTED = "For what they report without quotation marks: --kind indirect"


def quote(
    speaker: Annotated[str | None, typer.Option(callback=filled, help="Who said it; part of a name will do.")] = None,
    about: Annotated[str | None, typer.Option(callback=filled, help="What it is about, in your own words.")] = None,
    story: Story = None,
    kind: Annotated[
        Kind | None,
        typer.Option(help="Only this kind; indirect speech is shown only if asked for, scare quotes also with --all."),
    ] = None,
    pick_random: Annotated[bool, typer.Option("--random", help="Show one of them at random.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show all of them; with --json one line per article, without transcripts.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Show an exact quotation with its source.

    Without options it picks one at random.

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
        wanted = QuotationRequest(speaker=speaker, about=about, kinds=kinds, scope=scope(story))
        found = library.quote(wanted)
        if every and as_json:
            marked = [quotation for quotation in found if is_marked(quotation) or quotation.kind is Kind.INDIRECT]
            for document in describe_article_quotations(library.read_articles(scope(story)), marked):
                show_json(document)
            return
        if not found:
            is_reported = kind is None and library.quote(replace(wanted, kinds=frozenset({Kind.INDIRECT})))
            fail(f"{_NOTHING_SAID} {_BUT_REPORTED}" if is_reported else _NOTHING_SAID)
        nothing_asked = not (speaker or about or every)
        shown = [random.choice(found)] if pick_random or nothing_asked else found if every else found[:3]  # noqa: S311
        for quotation in shown:
            if as_json:
                show_json(describe_quotation(quotation))
            else:
                show(show_quotation(quotation))
                show("")
        if (left := len(found) - len(shown)) and not (as_json or pick_random or nothing_asked):
            show(f"… and {left:,} more: --all")


def check(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="The words to check; quotation marks are optional."),
    ],
    speaker: Annotated[str | None, typer.Option(callback=filled, help="Who supposedly said it.")] = None,
    story: Story = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Check whether somebody said these words.

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
