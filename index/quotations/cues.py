"""What a sentence says about a quotation in it: the cue, and the phrase that names the speaker. Pure.

The sentence comes with its quotations masked (``"Qqq"``), so that nothing is read out of somebody's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.phrases import Phrase, Sort, Token, is_adverb, is_finite, parse, tokenise
from index.types import Span

_REACH = 600  # characters of a sentence that are read on either side of a quotation
_ATTACHING = frozenset(
    "of at for with from in on to by near against outside inside during over above under behind beside".split()
)
_DASHES = frozenset(("—", "–", "-", "--"))
_AUTHORED = frozenset(
    "statement email e-mail letter post tweet report memo message filing release note ad op-ed".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """``subject`` is who speaks, None where the sentence goes on from the speech before; ``cue`` may be missing
    ("Mayor: ..."). ``adjacent`` means that the quotation is the very object of the cue; ``labelling`` that the cue
    names or judges a thing ("called it")."""

    subject: Phrase | None
    cue: Span | None
    adjacent: bool
    labelling: bool = False


def read_after(text: str, start: int, end: int, *, expected: bool) -> Attribution | None:
    """The attribution that follows a quotation; ``expected`` when its last mark promises one (a comma)."""
    tokens = tokenise(text, start, min(end, start + _REACH))
    at = 0
    while at < len(tokens) and (tokens[at].text == "," or tokens[at].text in _DASHES):
        at += 1
    if at == len(tokens):
        return None
    return (
        _according(tokens, at, adjacent=True)
        or _inverted(tokens, at)
        or _put(tokens, at)
        or _subject_first(tokens, at, expected=expected or at > 0)
        or _signed(tokens, at)
    )


def _according(tokens: Sequence[Token], at: int, *, adjacent: bool) -> Attribution | None:
    if at + 2 >= len(tokens) or tokens[at].low != "according" or tokens[at + 1].low != "to":
        return None
    subject = _author(tokens, parse(tokens, at + 2))
    return Attribution(subject=subject, cue=_span(tokens, at, at + 2), adjacent=adjacent) if subject else None


def _inverted(tokens: Sequence[Token], at: int) -> Attribution | None:
    """said X; also said X; said, in a low voice, X."""
    cue = at
    while cue < len(tokens) and is_adverb(tokens[cue]):
        cue += 1
    if cue >= len(tokens) or tokens[cue].is_capital or lexicon.SPEECH.get(tokens[cue].low) not in lexicon.FINITE:
        return None
    subject_at = cue + 1
    while subject_at < len(tokens) and is_adverb(tokens[subject_at]):
        subject_at += 1
    subject = parse(tokens, subject_at)
    if subject is None and subject_at < len(tokens) and tokens[subject_at].text == ",":
        subject = _last_name(tokens, subject_at)
    subject = rename(tokens, _author(tokens, subject))
    return Attribution(subject=subject, cue=_span(tokens, cue, cue + 1), adjacent=True) if subject else None


def _last_name(tokens: Sequence[Token], at: int) -> Phrase | None:
    """The name that ends a sentence: said, after a pause, Ana Ruiz."""
    for first in range(at + 1, len(tokens)):
        if tokens[first - 1].text == ",":
            phrase = parse(tokens, first)
            if phrase and phrase.sort is Sort.NAME and (phrase.last == len(tokens) or tokens[phrase.last].text == "."):
                return phrase
    return None


def _put(tokens: Sequence[Token], at: int) -> Attribution | None:
    """as X put it; is how X put it; in the words of X."""
    lows = [token.low for token in tokens[at : at + 4]]
    if lows[:4] == ["in", "the", "words", "of"]:
        subject = parse(tokens, at + 4)
        return Attribution(subject=subject, cue=_span(tokens, at, at + 4), adjacent=True) if subject else None
    skip = 1 if lows[:1] == ["as"] else 2 if lows[:2] in (["is", "how"], ["was", "how"], ["is", "what"]) else 0
    subject = parse(tokens, at + skip) if skip else None
    cue = _find_cue(tokens, subject.last) if subject else None
    if subject is None or cue is None:
        return None
    return Attribution(subject=subject, cue=_span(tokens, cue, cue + 1), adjacent=True)


def _subject_first(tokens: Sequence[Token], at: int, *, expected: bool) -> Attribution | None:
    """X said; X, the ambassador, told reporters."""
    subject = parse(tokens, at)
    if subject is None:
        return None
    cue = _find_cue(tokens, _past_partner(tokens, subject.last), generic=expected)
    if cue is None and expected and subject.sort is Sort.NAME and _has_no_verb(tokens, subject.last):
        return Attribution(subject=subject, cue=None, adjacent=True)
    if cue is None or _is_negated(tokens, subject.last, cue):
        return None
    labelling = tokens[cue].low not in lexicon.SPEECH
    subject = rename(tokens, _author(tokens, subject))
    return (
        Attribution(subject=subject, cue=_span(tokens, cue, cue + 1), adjacent=True, labelling=labelling)
        if subject
        else None
    )


def _past_partner(tokens: Sequence[Token], at: int) -> int:
    """Where "X and Y" ends, if the subject is two people."""
    if at + 1 < len(tokens) and tokens[at].low == "and":
        partner = parse(tokens, at + 1)
        if partner is not None and partner.sort is Sort.NAME:
            return partner.last
    return at


def _has_no_verb(tokens: Sequence[Token], at: int) -> bool:
    """“Syrians are being caught,” Lou Becker from his desk."""
    return (
        at < len(tokens)
        and tokens[at].low in ("from", "on", "in", "at")
        and not any(is_finite(token) for token in tokens[at:])
    )


def _signed(tokens: Sequence[Token], at: int) -> Attribution | None:
    """“Words” — Name (@handle), at the end of the line."""
    if at == 0 or tokens[at - 1].text not in _DASHES:
        return None
    subject = parse(tokens, at)
    if subject is None or subject.sort is not Sort.NAME:
        return None
    ends = subject.last == len(tokens) or tokens[subject.last].text in ("(", ",", ".", "@")
    return Attribution(subject=subject, cue=None, adjacent=True) if ends else None


def _author(tokens: Sequence[Token], subject: Phrase | None) -> Phrase | None:
    """A statement from X speaks for X."""
    if subject is None or subject.sort is not Sort.NOMINAL or subject.head not in _AUTHORED:
        return subject
    for at in range(subject.first, min(subject.last + 1, len(tokens))):
        if tokens[at].low in ("from", "by"):
            author = parse(tokens, at + 1)
            if author is not None and author.sort is Sort.NAME:
                return author
    return subject


def rename(tokens: Sequence[Token], subject: Phrase | None) -> Phrase | None:
    """The description with the name that follows it: the mayor, Ana Ruiz, said."""
    if subject is None or subject.sort is not Sort.NOMINAL:
        return subject
    if subject.last + 1 >= len(tokens) or tokens[subject.last].text != ",":
        return subject
    name = parse(tokens, subject.last + 1)
    if name is None or name.sort is not Sort.NAME or name.role is not None or name.last - name.first < 2:
        return subject
    if name.last == len(tokens) or tokens[name.last].text in (",", ".", ";", "(") or tokens[name.last].is_quote:
        return _with_role(tokens, subject, name)
    return subject


def _with_role(tokens: Sequence[Token], described: Phrase, name: Phrase) -> Phrase:
    return Phrase(
        sort=Sort.NAME,
        first=described.first,
        last=name.last,
        span=name.span,
        name=name.name,
        role=_span(tokens, described.first, described.last),
        title=name.title,
        head=described.head,
    )


def _find_cue(tokens: Sequence[Token], at: int, *, generic: bool = False) -> int | None:
    """The cue whose subject ends before token ``at``: past adverbs, brackets, appositions."""
    start, helped = at, False
    while at < len(tokens):
        token = tokens[at]
        if token.is_quote or token.text in (";", ":", "."):
            return None
        if _is_cue(token, helped=helped):
            return at
        if token.low in lexicon.AUXILIARIES or is_adverb(token):
            helped = helped or token.low in lexicon.AUXILIARIES
            at += 1
        elif token.text == "(":
            at = _after(tokens, at, ")")
        elif token.text == "," or token.text in _DASHES:
            return _cue_past_commas(tokens, at)
        elif token.low in _ATTACHING or token.low in lexicon.RELATIVES or (at == start and token.low.endswith("ing")):
            return _cue_past_words(tokens, at) if at == start or tokens[at - 1].text == ")" else None
        else:
            return at if generic and is_finite(token) else None
    return None


def _is_cue(token: Token, *, helped: bool) -> bool:
    if token.is_capital:
        return False
    tense = lexicon.SPEECH.get(token.low) or lexicon.LABELLING.get(token.low)
    return tense in lexicon.FINITE or (helped and tense is not None)


def _after(tokens: Sequence[Token], at: int, stop: str) -> int:
    for number in range(at + 1, min(at + 30, len(tokens))):
        if tokens[number].text == stop:
            return number + 1
    return len(tokens)


def _cue_past_commas(tokens: Sequence[Token], at: int) -> int | None:
    """The cue after an apposition or a clause between commas."""
    for number in range(at + 1, min(at + 45, len(tokens))):
        if tokens[number].is_quote or tokens[number].text in (";", ":"):
            return None
        if tokens[number].text == "," or tokens[number].text in _DASHES:
            cue = number + 1
            helped = False
            while cue < len(tokens) and (is_adverb(tokens[cue]) or tokens[cue].low in lexicon.AUXILIARIES):
                helped = helped or tokens[cue].low in lexicon.AUXILIARIES
                cue += 1
            if cue < len(tokens) and _is_cue(tokens[cue], helped=helped):
                return cue
    return None


def _cue_past_words(tokens: Sequence[Token], at: int) -> int | None:
    for number in range(at + 1, min(at + 14, len(tokens))):
        token = tokens[number]
        if not token.is_word:
            return _cue_past_commas(tokens, number) if token.text == "," else None
        if _is_cue(token, helped=False) and token.low not in lexicon.WEAK:
            return number
        if tokens[at].low not in lexicon.RELATIVES and (is_finite(token) or token.low in lexicon.RELATIVES):
            return None
    return None


def _is_negated(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(token.low in lexicon.NEGATIONS for token in tokens[start:end])


def _span(tokens: Sequence[Token], first: int, last: int) -> Span:
    return Span(start=tokens[first].start, end=tokens[last - 1].end)


def read_before(text: str, start: int, end: int) -> Attribution | None:
    """The attribution that leads up to a quotation that begins at ``end`` in a sentence that begins at ``start``."""
    tokens = tokenise(text, max(start, end - _REACH), end)
    lead = ""
    while tokens and (not tokens[-1].is_word and not tokens[-1].is_quote):
        lead = tokens.pop().text if not lead else tokens.pop().text + lead
    if not tokens:
        return None
    introduced = lead.startswith((",", ":")) or tokens[-1].low == "that"
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].low == "according" and (found := _according(tokens, at, adjacent=lead.startswith((",", ":")))):
            return found
        if _could_be_cue(tokens, at, lead=lead):
            found = _with_subject(tokens, at, introduced=introduced, last=at == len(tokens) - 1)
            if found is not None:
                return None if _is_sign(found.subject) else found
    if lead.startswith(":") and (
        _whole_phrase(tokens) or any(is_finite(token) or token.low.endswith("ing") for token in tokens)
    ):
        subject = find_subject(tokens, len(tokens)) or _whole_phrase(tokens)
        return Attribution(subject=subject, cue=None, adjacent=True) if subject else None
    return None


def _whole_phrase(tokens: Sequence[Token]) -> Phrase | None:
    subject = parse(tokens, 0)
    return subject if subject is not None and subject.last == len(tokens) else None


def _could_be_cue(tokens: Sequence[Token], at: int, *, lead: str) -> bool:
    token = tokens[at]
    low = token.low
    if low not in lexicon.SPEECH and low not in lexicon.LABELLING:
        return False
    if token.is_capital and at > 0 and not tokens[at - 1].is_quote:
        return False
    if low in lexicon.WEAK and low not in lexicon.LABELLING and not _weak_is_speech(tokens, at, lead):
        return False
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    tense = lexicon.SPEECH.get(low) or lexicon.LABELLING.get(low)
    if previous is None:
        return token.is_capital
    if tense == "base":
        return low not in lexicon.NOUNS_TOO and (
            previous.low == "to"
            or previous.low in lexicon.AUXILIARIES
            or is_adverb(previous)
            or previous.low in ("and", *lexicon.PRONOUNS)
            or _ends_plural(tokens, at)
        )
    if tense == "past" and following == "by":
        return False
    if previous.low in lexicon.DETERMINERS or previous.is_possessive:
        return False
    return tense == "participle" or previous.low not in lexicon.PREPOSITIONS


def _ends_plural(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plural or a name stands right before token ``at``: "critics call"."""
    return at > 0 and (tokens[at - 1].low in lexicon.CROWDS or tokens[at - 1].low.endswith("s"))


