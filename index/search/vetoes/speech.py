""" "What did X say about Y?" → the words of X in the candidates' articles; "Who said “…”?" → the quotation that holds
these words. The quotations decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from index.checking import claimed_words
from index.checking.words import compared_words
from index.languages.sentences import paragraph_number
from index.languages.words import Mark, read_words
from index.search.evidence import CandidateEvidence, Floats
from index.store.shelf import Shelf
from index.types import Hit, Kind, Passage, Quotation, Span

_VERBS = "say|said|says|tell|think|feel|comment|reply|respond|answer"
_MAY_SAY = (
    "promise|warn|announce|claim|argue|mention|add|explain|suggest|demand|predict|"
    "state(?= (?:about|in|on|that)\\b|[?.! ]*$)"  # and no "state board"
)
_ASKED = re.compile(
    rf"(?:^|[,.;:!?–—]\s*|\b(?:and|but|so|know|wondering) )what (?:else )?(?:did|does|do|has|had|have) "
    rf"(?P<who>[^?,]+?) (?<!\bthe )(?<!\bthis )(?:(?P<sure>{_VERBS})|{_MAY_SAY})\b(?P<rest>[^?]*)",
    re.IGNORECASE,
)
# What they told of something, "… say it would cost", and not their words: the article may tell it in its own.
_TOLD = re.compile(r" (?!about|after|if|that|when)[^?]*?\b(?:could|had|will|would)\b", re.IGNORECASE)
_TOPIC = re.compile(r"\b(?:about|on|of|regarding|concerning|to|at|after|when|how|before|in|as) (.*\w)", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:the )?(?:[A-Z]{2,4}|[A-Z][a-z]{1,4}\.|Supt|Mr|Mrs|Ms|Dr|(?i:president|prime minister|governor|senator|"
    r"mayor|judge|minister|chancellor|sheriff|captain|general|ambassador|secretary|professor|sir|chief|director))\s+"
    r"(?=[A-Z])"
)
_WHO_SAID = re.compile(
    r"\bwho (?:(?:was it (?:who|that)|has|had|have|else|first|once) )*(?:said|says|say|wrote|told|called|calls|asked|"
    r"claimed|warned|declared|promised|joked|shouted)\b|\bwhose words\b|\bwho (?:is|was) quoted\b|\bwho (?:did|has) "
    r"\w+ quote\b",
    re.IGNORECASE,
)
_SAID_THAT = re.compile(r"\bwho (?:said|says|wrote|claimed|warned|declared|promised) that (.+)", re.IGNORECASE)
_QUOTES = frozenset('"“”«»„')
_PRONOUN = re.compile(r"(?:he|she|they|it|you|we|i|people|anyone|everyone|everybody|others)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechQuestion:
    """Whose words are asked for, to whom and about what: the stems of ``to`` and of the topic, none where there is
    none; or whose these ``words`` are, in comparable form. ``is_sure``: an answer can only be words of theirs that are
    quoted, or those; ``is_named``: of somebody with a name."""

    who: str = ""
    to: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    words: str = ""
    is_sure: bool
    is_named: bool


def read_speech_question(text: str) -> SpeechQuestion | None:
    """What the question asks of whom; None where it does not ask for somebody's words."""
    match = _ASKED.search(text)
    if match is None or _PRONOUN.match(match["who"]):
        return None
    is_named = any(word[0].isupper() for word in match["who"].split())
    about, rest = _TOPIC.search(match["rest"]), match["rest"]
    topic = frozenset(_stems(about[1]) if about else ())
    is_told = (match["sure"] or "").lower() == "tell" and not is_named  # there is more than one judge
    to = frozenset(_stems(rest[: about.start()] if about else rest) if is_told else ())
    is_sure = bool(match["sure"]) and not (to or _TOLD.match(rest))
    return SpeechQuestion(who=match["who"], to=to, topic=topic, is_sure=is_sure, is_named=is_named)


def read_words_question(text: str) -> SpeechQuestion | None:
    """Whose words the question asks who said, between marks or behind "that"; None where it asks for no speaker.

    ``text`` is the question as it was put: its words are not to be respelt.
    """
    marked, told = claimed_words(text), _SAID_THAT.search(text)
    is_marked = marked != text.strip()
    if not (_WHO_SAID.search(text.replace(marked, "")) and (is_marked or told)):
        return None
    words = _compare(marked if is_marked or told is None else told[1])
    return SpeechQuestion(words=words, is_sure=is_marked, is_named=False) if words.strip() else None


