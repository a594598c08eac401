"""Earlier texts of articles: which are kept, and what has changed between two of them. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from index.languages.sentences import paragraphs, sentences
from index.types import Article, ArticleId, Change, Revised, Revision, Span

_KEPT = 5  # earlier texts of an article, the newest ones
_TOLD = 25  # articles of which it is told what has changed, at once
_ALIKE = 0.5  # of the words of two sentences (Dice 1945), from which on one is the other, corrected
_MOST_COMPARED = 100_000  # words of sentences beside sentences; where there are more, the text was written anew
_WORD = re.compile(r"\S+")

_Key = tuple[str, int]  # the words of a sentence, and how many equal ones stand before it


def keep_revisions(
    before: Iterable[Article],
    kept: Sequence[Revision],
    articles: Sequence[Article],
    *,
    read_at: datetime,
    replaced_at: datetime,
) -> list[Revision]:
    """The earlier texts of ``articles``: those that were ``kept`` already, and those that stood ``before`` and were
    replaced now; another line break is no other text. What is gone altogether is forgotten with all its texts."""
    of_article = defaultdict[ArticleId, list[Revision]](list)
    for revision in kept:
        of_article[revision.article.id].append(revision)
    old = {article.id: article for article in before}
    for article in articles:
        was = old.get(article.id)
        if was is not None and was.body.split() != article.body.split():
            was = replace(was, copies=(), copy_of=None)
            of_article[article.id].append(Revision(article=was, read_at=read_at, replaced_at=replaced_at))
    current = {article.id for article in articles}
    return [revision for name, texts in of_article.items() if name in current for revision in texts[-_KEPT:]]


def tell_revised(articles: Iterable[Article], revisions: Iterable[Revision]) -> list[Revised]:
    """What has changed in each of the articles, the newest change first, at most 25 texts."""
    current = {article.id: article for article in articles}
    chains = defaultdict[ArticleId, list[Revision]](list)
    for revision in revisions:
        if revision.article.id in current:
            chains[revision.article.id].append(revision)
    pairs = [pair for name, chain in chains.items() for pair in _follow(chain, current[name])]
    newest = sorted(pairs, key=lambda pair: pair[0].replaced_at, reverse=True)[:_TOLD]
    return [
        Revised(
            earlier=was.article,
            later=article,
            read_at=was.read_at,
            replaced_at=was.replaced_at,
            changes=tuple(compare_texts(was.article.body, article.body)),
        )
        for was, article in newest
    ]


def _follow(chain: Sequence[Revision], current: Article) -> Iterator[tuple[Revision, Article]]:
    """Each text with the one that replaced it."""
    in_order = sorted(chain, key=lambda revision: revision.replaced_at)
    yield from zip(in_order, [*(then.article for then in in_order[1:]), current], strict=True)


def compare_texts(before: str, after: str) -> list[Change]:
    """What was added, removed and corrected, sentence by sentence, in the order of the later text; a sentence that only
    moved is none of it. Takes as long as the texts are, whatever stands in them."""
    old, new = _sentences(before), _sentences(after)
    gone, come = _group_own(old, new), _group_own(new, old)
    return [change for place, added in come.items() for change in _pair(before, gone[place], after, added)]


def _sentences(body: str) -> dict[_Key, Span]:
    counts = Counter[str]()
    found = dict[_Key, Span]()
    for paragraph in paragraphs(body):
        for sentence in sentences(body, paragraph):
            words = " ".join(sentence.of(body).split())
            found[words, counts[words]] = sentence
            counts[words] += 1
    return found


def _group_own(text: Mapping[_Key, Span], other: Mapping[_Key, Span]) -> Mapping[_Key | None, Sequence[Span]]:
    """The sentences that one text alone has, by the one before them that both have; None is before the first."""
    own = list[Span]()
    groups: dict[_Key | None, list[Span]] = {None: own}
    for key, sentence in text.items():
        if key in other:
            groups[key] = own = []
        else:
            own.append(sentence)
    return groups


def _pair(before: str, old: Sequence[Span], after: str, new: Sequence[Span]) -> Iterator[Change]:
    """The sentences that stand where others stood: each beside the next one that is like it, or alone."""
    words = [frozenset(sentence.of(after).split()) for sentence in new]
    taken, is_anew = 0, len(old) * sum(map(len, words)) > _MOST_COMPARED
    for was in old:
        own = frozenset(was.of(before).split())
        like = (place for place in range(taken, len(new)) if _are_alike(own, words[place]))
        found = None if is_anew else next(like, None)
        if found is None:
            yield Change(before=was)
            continue
        yield from (Change(after=added) for added in new[taken:found])
        yield _correct(before, was, after, new[found])
        taken = found + 1
    yield from (Change(after=added) for added in new[taken:])


def _correct(before: str, was: Span, after: str, now: Span) -> Change:
    """Two forms of a sentence, with the words of each between those that both begin and end with."""
    old, new = _places(before, was), _places(after, now)
    same = [one.of(before) == other.of(after) for one, other in zip(old, new, strict=False)]
    start = same.index(False) if False in same else len(same)
    rest = zip(reversed(old[start:]), reversed(new[start:]), strict=False)
    end = sum(1 for _ in takewhile(lambda pair: pair[0].of(before) == pair[1].of(after), rest))
    was_words, now_words = _run(old[start : len(old) - end]), _run(new[start : len(new) - end])
    if was_words and now_words and (same_end := _count_same_marks(was_words.of(before), now_words.of(after))):
        was_words = replace(was_words, end=was_words.end - same_end)
        now_words = replace(now_words, end=now_words.end - same_end)
    return Change(before=was, after=now, before_words=was_words, after_words=now_words)


def _count_same_marks(one: str, other: str) -> int:
    """How many marks both end with: the comma behind a number that was corrected was not."""
    pairs = zip(reversed(one[1:]), reversed(other[1:]), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0] in ".,;:!?…،؛؟", pairs))


def _run(places: Sequence[Span]) -> Span | None:
    return Span(start=places[0].start, end=places[-1].end) if places else None


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= _ALIKE * (len(one) + len(other))


def _places(body: str, sentence: Span) -> list[Span]:
    return [Span(start=word.start(), end=word.end()) for word in _WORD.finditer(body, sentence.start, sentence.end)]
