""" "What did X say about Y?" → the words of X in the candidates' articles. The quotations decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from index.languages.sentences import paragraph_number
from index.languages.words import Mark, read_words
from index.search.evidence import CandidateEvidence, Floats
from index.store.shelf import Shelf
from index.types import Hit, Kind, Passage, Quotation, Span

_VERBS = "say|said|says|tell|think|comment|reply|respond|answer"
_MAY_SAY = "promise|warn|announce|claim|argue|state|mention|add|explain|suggest|demand|predict"
_ASKED = re.compile(
    rf"(?:^|[,.;:!?–—]\s*|\b(?:and|but|so|know|wondering) )what (?:else )?(?:did|does|do|has|had|have) "
    rf"(?P<who>[^?,]+?) (?:(?P<sure>{_VERBS})|{_MAY_SAY})\b(?P<rest>[^?]*)",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"\b(?:about|on|of|regarding|concerning|to|at|after|when|how|before|in|as) (.*\w)", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:the )?(?:[A-Z]{2,4}|[A-Z][a-z]{1,4}\.|Supt|Mr|Mrs|Ms|Dr|(?i:president|prime minister|governor|senator|"
    r"mayor|judge|minister|chancellor|sheriff|captain|general|ambassador|secretary|professor|sir|chief|director))\s+"
    r"(?=[A-Z])"
)
_QUOTES = frozenset('"“”«»„')
_PRONOUN = re.compile(r"(?:he|she|they|it|you|we|i|people|anyone|everyone|everybody|others)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechQuestion:
    """Whose words are asked for, and about what: the stems of the topic, none where there is none. ``is_sure``: an
    answer can only be words of theirs; ``is_named``: of somebody with a name."""

    who: str
    topic: frozenset[str]
    is_sure: bool
    is_named: bool


def read_speech_question(text: str) -> SpeechQuestion | None:
    """What the question asks of whom; None where it does not ask for somebody's words."""
    match = _ASKED.search(text)
    if match is None or _PRONOUN.match(match["who"]):
        return None
    is_named = any(word[0].isupper() for word in match["who"].split())
    about = _TOPIC.search(match["rest"])
    topic = frozenset(_stems(about[1]) if about else ())
    return SpeechQuestion(who=match["who"], topic=topic, is_sure=bool(match["sure"]), is_named=is_named)


def is_about(speech: SpeechQuestion, hit: Hit) -> bool:
    """Whether what is marked has every word of the topic, which may be none."""
    return speech.topic <= set(_stems(hit.highlight.of(hit.passage.article.body)))


def names_them(speech: SpeechQuestion, hit: Hit) -> bool:
    """Whether what is marked quotes, and tells of whoever is asked about by the noun: "the fruit lady's sign"."""
    marked = hit.highlight.of(hit.passage.article.body)
    return bool(_QUOTES & set(marked)) and set(_stems(speech.who)[-1:]) <= set(_stems(marked))


def find_said(
    shelf: Shelf, speech: SpeechQuestion, hits: Sequence[Hit], evidence: CandidateEvidence, likely: Floats
) -> Hit | None:
    """The candidate in which whoever is asked about speaks, with all of it in one paragraph marked; None where the
    articles of the hits do not quote them.

    Of several paragraphs it is the one that is nearest to the topic, by ``likely``, a figure a sentence; without a
    topic the first.
    """
    articles = dict.fromkeys(hit.passage.article.id for hit in hits)
    said = find_words_of(speech.who, (words for article in articles for words in shelf.quotations_of(article)))
    found = []
    for place, number in enumerate(evidence.passages if said else ()):
        passage = shelf.passage(int(number))
        rows = likely[evidence.passage_of == place]
        for mark in _find_marks(passage, said):
            near = max(float(rows[at]) for at, one in enumerate(passage.sentences) if mark.contains(one))
            found.append((near, Hit(passage=passage, score=hits[0].score, highlight=mark)))
    if not found:
        return None
    return max(found, key=itemgetter(0))[1] if speech.topic else found[0][1]


def find_words_of(who: str, quotations: Iterable[Quotation]) -> list[Quotation]:
    """The quotations whose speaker ``who`` can mean, by name or role; reported speech only where nothing is quoted."""
    bare = _TITLE.sub("", who)
    by_them = [quotation for quotation in quotations if quotation.speaker and _is_by(bare, who, quotation)]
    quoted = [quotation for quotation in by_them if quotation.kind is not Kind.INDIRECT]
    return quoted or by_them


def _find_marks(passage: Passage, said: Iterable[Quotation]) -> list[Span]:
    """For each paragraph of the passage, the whole sentences from the first of the quotations in it to the last."""
    marks: dict[int, Span] = {}
    for quotation in said:
        if quotation.article.id != passage.article.id:
            continue
        touched = [sentence for sentence in passage.sentences if sentence.overlaps(quotation.span)]
        if touched:
            paragraph = paragraph_number(passage.article.body, touched[0].start)
            first = marks.get(paragraph, touched[0])
            marks[paragraph] = Span(start=first.start, end=max(first.end, touched[-1].end))
    return list(marks.values())


def _is_by(bare: str, who: str, quotation: Quotation) -> bool:
    name = _stems(quotation.speaker.name if quotation.speaker else "")
    wanted = _stems(bare)
    if set(_stems(who)) <= {*name, *_stems(quotation.role or "")} or (wanted and set(wanted) <= set(name)):
        return True
    is_named = any(word[0].isupper() for word in bare.split())
    return is_named and name[-1:] == wanted[-1:] and (len(wanted) == 1 or len(name) == 1 or wanted[0] in name)


def _stems(text: str) -> list[str]:
    return [stem for stem, mark in read_words(text) if not mark & Mark.EMPTY]
