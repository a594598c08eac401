"""What a word is, for whoever cuts text into words. Pure.

A word is a run of letters and digits, with the apostrophes inside it. What else belongs to one depends on what it is
for, and every such need stands here: search counts what a question and a passage share; checks compare what was claimed
with what was said, to the sign; quotations read names, and sentences word by word and stop by stop; a question is put
right word by word.
"""

from __future__ import annotations

import re

_RUN = r"[^\W_]+"
_LETTER = r"[^\W\d_]"

# The capitals of the Latin, Greek and Cyrillic alphabets, for sets of a pattern: Čapek and Şahin are names, too.
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x530))))

SEARCHED = re.compile(rf"\d+(?:[.,]\d+)*|{_RUN}(?:['’]{_RUN})*")

# A sign of money or share and a minus before a number are words: "$5" is not "5", "-5" is not "5". Initials are one;
# accents written apart and what nobody sees belong to their word.
COMPARED = re.compile(
    r"[$€£¥₹%°]"
    r"|(?<![^\W_])[-−](?=\d)"
    r"|\d+(?:[.,:]\d+)*[^\W_]*"
    rf"|{_LETTER}(?:\.{_LETTER})+(?![^\W_])"
    r"|[^\W_](?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]|['’ʼ](?=[^\W_])|[^\W_])*"
)

# Hyphens and full stops join: a well-known U.S. man has four words.
JOINED = re.compile(rf"{_RUN}(?:['’.-]{_RUN})*")

# A word that may be one or two, or have an apostrophe, in the articles: not beside a stop, as in an address.
REWORDED = re.compile(rf"(?<![\w'’.-]){_LETTER}+(?:['’-]{_LETTER}+)*(?![\w'’-])")

# A word that may be misspelt; shorter ones have too many neighbours.
SPELT = re.compile(rf"(?<!['’\w]){_LETTER}{{4,}}(?!['’\w])")

# A word of a name, which no digit begins: O’Brien, J.R., al-Sadr.
NAMED = re.compile(rf"{_LETTER}[\w’'.-]*")

# The site, no initial: She posted it on X. Ana Ruiz saw it.
SITE = re.compile(r"(?:(?<=\b(?:on|as|to|en) )|(?<=\b(?:via|sur|auf|bei) )|(?<=\bfrom ))X(?=\.)")

# What stands before a name, and may have a full stop.
TITLES = frozenset(
    "mr mrs ms mx dr prof sr fr st gen col lt capt maj sgt cpl pvt adm brig cmdr gov sen rep sens reps hon rev pres "
    "amb supt det insp mt ft messrs mme mlle mgr msgr dipl asst atty cllr rt const pfc sfc spc".split()
)
_ABBREVIATIONS = "|".join(sorted(word.title() for word in TITLES | {"jr", "inc", "corp", "co", "ltd"}))
TOKEN = (
    r'(?P<quote>"[^"]*"?)'
    r"|(?P<none>^>+|\b[Nn]o\.(?=\s?\d))|(?P<own>['’]s\b)"
    rf"|(?P<word>%s(?=[{CAPITALS}])(?:{_ABBREVIATIONS})\.|de['’](?=\s[{CAPITALS}])"
    rf"|(?=\w\.)(?:(?:{_LETTER}\.){{2,}}(?:[’']s)?|(?!{SITE.pattern})[{CAPITALS}]\.(?=\s?[{CAPITALS}]))"
    r"|[@#$£€]?[\w\u064b-\u0652]+(?:\\?[’'&.-](?!(?:t-)?(?:ils?|elles?)\b)\w+)*(?:(?<=s)[’'](?=\s))?|&)"
    r"|(?P<dash>--|[—–])|(?P<stop>[^\w\s])"
)
"""What a sentence is read by: a hidden quotation, marks of a citation or a number, the 's of a **Name**, a word,
a dash, a stop. ``%s`` is for the words of a language that a stop would end."""
