"""The words that near misses and clothes are made with: names, series, opposites, and words of no subject. Pure."""

from __future__ import annotations

import re

_NAME = re.compile(r"\b[A-Z][\w'’-]*\w(?: (?:of |the |de |von |van |and )?[A-Z][\w'’-]*\w)*")
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNTS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty hundred".split()
SERIES = (_MONTHS, _DAYS, _COUNTS, "first second third fourth fifth sixth seventh eighth ninth tenth".split())
_OPPOSITES = (
    "largest smallest|biggest smallest|highest lowest|oldest youngest|oldest newest|longest shortest|"
    "earliest latest|best worst|most least|more fewer|before after|first last|above below|inside outside|"
    "north south|east west|northern southern|eastern western|northeast southwest|northwest southeast|"
    "started ended|began ended|start end|begin end|won lost|win lose|winner loser|won boycotted|"
    "increased decreased|increase decrease|rise fall|rose fell|joined left|join leave|opened closed|"
    "open close|built destroyed|build demolish|created abolished|founded dissolved|accepted rejected|"
    "accept reject|approved rejected|approve reject|allowed forbade|allowed prohibited|permitted banned|"
    "supported opposed|support oppose|supporters opponents|attacked defended|attack defend|born buried|"
    "born died|gained lost|gain lose|hired fired|appointed dismissed|elected defeated|arrived departed|"
    "arrive depart|enter leave|entered left|buy sell|bought sold|import export|imported exported|"
    "father mother|son daughter|sons daughters|brother sister|husband wife|king queen|men women|man woman|"
    "male female|boys girls|parents children|teacher student|students teachers|employer employee|day night|"
    "summer winter|ancient modern|public private|major minor|maximum minimum|positive negative|"
    "advantage disadvantage|advantages disadvantages|success failure|succeed fail|praised criticized|"
    "praise criticize|common rare|strong weak|strength weakness|true false|legal illegal|capture release|"
    "captured freed|arrested released|strengthened weakened|expanded shrank|easier harder|faster slower|"
    "richer poorer|rich poor"
)
OPPOSITE = {word: other for pair in _OPPOSITES.split("|") for word, other in (pair.split(), pair.split()[::-1])}
_PLAIN = frozenset(  # words of no subject: no synonym, no sister
    "what when where which who whom whose why how did does was were are the and for that this with from have has had "
    "been being not can could would should will may might must into onto about than then there their they them his "
    "her its our your you many much most more some any all other one two name type kind called did do done make made "
    "used use known year time people person day part way thing things get got give given take took say said".split()
)
_BEFORE_NAMES = frozenset({"in", "on", "at", "after"})


def exchange(text: str, one: str, other: str) -> str:
    """``text`` with two phrases in each other's place, as whole words."""
    either = re.compile(rf"(?<!\w)(?:{re.escape(one)}|{re.escape(other)})(?!\w)")
    return either.sub(lambda found: other if found.group() == one else one, text)


def names(text: str) -> list[str]:
    """Runs of capitalised words, without those that only begin a sentence."""
    found = []
    for name in _NAME.finditer(text):
        begins = name.start() == 0 or text[: name.start()].rstrip().endswith((".", "?", "!", ":"))
        words = name.group().split()
        if begins and (len(words) == 1 or words[0].lower() in _PLAIN | _BEFORE_NAMES):
            words = words[1:]
        if words and not (len(words) == 1 and words[0] in {*_MONTHS, *_DAYS, "I"}):
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def is_content(word: str) -> bool:
    return len(word) > 3 and word.islower() and word not in _PLAIN