def is_about(speech: SpeechQuestion, hit: Hit) -> bool:
    """Whether what is marked has every word of the topic, which may be none."""
    return speech.topic <= set(_stems(hit.marked))


def names_them(speech: SpeechQuestion, hit: Hit) -> bool:
    """Whether what is marked quotes, and tells of whoever is asked about without a name: "the fruit lady's sign"."""
    if speech.is_named or not speech.who:
        return False
    return bool(_QUOTES & set(hit.marked)) and set(_stems(speech.who)[-1:]) <= set(_stems(hit.marked))


def find_said(
    shelf: Shelf, speech: SpeechQuestion, hits: Sequence[Hit], evidence: CandidateEvidence, likely: Floats
) -> Hit | None:
    """The candidate in which whoever is asked about speaks, with all of it in one paragraph marked, or in which the
    words stand, from where their speaker is named; None where the articles of the hits do not quote them, or do not
    say in it that it was said to whom the question names.

    Of several paragraphs it is the one that is nearest to the topic, by ``likely``, a figure a sentence; without a
    topic the first.
    """
    articles = dict.fromkeys(hit.passage.article.id for hit in hits)
    quotations = [words for article in articles for words in shelf.quotations_of(article)]
    said = _find_words(speech.words, quotations) if speech.words else find_words_of(speech.who, quotations)
    found = []
    for place, number in enumerate(evidence.passages if said else ()):
        passage = shelf.passage(int(number))
        rows = likely[evidence.passage_of == place]
        for mark in _find_marks(passage, said, with_name=bool(speech.words)):
            if not speech.to <= set(_stems(mark.of(passage.article.body))):
                continue
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


def _find_words(words: str, quotations: Iterable[Quotation]) -> list[Quotation]:
    """The first quotation of somebody that holds the words in a row; of those that are quoted before those reported."""
    holding = [one for one in quotations if one.speaker and words in _compare(one.text)]
    return sorted(holding, key=lambda one: one.kind is Kind.INDIRECT)[:1]


def _compare(text: str) -> str:
    """The comparable words of a text, each between spaces."""
    return f" {' '.join(compared_words(text))} "


def _find_marks(passage: Passage, said: Iterable[Quotation], *, with_name: bool) -> list[Span]:
    """For each paragraph of the passage, the whole sentences from the first of the quotations in it to the last;
    ``with_name`` from the sentence before it that names the speaker, where its own does not."""
    marks: dict[int, Span] = {}
    for quotation in said:
        if quotation.article.id != passage.article.id:
            continue
        touched = [sentence for sentence in passage.sentences if sentence.overlaps(quotation.span)]
        if touched:
            paragraph = paragraph_number(passage.article.body, touched[0].start)
            start = _find_naming(passage, quotation, touched) if with_name else touched[0]
            first = marks.get(paragraph, start)
            marks[paragraph] = Span(start=first.start, end=max(first.end, touched[-1].end))
    return list(marks.values())


def _find_naming(passage: Passage, quotation: Quotation, touched: Sequence[Span]) -> Span:
    """The last sentence of the quotation's paragraph up to its own that has the speaker's last name, else its own."""
    body, name = passage.article.body, quotation.speaker.name.split()[-1] if quotation.speaker else ""
    paragraph = paragraph_number(body, touched[0].start)
    before = [one for one in passage.sentences if one.start < touched[0].start]
    of_paragraph = [one for one in before if paragraph_number(body, one.start) == paragraph]
    is_named = any(name in sentence.of(body) for sentence in touched)
    named = [sentence for sentence in of_paragraph if name in sentence.of(body) and not is_named]
    return named[-1] if named else touched[0]


def _is_by(bare: str, who: str, quotation: Quotation) -> bool:
    name = _stems(quotation.speaker.name if quotation.speaker else "")
    wanted = _stems(bare)
    if set(_stems(who)) <= {*name, *_stems(quotation.role or "")} or (wanted and set(wanted) <= set(name)):
        return True
    is_named = any(word[0].isupper() for word in bare.split())
    return is_named and name[-1:] == wanted[-1:] and (len(wanted) == 1 or len(name) == 1 or wanted[0] in name)


def _stems(text: str) -> list[str]:
    return [stem for stem, mark in read_words(text) if not mark & Mark.EMPTY]
