"""The same word in other clothes: stems that count as the same when a question is matched. Pure.

Only matching reads this. Ranking by meaning has the question as it was typed, and nothing here is ever shown.
"""

from __future__ import annotations

import re
from functools import cache

from index.languages.series import SMALL_NUMBERS, TENS
from index.languages.words import BASES, fold, stem

# Rows of words that mean the same in news: British and American, long and short, title and initials.
_SAME = """
truck lorry / soccer football / cellphone mobile / movie film / mom mum mother / dad father
airplane aeroplane plane / railroad railway / highway motorway / sidewalk pavement / program programme
tire tyre / gray grey / plow plough / skeptic sceptic / jail gaol prison / curb kerb / cop police officer
labor labour / color colour / harbor harbour / neighbor neighbour / honor honour / favor favour / rumor rumour
vapor vapour / armor armour / behavior behaviour / humor humour / parlor parlour / savior saviour / tumor tumour
valor valour / vigor vigour / center centre / meter metre / kilometer kilometre / theater theatre / fiber fibre
liter litre / caliber calibre / defense defence / offense offence / license licence / practice practise
traveler traveller / jewelry jewellery / canceled cancelled / labeled labelled / fueled fuelled
modeled modelled / counselor counsellor / organize organise / recognize recognise / realize realise
apologize apologise / criticize criticise / analyze analyse / paralyze paralyse / ceo chief executive
pm premier / mp lawmaker legislator parliamentarian / hr personnel / uni university / tv television
ad advert advertisement / photo photograph / bike bicycle / phone telephone / quake earthquake tremor
jab vaccine vaccination shot dose / percent per cent percentage / kid child / exam examination
info information / soldier troop
british britain / danish denmark / dutch netherlands / english england / finnish finland / french france / irish ireland
polish poland / scottish scotland / spanish spain / swiss switzerland / welsh wales
"""
_NUMBERS = (*SMALL_NUMBERS, TENS[0])
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


def find_variants(word: str) -> tuple[str, ...]:
    """The stems that count as the stem ``word``, itself left out."""
    found = dict.fromkeys(_groups().get(word, ()))
    if _THOUSANDS.fullmatch(word):
        found[word.replace(",", "")] = None
    elif word.isdigit():
        found |= dict.fromkeys(
            [f"{int(word):,}", *(stem(name) for name in _NUMBERS[int(word) : int(word) + 1] if len(word) < 3)]
        )
    elif word in _numbers():
        found[_numbers()[word]] = None
    found.pop(word, None)
    return tuple(found)


@cache
def _numbers() -> dict[str, str]:
    return {stem(name): str(number) for number, name in enumerate(_NUMBERS)}


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    rows = _SAME.replace("\n", "/").split("/")
    bent = [f"{base} {form}" for form, base in BASES.items()]
    for row in (*rows, *bent):
        stems = dict.fromkeys(stem(fold(word)) for word in row.split())
        for one in stems:
            groups.setdefault(one, {}).update(stems)
    return {one: tuple(others) for one, others in groups.items()}
