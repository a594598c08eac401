"""The article asks the same, or says that nobody knows, and does not answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import ceil

from index.languages.read_text import ReadText, content
from index.search.vetoes.kinds.expecting import holds_what_is_asked
from index.search.vetoes.parsing.asked import asks_whether
from index.search.vetoes.reading import Case, all_sentences

_BREAK = re.compile(r"[.;!?:\n“”\"]| [-–—] ")
_LONGEST = 200  # characters of a question that can be recognised
_ASKING = r"(?:who|whom|what|when|where|why|how|which|whether)\b"
# What is not done where something is left open: "has yet to decide", "gave no hint", "would not be drawn".
_NOT = (
    r"(?:not|cannot|\w+n['’]t|never|no(?: ?body| one|thing)?|none|neither|nor|unable|(?:hard|impossible|yet|still) to|"
    r"remains? to|too (?:early|soon)|(?:declin|fail|refus)(?:e|ed|es|ing|s)?)"
)
_TOLD = (
    r"(?:(?:know[ns]?|knew|knowing|sa(?:id|ys?|ying)|tell(?:s|ing)?|told|disclos(?:e|ed|ing)|reveal(?:ed|ing)?)"
    r"(?! that\b)|clear|certain|be seen|decid(?:e|ed|ing)|determined?|establish(?:ed)?|announced?|explain(?:ed)?|"
    r"specif(?:y|ied)|nam(?:e|ed|ing)|identif(?:y|ied)|publish(?:ed)?|made public|releas(?:e|ed)|confirm(?:ed)?|proven|"
    r"been tested|comment(?:ed)?|discuss(?:ed)?|drawn|give|guess|predict|repl(?:y|ied)|answer|fixed|settled|be agreed|"
    r"ruled? out|made up|explanation|decision|hint|indication|date|details?|figures?)"
)
_UNKNOWN = re.compile(
    rf"\b(?:{_NOT}(?: (?!(?:but|allowed|authori[sz]ed)\b)[\w'’-]+){{0,3}}? {_TOLD}|"
    r"(?:is|are|was|were|be|been|remain(?:s|ed)?)(?: \w+)? "
    r"(?:unknown|unclear|uncertain|undecided|undisclosed|unresolved|in (?:dispute|doubt)|a (?:mystery|secret))|"
    r"remains? disputed|left open|open question|any(?:body|one)['’]s guess|"
    r"ke(?:eps?|pt|eping) (?:it )?(?:secret|to (?:it|him|her)self)|"
    # somebody did; in lower case, as "Asked who …, she said" goes on to answer
    rf"(?<!when )(?<!was )(?<!were )(?-i:asked|wondered)(?= {_ASKING}))\b(?: (?P<what>{_ASKING}))?",
    re.IGNORECASE,
)
# Whoever says nothing of it leaves open what they alone are asked about.
_SILENT = re.compile(r"\b(?:(?:would|could|did|does|do)(?: not|n['’]t)|(?:declined|refused) to) (?:comment|discuss)\b")
_ASKS_WHAT_IS_KNOWN = re.compile(r"\b(?:known?|clear|decided|certain)\b", re.IGNORECASE)
_ASIDE = re.compile(r"(?:, (?:which|whom?)|,? whose)\b[^,.;]*,")
_PART = re.compile(
    r"[.;:!?\n“”\"]|, (?:and|but|while|although|which|who)\b|"
    rf"\b(?:but|while|although|and (?=ha[sd]|have|would|(?:\w+ )?{_NOT}\b)|that (?=neither|no))\b",
    re.IGNORECASE,
)
_TWO = 2  # words of a question at least that are elsewhere called unknown
_HALF = 0.5  # of a question's words that the mark has
_STRANGE = frozenset("he she they it this that and but or so".split())
_FEWEST = 3  # words of a question that can be recognised


def is_left_open(case: Case) -> bool:
    """The article asks the same, and the mark lacks a word of it, and what is asked for; or elsewhere it calls unknown
    what has more words of the question than the mark, and half of them."""
    return _is_asked_elsewhere(case) or _is_unknown_elsewhere(case)


def _is_asked_elsewhere(case: Case) -> bool:
    asked = {word.text.lower() for word in case.question.words}
    told = {word.text.lower() for word in case.mark.words}
    for question in _questions(case.article.text):
        words = {word.text.lower() for word in ReadText(question).words} - _STRANGE
        if len(words) >= _FEWEST - 1 and words <= asked and not words <= told:
            return not holds_what_is_asked(case)
    return False


def _is_unknown_elsewhere(case: Case) -> bool:
    asked = case.question.content
    told = case.mark.stems | (_find_meant(case) if case.goes_on else frozenset())
    fewest = max(_TWO, len(asked & told) + 1, ceil(_HALF * len(asked)))
    if len(asked) < fewest:
        return False
    parts = _find_parts(case.article, asked, fewest)
    unknown = (_read_stems([_cut_clause(part)]) for part in parts if _UNKNOWN.search(part))
    return any(len(asked & stems) >= fewest for stems in unknown) and not _asks_what_is_known(case)


def _find_parts(article: ReadText, asked: frozenset[str], fewest: int) -> list[str]:
    """The parts of sentences that may have so many of the stems; few have, and to look them over takes long."""
    written = article.find_written(asked).values()
    if len(written) < fewest:
        return []
    return [
        part
        for part in _BREAK.split(article.text)
        if sum(any(word in part for word in words) for words in written) >= fewest
    ]


def _find_meant(case: Case) -> frozenset[str]:
    """What a pronoun of the mark may mean: what stands in its paragraph, and the names of the title."""
    return case.above.names | ReadText(case.lead.text.rpartition("\n")[2]).stems


def is_known_by_now(case: Case) -> bool:
    """The mark says that nobody knows, and newer articles tell of it."""
    return _is_told_later(case) and _is_called_unknown(case)


def is_not_known(case: Case) -> bool:
    """The mark says that nobody knows, or that somebody would not say; and that is not what is asked."""
    return _is_called_unknown(case) and not _is_told_later(case)


def _is_told_later(case: Case) -> bool:
    asked = case.question.content & case.mark.stems
    newer = (ReadText(sentence.of(case.newer)) for sentence in all_sentences(case.newer))
    return any(len(asked & told.stems) >= _HALF * len(asked) and not _UNKNOWN.search(told.text) for told in newer)


def _is_called_unknown(case: Case) -> bool:
    shared = case.question.content & case.mark.stems
    unknown_there = [*_UNKNOWN.finditer(case.mark.text)]
    if not shared or not unknown_there or _asks_what_is_known(case):
        return False
    if any(_asks_the_same(match, case) for match in unknown_there):
        return True
    parts = [part for part in _PART.split(_ASIDE.sub(" ", case.mark.text)) if part]
    left_open = [part for part in parts if _UNKNOWN.search(part) and not _is_silence_of_another(part, case)]
    unknown = _read_stems(map(_cut_clause, left_open)) & shared
    known = _read_stems([*(part for part in parts if part not in left_open), *_ASIDE.findall(case.mark.text)])
    if unknown and asks_whether(case.asked):
        return bool(unknown - known)
    is_told = any(verb in known - unknown for verb, _ in case.deeds)
    return len(unknown) >= _HALF * len(shared) and not is_told


def _asks_what_is_known(case: Case) -> bool:
    return bool(_UNKNOWN.search(case.question.text) or _ASKS_WHAT_IS_KNOWN.search(case.asked.text))


def _is_silence_of_another(part: str, case: Case) -> bool:
    """Whether somebody says nothing there who is not the one that the question names first; of something that may be
    theirs, where the mark tells of that one elsewhere."""
    names = [word.stem for word in ReadText(part).words if word.is_name]
    asked = next((word.stem for word in case.asked.words if word.is_name), None)
    if not names or names[0] == asked:
        return False
    is_told_elsewhere = asked in case.mark.names and case.question.names.isdisjoint(names)
    return is_told_elsewhere or bool(_SILENT.search(part))


def _cut_clause(part: str) -> str:
    """What nobody knows, where it follows: of "she would not say whether it sails" without her."""
    unknown = _UNKNOWN.search(part)
    return part[unknown.end() :] if unknown and unknown["what"] else part


def _read_stems(parts: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(ReadText(part).stems for part in parts))


def _asks_the_same(unknown: re.Match[str], case: Case) -> bool:
    """ "He would not say where it is": with the question's own asking word, and of its words one, or none at all; after
    "what" something of it always follows."""
    if not unknown["what"] or unknown["what"].lower() not in {word.text.lower() for word in case.question.words}:
        return False
    stop = _BREAK.search(case.mark.text, unknown.end())
    end = stop.start() if stop else len(case.mark.text)
    told = content(word for word in case.mark.words if unknown.end() <= word.start < end)
    return bool(told & case.question.content) or not (told or unknown["what"].lower() == "what")


def _questions(text: str) -> Iterator[str]:
    for match in re.finditer(r"\?", text):
        yield _BREAK.split(text[max(0, match.start() - _LONGEST) : match.start()])[-1]
