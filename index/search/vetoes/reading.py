"""A question and the words marked for it, as the vetoes read them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import cached_property, partial

from index.languages.initialisms import find_meant
from index.languages.read_text import ReadText, content, read_article, read_whole
from index.languages.sentences import paragraphs, sentences
from index.languages.words import read_words
from index.search.vetoes.parsing.asked import Ask, find_asks, read_asked
from index.search.vetoes.parsing.deeds import Deed
from index.types import Article, Hit, Span

_BEGINNING = 4  # words in which a sentence says what it goes on about
_CLEFT = re.compile(r"(?<=\bwho) (?:is|was) it(?: that| who)?(?= \w)", re.IGNORECASE)  # "who was it that fell"
_PRONOUNS = frozenset("he she it they this these that those his her its their".split())
_GOES_ON = frozenset("it its he his him she her they their them who whom whose i my we our us".split())


class Case:
    """A question, the sentences that are marked for it, and the article they stand in.

    ``lead`` is what a reader has read just before the mark: the title, the paragraph above, and the mark's own up to
    it. ``year`` is the one in which the article was published, where that is known. ``told`` is how far the mark says
    the question's stems, where it lacks the word: the best cosine of the encoder with one of its words. ``beside`` are
    the other articles of its story that were found, and ``newer`` the text of the passages that were found in those
    that are newer.
    """

    def __init__(
        self,
        question: str,
        mark: str,
        *,
        lead: str = "",
        article: str = "",
        year: int | None = None,
        told: Mapping[str, float] | None = None,
        beside: Collection[Article] = (),
        newer: str = "",
    ) -> None:
        self.question = ReadText(_CLEFT.sub("", question))
        self.mark, self.lead = ReadText(mark), ReadText(lead)
        self.article = read_whole(article or f"{lead}\n{mark}")
        self.year = year
        self.told, self.beside, self.newer = told or {}, beside, newer

    def said(self, verb: str) -> float:
        """How far the mark says a stem of the question: 1 where it stands there."""
        return 1.0 if verb in self.mark.stems else self.told.get(verb, 0.0)

    def narrowed(self, mark: ReadText) -> Case:
        """The same for a part of the mark."""
        part = copy(self)
        part.mark = part.core = mark
        return part

    @cached_property
    def named(self) -> frozenset[str]:
        """The stems of the names in the question, and those that only the article writes as such."""
        names, written = self.article.names, self.article.written
        small = (word for word in self.question.words if word.stem in names and word.text not in written)
        return self.question.names | content(small)

    @cached_property
    def asks(self) -> frozenset[Ask]:
        """Every way in which the question asks."""
        return find_asks(self.question)

    @cached_property
    def deeds(self) -> tuple[tuple[str, Deed], ...]:
        """The verbs that the question may ask about, the likeliest first, each with its parts."""
        return tuple(read_asked(self.asked))

    @cached_property
    def asked(self) -> ReadText:
        """The sentence of the question that asks: the last with a question mark, or the last. The others only tell."""
        *_, last = said = [sentence.of(self.question.text) for sentence in all_sentences(self.question.text)]
        return ReadText(next((one for one in reversed(said) if one.endswith("?")), last))

    @cached_property
    def above(self) -> ReadText:
        """Of the lead the title, and what stands in the paragraph of the mark: where its scene is set."""
        lines = self.lead.text.split("\n")
        return ReadText(f"{lines[0]}\n{lines[-1]}")

    @cached_property
    def beginning(self) -> ReadText:
        """The article's title and first paragraph."""
        return ReadText(self.article.text.split("\n\n", 1)[0])

    @cached_property
    def goes_on(self) -> bool:
        """Whether the mark has a pronoun for somebody who was told of before."""
        return points_back(self.mark)

    @cached_property
    def core(self) -> ReadText:
        """Of the marked sentences those that have the most words of the question, and those that go on about it."""
        whole = (sentence.of(self.mark.text) for sentence in all_sentences(self.mark.text))
        marked = [part for sentence in whole for part in sentence.split("; ")]
        shared = [len(ReadText(sentence).stems & self.question.content) for sentence in marked]
        if len(marked) < 2 or not max(shared):
            return self.mark
        kept = [number == max(shared) for number in shared]
        for place in range(1, len(marked)):
            kept[place] |= kept[place - 1] and self._goes_on(marked[place], marked[place - 1])
        return ReadText(" ".join(sentence for sentence, is_kept in zip(marked, kept, strict=True) if is_kept))

    def _goes_on(self, sentence: str, before: str) -> bool:
        """Whether it begins with a pronoun, a name of the one before, or a word of the question: "The report …"."""
        words = ReadText(sentence).words[:_BEGINNING]
        known = self.question.content | ReadText(before).names
        return words[:1] != () and (words[0].text.lower() in _PRONOUNS or bool(content(words) & known))


def points_back(text: ReadText) -> bool:
    """Whether a pronoun in it means whom or what was told of before."""
    return not _GOES_ON.isdisjoint(word.text.lower() for word in text.words)


def begins_with_pronoun(sentence: ReadText) -> bool:
    """Whether the first word means whom or what was told of before."""
    return bool(sentence.words) and sentence.words[0].text.lower() in _GOES_ON


def all_sentences(text: str) -> list[Span]:
    """The sentences of all paragraphs of a text, in order."""
    return [sentence for paragraph in paragraphs(text) for sentence in sentences(text, paragraph)]


def read_case(question: str, hit: Hit, told: Mapping[str, float], *, beside: Sequence[Hit] = ()) -> Case:
    """The case of a question and what is marked in a hit; ``beside`` are the others of its story. Initials that the
    article explains, or whose name it has, are spelled out, so that both have the same name for the same."""
    article, mark = hit.passage.article, hit.highlight
    words = zip(ReadText(question).words, read_words(question), strict=True)
    begun = paragraphs(article.body[: mark.start + 1])
    whole, marked = read_article(article).text, mark.of(article.body)
    spell_out = partial(_spell_out, find_meant(f"{question} {marked}", whole))
    return Case(
        spell_out(question),
        spell_out(marked),
        lead=spell_out(f"{article.title}\n{article.body[begun[-2:][0].start : mark.start]}"),
        article=whole,
        year=article.published_at.year if article.published_at else None,
        told={word.stem: told.get(stem, 0.0) for word, (stem, _) in words},
        beside=frozenset(other.passage.article for other in beside) - {article},
        newer="\n\n".join(other.passage.text for other in beside if other.passage.article.is_newer_than(article)),
    )


def _spell_out(defined: Mapping[str, str], text: str) -> str:
    for initials, name in defined.items():
        text = re.sub(r"\b" + r"\.?".join(initials) + r"\b(?:(?<=\..)\.)?", name, text)  # E.P.A.
    return text