def _weak_is_speech(tokens: Sequence[Token], at: int, lead: str) -> bool:
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if following in ("on", "back", "out", "it", "off", "so", "aloud", "that", "the") and lead:
        return True
    return (
        lead.startswith(":")
        or (lead.startswith(",") and at >= len(tokens) - 2)
        or (following == "of" and tokens[at].low.startswith("sp"))
    )


def _with_subject(tokens: Sequence[Token], cue: int, *, introduced: bool, last: bool) -> Attribution | None:
    labelling = tokens[cue].low not in lexicon.SPEECH
    tense = lexicon.SPEECH.get(tokens[cue].low) or lexicon.LABELLING.get(tokens[cue].low)
    subject = subject_of(tokens, cue)
    if (
        subject is None
        and tense in lexicon.FINITE
        and cue + 1 < len(tokens)
        and (cue == 0 or not tokens[cue - 1].is_word)
    ):
        subject = rename(tokens, parse(tokens, cue + 1))
    if subject is None and labelling and tense == "past" and tokens[cue - 1].text == ",":
        return None  # three groups, labeled "gifts"
    if subject is None and (tense not in lexicon.FINITE or _is_joined(tokens, cue)):
        subject = _earlier_subject(tokens, cue) or find_subject(tokens, cue)
        if subject is None and not any(token.is_quote for token in tokens[:cue]):
            return None
    elif subject is None:
        return None
    denied = _is_negated(tokens, 0, cue) and not any(token.low == "only" for token in tokens[cue:])
    if (denied and not introduced) or (labelling and _is_passive(tokens, cue)):
        return None
    if (
        subject is not None
        and subject.head in ("which", "that", "it")
        and (labelling or tokens[cue].low in lexicon.WEAK)
    ):
        return None
    subject = _author(tokens, subject)
    return Attribution(
        subject=subject, cue=_span(tokens, cue, cue + 1), adjacent=introduced or last, labelling=labelling
    )


