"""Which articles carry the same text, and what of a copy is said nowhere else. Pure.

An article is a copy of another when nearly all sentences of the shorter one stand in the longer, in the same words: an
extra line, another headline, a dateline or a trimmed end does not make it another text. It is *not* a copy when it says
one thing differently: a sentence that is nearly the same but for a number, a name or a "not", or that stands where
another one stood, is a correction or another report. A sentence or two are too little text to be known by likeness.

A group is represented by its newest article. Every member is compared with every other, so that a chain of likenesses
never joins two texts that are not alike; and only within a story, because stories may be closed to each other: what is
in one changes nothing that is found in another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, filterfalse, groupby, pairwise

from index.languages.sentences import paragraphs, sentences
from index.languages.tokens import SEARCHED
from index.types import Article, ArticleId, Copy, Span, StoryId

_LEAST_SHARED = 0.7  # of the words of the shorter text
_FEWEST_WORDS = 12  # a shorter text is a copy of one that is equal to the letter, and of no other
_LEAST_ALIKE = 0.5  # of the words of two sentences: what they say of one thing, they say otherwise
_MOST_TOGETHER = 100  # articles; more of one text are several groups, as each names all others of its own
_MOST_COMPARED = 30_000  # words of sentences beside sentences; texts that say more than that otherwise are no copies
_MOST_HOLDERS = 100  # articles; a sentence that more of them hold is a standing line ("All rights reserved.")
_MOST_EFFORT = 200  # sentences looked at for each one of a story; what is made to be compared for hours is not
_SOFT = frozenset("a an the that on".split())  # words that desks put in and leave out
_DATELINE = re.compile(r"[A-Z][^a-z\n]{1,40}(?:,\s[^—–-]{1,40})?(?:\s\([^)\n]{1,40}\))?\s+[—–-]{1,2}\s+")

SentenceKey = tuple[str, ...]  # a sentence as its words, small, without marks and soft words


@dataclass(frozen=True)
class _Text:
    """An article as the sentences of its paragraphs, without a headline that stands in it."""

    article: Article

    @cached_property
    def paragraphs(self) -> Mapping[Span, tuple[SentenceKey, ...]]:
        found = {span: _keys(self.article.body, span) for span in paragraphs(self.article.body)}
        return {span: keys for span, keys in found.items() if any(keys)}

    @cached_property
    def places(self) -> tuple[tuple[Span, SentenceKey], ...]:
        """Where each sentence stands, with its words; none for a headline. A dateline belongs to the first one."""
        body, title = self.article.body, _key(self.article.title)
        found = [
            (Span(start=sentence.start if number else paragraph.start, end=sentence.end), _key(sentence.of(body)))
            for paragraph in paragraphs(body)
            for number, sentence in enumerate(_sentences(body, paragraph))
        ]
        return tuple((place, () if key == title else key) for place, key in found)

    @cached_property
    def in_order(self) -> tuple[SentenceKey, ...]:
        title = _key(self.article.title)
        return tuple(key for keys in self.paragraphs.values() for key in keys if key and key != title)

    @cached_property
    def sentences(self) -> frozenset[SentenceKey]:
        return frozenset(self.in_order)

    @cached_property
    def size(self) -> int:
        return sum(map(len, self.sentences))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """The articles, each with who else carries its text; ``told`` are the paragraphs of copies that stand elsewhere,
    ``repeated`` the stretches of them, be it of a sentence, that do."""

    articles: tuple[Article, ...]
    told: Mapping[ArticleId, frozenset[Span]]
    repeated: Mapping[ArticleId, tuple[Span, ...]]


def find_copies(articles: Sequence[Article]) -> Unique:
    """The same articles in the same order; those with equal texts name each other's outlets, and one of them."""
    articles = [replace(article, copies=(), copy_of=None) for article in articles]
    stories = defaultdict[StoryId, list[_Text]](list)
    for article in sorted(articles, key=_newest_first):
        stories[article.story].append(_Text(article))
    marked, told = dict[ArticleId, Article](), dict[ArticleId, frozenset[Span]]()
    repeated = dict[ArticleId, tuple[Span, ...]]()
    for group in chain.from_iterable(map(_group, stories.values())):
        first = group[0].article
        known = set[SentenceKey]()
        for text in group:
            is_copy = text is not group[0]
            marked[text.article.id] = replace(
                text.article, copies=tuple(_name_copies(text, group)), copy_of=first.id if is_copy else None
            )
            if is_copy:
                repeated[text.article.id] = tuple(_share(text, known))
                title = _key(text.article.title)
                told[text.article.id] = frozenset(
                    span for span, keys in text.paragraphs.items() if all(key in known or key == title for key in keys)
                )
            known |= text.sentences
    return Unique(articles=tuple(marked.get(article.id, article) for article in articles), told=told, repeated=repeated)


