"""The lines around a plain text's headline → when it was published, and by which outlet. Pure.

A line gives a date if nothing but names stands beside it: prose with a date in it does not. If the lines give two
days, and call neither an update, they are a chronicle, and nothing is read. A name is the outlet's if a word in it says
so: nothing else tells an outlet from a place, a person, a label or what the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement

from index.articles.text.dates import parse_date
from index.types import Precision

_LOOKED_AT = 8  # lines that are not blank
_LONGEST = 160  # characters of a line of a head
_MOST_PIECES = 6  # of a line; what has more is a list
_MARKS = "#*_ \t"  # with which Markdown sets a line apart
_PARTS = re.compile(r"\s*[|·•]\s*")
_PIECES = re.compile(r"\s+[–—-]\s+|[,،]\s+")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)|[١٢][٠-٩]{3}")
_NUMBERS = re.compile(r"(?<!\d)\d{1,2}[/-]\d{1,2}[/-][12]\d{3}(?!\d)")
_UPDATED = re.compile(r"(?i)(?:last )?(?:updated|modified)|aktualisiert|mis à jour|actualizado|آخر تحديث")
_PROSE = re.compile(r"(?<![\w’'])[a-zß-öø-ÿ][\w’'-]{3,}|[.!?…؟:][\"'”’»)]*$")  # small words but articles and "by"
# What newspapers and agencies call themselves in the languages that are read.
_OUTLET = re.compile(
    r"(?i)\b(?:times|post|tribune|courier|gazette|herald|journal|news|newspaper|chronicle|observer|echo|telegraph|"
    r"guardian|daily|dispatch|ledger|sentinel|examiner|mercury|inquirer|enquirer|advertiser|broadcasting|magazine|"
    r"messenger|bulletin|standard|argus|press agency|associated press|free press|"
    r"\w*(?:zeitung|anzeiger|nachrichten|tageblatt|tagblatt|bote|kurier|rundschau)|dépêche|courrier|quotidien|échos|"
    r"nouvelles|diario|periódico|noticiero|gaceta|noticias|heraldo|correo|tribuna|صحيفة|جريدة|وكالة)\b"
)
# What kind of text it is, or what it is filed under: no outlet, though it has such a word, and no headline.
_LABEL = re.compile(
    r"(?i)(?:(?:breaking|latest|live|top|local|regional|national|international|world|foreign|political|business|"
    r"sports?) )*news(?: (?:release|analysis|summary|update|brief|briefing|desk))?|daily (?:briefing|digest|update)|"
    r"(?:guest|blog) post|press release|opinion|editorial|exclusive|live|letters?(?: to the \w+)?|staff writer|"
    r"(?:kurz|lokal|sport)?nachrichten|(?:dernières )?nouvelles|(?:últimas )?noticias"
)
_LONGEST_NAME = 6  # words
_BYLINE = re.compile(r"(?i:by|von|par|por)\s")
_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*")
_JOINING = frozenset("of and the & de del la las los y der die das des vom und du le les et".split())  # within a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first lines tell, as they write it; ``published_at`` is a date that ``parse_date`` reads. ``unread`` is
    a line with a date that was not taken for the text's, where none was."""

    published_at: str | None = None
    outlet: str | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dateline:
    """A line's date, and the names beside it."""

    written: str
    beside: Sequence[str]


def read_head(text: str, headline: str | None) -> Head:
    """The date in the lines above a text, and the outlet where such a line, or one beside it, is plainly one."""
    lines = [line for line in _first_lines(text) if line != headline or _is_unsaid(line, text)]
    datelines = [_read_dateline(line) for line in lines]
    found = [line for line in datelines if line]
    dates = [line.written for line in found if not _UPDATED.match(line.written)] or [line.written for line in found]
    if len({published.moment.date() for date in dates if (published := parse_date(date))}) != 1:
        return Head(unread=next(filter(_holds_date, _first_lines(text)), None))
    names = (
        name
        for line, dateline in zip(lines, datelines, strict=True)
        for name in (dateline.beside if dateline else (line,))
    )
    return Head(published_at=dates[0], outlet=next(filter(is_outlet, names), None))