def _earlier_subject(tokens: Sequence[Token], cue: int) -> Phrase | None:
    """The war would end, X said, adding: the subject of the cue before."""
    for at in range(cue - 1, 0, -1):
        if (
            _is_cue(tokens[at], helped=False)
            and tokens[at].low in lexicon.SPEECH
            and tokens[at].low not in lexicon.NOUNS_TOO
        ):
            return subject_of(tokens, at)
    return None


def _is_sign(subject: Phrase | None) -> bool:
    return subject is not None and subject.sort is Sort.NOMINAL and subject.head in lexicon.SIGNS


def _is_passive(tokens: Sequence[Token], cue: int) -> bool:
    if lexicon.LABELLING.get(tokens[cue].low) != "past":
        return False
    at = cue - 1
    while at >= 0 and is_adverb(tokens[at]):
        at -= 1
    return at >= 0 and tokens[at].low in ("is", "are", "was", "were", "be", "been", "being")


def _is_joined(tokens: Sequence[Token], cue: int) -> bool:
    """and said; and later said; , then said."""
    at = cue - 1
    while at >= 0 and (is_adverb(tokens[at]) or tokens[at].low in lexicon.AUXILIARIES):
        at -= 1
    return at >= 0 and (tokens[at].low in ("and", "but", "or") or tokens[at].text == ",")


