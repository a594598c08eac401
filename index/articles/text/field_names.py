"""The fields of an article, and what other programs call them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

# Field → its other names, those first that go before the others; capitals, hyphens and underscores do not matter.
_ALSO_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "id": "",
        "story": "",
        "title": "headline headlines name webtitle titel titre titulo título",
        "url": "link permalink canonical canonicalurl originalurl sourceurl weburl",
        "outlet": "source quelle publication publisher sitename newspaper site sourcedomain",
        "author": "authors byline creator dccreator writer by autor autorin auteur",
        "published_at": "published pubdate publishdate publisheddate datepublished publicationdate publishedon "
        "datepublish publishedtime webpublicationdate firstpublished firstpublishedat firstcreated displaydate date "
        "datum fecha datetime time timestamp created createdat datecreated",
        "language": "lang locale inlanguage",
        "text": "body content storytext articlebody bodytext fulltext maintext contenthtml contenttext contentencoded "
        "contentelements html paragraphs",
    }
)
FIELD_NAMES = frozenset(_ALSO_CALLED)
_NAMES = {other: name for name, others in _ALSO_CALLED.items() for other in (name.replace("_", ""), *others.split())}
_RANKS = {other: rank for rank, other in enumerate(_NAMES)}
_LINK = re.compile(r"https?://", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
_NO, _YES = frozenset({"false", "no", "0"}), frozenset({"true", "yes", "1"})
_UNPUBLISHED = frozenset({"draft", "auto-draft", "pending", "private", "future", "trash"})  # as WordPress has it
_LEAST_LIKE = 0.8  # of difflib's ratio: a slip of one or two letters


def field_of(key: str) -> str:
    """The article's field that a key means; the key itself where it means none."""
    return _NAMES.get(_plain(key), key)


def _plain(key: str) -> str:
    return _NOT_LETTERS.sub("", key).lower()


def name_fields(written: Mapping[str, Any]) -> dict[str, Any]:
    """The fields under the article's own names, without those that say nothing; of several names for one the first of
    the table counts, so that when it was published goes before when a program made a note of it."""
    known = {
        key: value for key, value in written.items() if value not in (None, "", []) and not _leads_away(key, value)
    }
    ranked = sorted(known.items(), key=lambda field: _RANKS.get(_plain(field[0]), 0), reverse=True)
    named = {field_of(key): value for key, value in ranked}
    if _LINK.match(str(named.get("outlet", ""))):  # a clipper's "source" is where it clipped
        named.setdefault("url", named.pop("outlet"))
    return named


def is_draft(written: Mapping[str, Any]) -> bool:
    """Whether the fields say that the article is not published: ``draft: true`` of Hugo, ``published: false`` of
    Jekyll, a ``status`` of WordPress."""
    said = {_plain(key): str(value).strip().lower() for key, value in written.items()}
    status = said.get("status", said.get("poststatus"))
    return said.get("draft", said.get("isdraft")) in _YES or said.get("published") in _NO or status in _UNPUBLISHED


def _leads_away(key: str, value: Any) -> bool:
    """Whether it tells where on a site the article is to stand, as Hugo and Jekyll have it, instead of a link; under
    which number a database keeps its author or outlet, as WordPress has it; or that, not when, it was published."""
    field, written = field_of(key), value if isinstance(value, list) else [value]
    if field in ("author", "outlet"):
        return all(str(one).isdecimal() for one in written)
    if field == "published_at":
        return str(value).strip().lower() in _NO | _YES
    return field == "url" and str(value).startswith("/")


def find_slips(keys: Iterable[str]) -> list[str]:
    """What to write for a key that is nearly a field's name; keys of other programs are passed over in silence."""
    slips = []
    for key in keys:
        if key in FIELD_NAMES:
            continue
        close = get_close_matches(key.lower(), FIELD_NAMES, n=1, cutoff=_LEAST_LIKE)
        if close and not key.startswith(f"{close[0]}_"):  # author_id: another program's
            slips.append(f"there is no field {key!r}; write {close[0]!r}")
    return slips