def is_outlet(name: str) -> bool:
    """Whether a short line is the name of a newspaper or an agency, by a word of it; a label such as "News" is none."""
    is_short = len(name.split()) <= _LONGEST_NAME
    return is_short and bool(_OUTLET.search(name)) and not (_PROSE.search(name) or _LABEL.fullmatch(name))


def is_imprint(line: str) -> bool:
    """Whether a line is a date, and beside it nothing but outlets, labels and who wrote it."""
    dateline = _read_dateline(line.strip(_MARKS))
    return dateline is not None and all(
        is_outlet(name) or _LABEL.fullmatch(name) or _BYLINE.match(name) for name in dateline.beside
    )


def drop_datelines(text: str, published_at: str, names: Collection[str]) -> str:
    """The text without those lines of its head that say nothing but that day, at what time, and who or whose it is:
    what is one of the names, a line of who wrote it, or an outlet. What else stands beside the day may be what the text
    is about."""
    published = parse_date(published_at)
    lines = text.split("\n")
    for line in _first_lines(text):
        if published and _says_only(line, published.moment.date(), set(map(str.casefold, names))):
            lines.remove(next(one for one in lines if one.strip().strip(_MARKS) == line))
    return "\n".join(lines).strip()


def _says_only(line: str, day: date, names: Collection[str]) -> bool:
    dateline = _read_dateline(line)
    found = parse_date(dateline.written) if dateline else None
    if dateline is None or found is None or found.moment.date() != day:
        return False
    return all(_BYLINE.match(name) or is_outlet(name) or name.casefold() in names for name in dateline.beside)


def _is_unsaid(line: str, text: str) -> bool:
    """Whether a line of the text is a date and names, of which one is said nowhere else in it; who wrote it is none."""
    dateline = _read_dateline(line)
    names = [name for name in dateline.beside if not _BYLINE.match(name)] if dateline else []
    before, _, after = text.partition(line)
    said = {word.casefold() for part in (before, after) for word in _WORD.findall(part)}.union(_JOINING)
    return all(map(_is_name, names)) and any(not said.issuperset(_WORD.findall(name.casefold())) for name in names)


def _is_name(text: str) -> bool:
    """Whether every word begins with a capital, but for those that join names."""
    words = text.split()
    return len(words) <= _LONGEST_NAME and all(
        word in _JOINING or (word[0].isupper() and _WORD.fullmatch(word)) for word in words
    )


def _first_lines(text: str) -> Iterator[str]:
    """Those of the head, without marks: up to the second paragraph of running text, as a stand-first may be above."""
    running = 0
    for line in [line.strip() for line in text.split("\n") if line.strip()][:_LOOKED_AT]:
        running += len(line) > _LONGEST or line.endswith((".", "!", "?"))
        if running > 1:
            return
        yield line.strip(_MARKS)


def _read_dateline(line: str) -> _Dateline | None:
    if len(line) > _LONGEST or not _YEAR.search(line):
        return None
    parts = _PARTS.split(line)
    for number, part in enumerate(parts):
        if (found := _find_date(part)) and not any(map(_PROSE.search, found.beside)):
            return _Dateline(written=found.written, beside=[*parts[:number], *found.beside, *parts[number + 1 :]])
    return None


def _holds_date(line: str) -> bool:
    """Whether a line that is no sentence has a date in it, or one of two readings."""
    if len(line) > _LONGEST or line.endswith((".", "!", "?", "…")) or not _YEAR.search(line):
        return False
    return bool(_NUMBERS.search(line)) or any(map(_find_date, _PARTS.split(line)))


def _find_date(part: str) -> _Dateline | None:
    """The longest run of a part's pieces that is a date, known by its month at least."""
    joints = [(joint.start(), joint.end()) for joint in _PIECES.finditer(part)]
    starts, ends = [0, *(end for _, end in joints)], [*(start for start, _ in joints), len(part)]
    if len(starts) > _MOST_PIECES:
        return None
    runs = sorted(combinations_with_replacement(range(len(starts)), 2), key=lambda run: run[0] - run[1])
    for first, last in runs:
        written = part[starts[first] : ends[last]]
        if not _YEAR.search(written) or written.isdecimal():
            continue
        if (published := parse_date(written)) and published.precision is not Precision.YEAR:
            pieces = [part[start:end] for start, end in zip(starts, ends, strict=True)]
            return _Dateline(written=written, beside=[*pieces[:first], *pieces[last + 1 :]])
    return None