def subject_of(tokens: Sequence[Token], cue: int) -> Phrase | None:
    """The phrase whose own verb the cue is; the leftmost that reaches it, objects of prepositions last."""
    spare, at = None, 0
    while at < cue:
        phrase = parse(tokens, at)
        if phrase is None:
            at += 1
            continue
        if phrase.last <= cue and _find_cue(tokens, phrase.last) == cue and not tokens[phrase.last - 1].is_possessive:
            if phrase.head == "who":
                return _antecedent(tokens, at) or spare
            if at == 0 or tokens[at - 1].low not in lexicon.PREPOSITIONS:
                return rename(tokens, phrase)
            spare = phrase
        at = max(phrase.last, at + 1) if phrase.last <= cue else at + 1
    return spare


def _antecedent(tokens: Sequence[Token], who: int) -> Phrase | None:
    """The phrase that "who" stands for: the one that ends right before it."""
    end = who - 1 if who and tokens[who - 1].text == "," else who
    for first in range(max(0, end - 14), end):
        phrase = parse(tokens, first)
        if phrase is not None and phrase.last == end:
            return phrase
    return None


def find_subject(tokens: Sequence[Token], end: int) -> Phrase | None:
    """The subject of the main clause among the tokens before ``end``."""
    at = _after_opening_clause(tokens, end)
    spare = None
    while at < end:
        phrase = parse(tokens, at)
        if phrase is None or phrase.last > end:
            at += 1
            continue
        free = at == 0 or (tokens[at - 1].low not in lexicon.PREPOSITIONS and not is_finite(tokens[at - 1]))
        if free and not tokens[phrase.last - 1].is_possessive and phrase.head != "who":
            if _has_verb(tokens, phrase.last, end):
                return rename(tokens, phrase)
            spare = spare or phrase
        at = phrase.last
    return rename(tokens, spare) if spare and spare.sort is not Sort.NOMINAL else None