def _name_copies(text: _Text, group: Sequence[_Text]) -> Iterator[Copy]:
    """The other outlets of the group, each once, with what they share with a text."""
    named = {text.article.outlet}
    for other in group:
        if (outlet := other.article.outlet) and outlet not in named:
            named.add(outlet)
            yield Copy(outlet=outlet, url=other.article.url, shared=tuple(_share(text, other.sentences)))


def _share(text: _Text, sentences: Collection[SentenceKey]) -> Iterator[Span]:
    """The stretches of a text whose sentences are all among these; what has no words stands everywhere."""
    for is_shared, run in groupby(text.places, lambda place: not place[1] or place[1] in sentences):
        if is_shared:
            places = [place for place, _ in run]
            yield Span(start=places[0].start, end=places[-1].end)


def _newest_first(article: Article) -> tuple[float, int, str]:
    return article.age, -len(article.body), article.id


def _group(texts: Sequence[_Text]) -> Iterator[list[_Text]]:
    """Groups of two or more of a story's texts, each in the order given."""
    effort = _MOST_EFFORT * sum(len(text.sentences) for text in texts)

    def is_same(text: _Text, other: _Text) -> bool:
        nonlocal effort
        effort -= len(text.sentences) + len(other.sentences)
        return effort > 0 and _is_same(text, other)

    groups: list[list[_Text]] = []
    holders: dict[SentenceKey, list[int]] = defaultdict(list)  # sentence → the groups that hold it
    for text in texts:
        near = {number for key in text.sentences for number in _rare(holders[key])}
        open_groups = (n for n in sorted(near) if len(groups[n]) < _MOST_TOGETHER)
        joined = next((n for n in open_groups if all(is_same(text, other) for other in groups[n])), None)
        if joined is None:
            joined = len(groups)
            groups.append([])
        groups[joined].append(text)
        for key in text.sentences:
            if len(held := holders[key]) <= _MOST_HOLDERS and joined not in held:
                held.append(joined)
    yield from (group for group in groups if len(group) > 1)


def _rare(holders: list[int]) -> list[int]:
    return holders if len(holders) <= _MOST_HOLDERS else []


def _is_same(one: _Text, other: _Text) -> bool:
    if min(one.size, other.size) < _FEWEST_WORDS:
        return one.article.body == other.article.body
    shared = one.sentences & other.sentences
    if (size := sum(map(len, shared))) < _LEAST_SHARED * min(one.size, other.size):
        return False
    if (len(one.sentences) - len(shared)) * (other.size - size) > _MOST_COMPARED:
        return False
    mine, theirs = ([set(key) for key in text.sentences - shared] for text in (one, other))
    if any(_differ(a, b) for a in mine for b in theirs):
        return False
    return _find_gaps(one, shared).isdisjoint(_find_gaps(other, shared))


def _differ(one: set[str], other: set[str]) -> bool:
    """Whether two different sentences, by their words, say something of the same thing."""
    return len(one & other) >= _LEAST_ALIKE * min(len(one), len(other))


def _find_gaps(text: _Text, shared: Collection[SentenceKey]) -> set[tuple[str, SentenceKey]]:
    """Before and after which of the shared sentences a text says something that is not shared, between two of them:
    where another text says something, too, it says something else."""
    places = [place for place, key in enumerate(text.in_order) if key in shared]
    gaps = [(text.in_order[before], text.in_order[after]) for before, after in pairwise(places) if after > before + 1]
    return {end for before, after in gaps for end in (("after", before), ("before", after))}


def _keys(body: str, paragraph: Span) -> tuple[SentenceKey, ...]:
    return tuple(_key(sentence.of(body)) for sentence in _sentences(body, paragraph))


def _sentences(body: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph, without a dateline."""
    dateline = _DATELINE.match(body, paragraph.start, paragraph.end)
    start = dateline.end() if dateline and dateline.end() < paragraph.end else paragraph.start
    return sentences(body, Span(start=start, end=paragraph.end))


def _key(sentence: str) -> SentenceKey:
    return tuple(filterfalse(_SOFT.__contains__, SEARCHED.findall(sentence.lower().replace("’", "'"))))
