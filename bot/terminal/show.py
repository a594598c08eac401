"""Answers, quotations and verdicts as text for a terminal. Pure: nouns in, rich renderables out.

The articles' words stay what they are; characters that would command the terminal are shown as symbols instead.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from bot.cards.excerpts import glimpsed
from bot.rules.questions import asks_twice
from bot.terminal.dates import in_words
from bot.terminal.marks import Excerpt, show_edits
from bot.terminal.printing import printable
from index.languages.sentences import paragraph_number, paragraphs
from index.streams import count
from index.types import (
    Answer,
    Article,
    Copy,
    Coverage,
    Evidence,
    Hit,
    Kind,
    NoAnswer,
    Outcome,
    Precision,
    Quotation,
    Reason,
    Related,
    Ruling,
    Span,
    Verdict,
)

_RULINGS = {
    Ruling.EXACT: "Exactly these words.",
    Ruling.CUT_SHORT: "These words, cut short: the sentence goes on.",
    Ruling.NEARLY: "Nearly: the words differ.",
    Ruling.OPPOSITE: "The opposite: this contradicts what was said.",
    Ruling.REPORTED: "Reported, but not quoted: these are the reporter's words.",
    Ruling.OWN_WORDS: "The article's own words: nobody is quoted saying them.",
    Ruling.UNNAMED: "Said by somebody whom the article does not name.",
    Ruling.SOMEONE_ELSE: "Someone else said it.",
    Ruling.ABSENT: "Not in these articles.",
}
_REPORTERS = "The reporter's words, not a quotation."
_HEADLINE = "The headline of an article: nobody is quoted saying it."
_PROVES_NOTHING = "That does not mean it was never said."
_RELATED_MAX = 2  # passages
_PROBABLY = {
    Ruling.EXACT: "Exactly these words, probably theirs: the speaker is likely, but not certain.",
    Ruling.SOMEONE_ELSE: "Probably someone else said it: the speaker is likely, but not certain.",
}
_NOT_READ = "The question is not in English, so I may have missed what the articles say."
_FOREIGN = (
    "{} of them is not in English, so I may have missed what it says.",
    "{:,} of them are not in English, so I may have missed what they say.",
)
_ONE_OF_TWO = "One answer is looked for at a time: ask your questions one by one."
_REASONS = {
    Reason.UNTOLD: "does not say what you wanted to know",
    Reason.COUNT: "counts something else",
    Reason.NAMES: "is about somebody or something else",
    Reason.TIME: "is about another time",
    Reason.PLACE: "is about another place",
    Reason.OPPOSITE: "says the opposite of what the question takes for granted",
    Reason.ROLES: "has somebody else doing it, or the other way round",
    Reason.OPEN: "leaves that open",
    Reason.UNQUOTED: "does not quote whoever you asked about",
}
_IDENTIFIED = {
    Evidence.NAMED: "named beside the quotation",
    Evidence.NOMINAL: "described beside the quotation",
    Evidence.PRONOUN: "referred to by a pronoun beside the quotation",
    Evidence.CARRIED: "continues what was said just before",
}


def show_outcome(outcome: Outcome, *, most: int = 3) -> RenderableType:
    """An answer, something related, or the honest absence of both; ``most`` passages are named, of an answer the first
    and those that differ from it shown, of what is related two at most. Where more than one thing was asked, that
    stands below."""
    shown = _show_outcome(outcome, most)
    return Group(shown, Text(_ONE_OF_TWO, style="yellow")) if asks_twice(outcome.question.text) else shown


def _show_outcome(outcome: Outcome, most: int) -> RenderableType:
    match outcome:
        case Answer():
            first, *others = outcome.hits[: max(most, len(outcome.differing) + 1)]
            numbered = list(enumerate(others, start=2))
            differing = [(number, hit) for number, hit in numbered if hit in outcome.differing]
            further = [(number, hit) for number, hit in numbered if hit not in outcome.differing]
            differ = Text("Several articles report this, newest first:", style="yellow")
            return Group(
                *([differ] if outcome.differing else []),
                _show_hit(first, 1, first.highlight),
                *(_show_hit(hit, number, hit.highlight) for number, hit in differing),
                *([Text("\nThere may be more on this in:")] if further else []),
                *(_show_source(hit.passage.article, hit.highlight, number) for number, hit in further),
            )
        case Related():
            heading = Text("These passages are close, but may not answer that.", style="yellow")
            shown = enumerate(outcome.hits[: min(most, _RELATED_MAX)], start=1)
            return Group(heading, *(_show_hit(hit, number) for number, hit in shown))
        case NoAnswer():
            return Group(Text(_say_missing(outcome), style="yellow"), *_show_nearest(outcome))


def show_quotation(quotation: Quotation) -> RenderableType:
    """The words in their paragraph, who said them and how that is known, and the source."""
    body = quotation.article.body
    speaker = quotation.speaker
    if quotation.kind is Kind.NARRATION:
        who = Text(_REPORTERS, style="yellow")
    elif speaker is None:
        who = Text("The article does not say who said it.", style="yellow")
    else:
        who = Text(f"— {printable(speaker.name)}" + (f", {printable(quotation.role)}" if quotation.role else ""))
        cue = f", cue “{printable(quotation.cue.of(body))}”" if quotation.cue else ""
        who.append(f"\n  {_IDENTIFIED[speaker.evidence]}: “{printable(speaker.mention.of(body))}”{cue}", style="dim")
        if not speaker.sure:
            who.append("\n  The speaker is likely, but not certain.", style="yellow")
    if quotation.kind is Kind.INDIRECT:
        who.append(f"\n  {_REPORTERS}", style="yellow")
    around = next(paragraph for paragraph in paragraphs(body) if paragraph.overlaps(quotation.span))
    source = _show_source(quotation.article, quotation.span)
    return Group(Excerpt(body, around, quotation.span), who, source)


def show_verdict(verdict: Verdict) -> RenderableType:
    """The ruling, which words differ, and what it rests on; where that is nothing, what was read."""
    heading = Text((_PROBABLY if verdict.is_likely else _RULINGS)[verdict.ruling], style="bold")
    if verdict.headline is not None:
        where = _show_source(verdict.headline, None)
        return Group(Text(_HEADLINE, style="bold"), *_say_absence(verdict), Text(), where)
    if verdict.quotation is None:
        return Group(heading, *_say_absence(verdict), Text(f"{describe_coverage(verdict.coverage)} {_PROVES_NOTHING}"))
    parts: list[RenderableType] = [heading, *_say_absence(verdict)]
    if verdict.ruling in (Ruling.NEARLY, Ruling.OPPOSITE, Ruling.SOMEONE_ELSE, Ruling.UNNAMED) and any(
        edit.claimed != edit.said for edit in verdict.edits
    ):
        parts.append(show_edits(verdict.edits))
    return Group(*parts, Text(), show_quotation(verdict.quotation))


def _say_absence(verdict: Verdict) -> list[RenderableType]:
    """That the person of the claim is not quoted at all, if so."""
    if verdict.is_quoted or verdict.claim.speaker is None:
        return []
    return [Text(f"{printable(verdict.claim.speaker)} is not quoted in these articles.")]


def describe_coverage(coverage: Coverage) -> str:
    """ "I have read 6 articles, newest 13 March 2011." """
    newest = f", newest {in_words(coverage.newest, coverage.precision)}" if coverage.newest else ""
    return f"I have read {count(coverage.articles, 'article')}{newest}."


def _say_missing(missing: NoAnswer) -> str:
    """That the articles do not say; of a question that was not read, or for which no article is new enough, that."""
    coverage = missing.coverage
    if missing.since is not None:
        told = f"No article here is dated {in_words(missing.since, Precision.DAY)} or later."
        newest = f" The newest is from {in_words(coverage.newest, coverage.precision)}." if coverage.newest else ""
        return f"{told}{newest}"
    if missing.reason is Reason.LANGUAGE:
        return f"{_NOT_READ} {describe_coverage(coverage)}"
    told = f"{_RULINGS[Ruling.ABSENT]} {describe_coverage(coverage)}"
    return f"{told} {_FOREIGN[coverage.foreign > 1].format(coverage.foreign)}" if coverage.foreign else told


def _show_nearest(missing: NoAnswer) -> list[RenderableType]:
    """What comes closest, where it is known why it is no answer."""
    nearest = missing.nearest
    if nearest is None or missing.reason not in _REASONS:
        return []
    article, said = nearest.passage.article, nearest.highlight
    heading = Text(f"What comes closest {_REASONS[missing.reason]}:", style="yellow")
    return [heading, Text(), Excerpt(article.body, said), _show_source(article, said)]


def _show_hit(hit: Hit, number: int, highlight: Span | None = None) -> RenderableType:
    article, focus = hit.passage.article, highlight or hit.highlight
    around = glimpsed(article.body, hit.passage.sentences, focus=focus)
    return Group(Text(), Excerpt(article.body, around, highlight), _show_source(article, focus, number))


def _show_source(article: Article, place: Span | None, number: int | None = None) -> Text:
    """Where words come from; no ``place`` is the headline itself."""
    date = in_words(article.published_at, article.precision) if article.published_at else None
    paragraph = f"paragraph {paragraph_number(article.body, place.start)}" if place else None
    details = ", ".join(part for part in (article.outlet, date, paragraph) if part)
    lead = f"[{number}] " if number else ""
    source = Text(f"{lead}{printable(article.title)}{details and f' — {printable(details)}'}", style="cyan")
    below = [printable(article.url)] if article.url else []
    below += [f"also in: {_name_copy(copy)}" for copy in (article.copies_with(place) if place else ())]
    for line in below:
        source.append(f"\n{' ' * len(lead)}{line}", style="dim")
    return source


def _name_copy(copy: Copy) -> str:
    return printable(" ".join(filter(None, (copy.outlet, copy.url))))