def _after_opening_clause(tokens: Sequence[Token], end: int) -> int:
    if not tokens or not (
        tokens[0].low in lexicon.SUBORDINATORS or tokens[0].low.endswith("ing") or tokens[0].low in lexicon.PREPOSITIONS
    ):
        return 0
    for number in range(1, end):
        if tokens[number].text == "," and number + 1 < end:
            return number + 1
    return 0


def _has_verb(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a verb follows the phrase: at once, or after what stands between commas or brackets."""
    while at < end and (is_adverb(tokens[at]) or tokens[at].text == "("):
        at = _after(tokens, at, ")") if tokens[at].text == "(" else at + 1
    if at >= end:
        return False
    if tokens[at].text == ",":
        return any(
            tokens[number].text == "," and _is_verb(tokens, number + 1, end)
            for number in range(at + 1, min(at + 40, end))
        )
    return _is_verb(tokens, at, end)


def _is_verb(tokens: Sequence[Token], at: int, end: int) -> bool:
    while at < end and is_adverb(tokens[at]):
        at += 1
    if at >= end:
        return False
    token = tokens[at]
    return is_finite(token) or (
        token.text[0].islower()
        and token.low.endswith("s")
        and not token.low.endswith("ss")
        and token.low not in lexicon.FUNCTION_WORDS
    )
