"""Is a page an article, or what stands in its place: an error, a consent, a check of the browser, a paywall? Pure.

A row names a kind of wall and how it speaks. A wall speaks *to* its reader; an article that reports on walls has a
title of its own, and most of its sentences are about something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.languages.sentences import paragraphs, sentences

_LEAST_SHARE = 0.3  # of the sentences that speak as a wall does
_LONGEST = 250  # words; a longer text has something to say beside


@dataclass(frozen=True, slots=True)
class Wall:
    """``titles`` match the beginning of a title, ``sentences`` any part of what a wall says."""

    kind: str
    titles: tuple[str, ...]
    sentences: tuple[str, ...]


_WALLS = (
    Wall(
        "an error page",
        (
            r"(?:error\W+)?[45]\d\d\b(?!\s*\w+s\b)",
            r"(?:page|file|site|article) (?:not found|unavailable)",
            r"(?:not found|access denied|forbidden|oops)\W*$",
            r"(?:bad gateway|service (?:temporarily )?unavailable)",
            r".{0,40}\bunavailable (?:in your|for legal)",
        ),
        (
            r"page (?:that )?you (?:are|were) looking for",
            r"page you (?:have )?requested",
            r"may have been (?:moved|removed)",
            r"you don['’]t have permission to access",
            r"reference #\d",
            r"access cannot be granted",
            r"not (?:currently )?available in (?:your|most)",
            r"(?:try|use) our search",
            r"back to (?:the|our) home ?page",
            r"thank you for your patience",
        ),
    ),
    Wall(
        "a consent page",
        (
            r"before you continue",
            r"(?:we value )?your privacy",
            r"(?:cookies?|privacy)(?: (?:policy|settings|consent|notice|preferences))?\W*$",
        ),
        (
            r"\bwe (?:and our .{0,30}partners )?(?:use|store|process|set)\b.{0,80}\b(?:cookies|information|data)\b",
            r"\b(?:agree|consent) to (?:our|the) (?:use|processing)",
            r"click to (?:accept|consent)",
            r"with your permission we",
            r"accept (?:all )?cookies",
            r"(?:withdraw|refuse to) consent",
            r"your (?:privacy )?(?:choices|preferences)\b",
            r"legitimate interest",
        ),
    ),
    Wall(
        "a check of the browser",
        (
            r"just a moment|one moment|please wait",
            r"attention required|security check|robot check",
            r"checking your browser",
            r"are you (?:a )?(?:human|robot)",
            r"verify(?:ing)? (?:that )?you|captcha|ddos",
        ),
        (
            r"checking (?:if|your browser before)",
            r"enable (?:java ?script|cookies)",
            r"verify(?:ing)? (?:that )?you are (?:a )?human",
            r"unusual (?:traffic|activity)",
            r"needs to review the security|ray id",
            r"this (?:process|page) (?:is automatic|will redirect)",
            r"your browser (?:will|is being)",
            r"complete the (?:captcha|security)|not a robot",
        ),
    ),
    Wall(
        "a sign-in page",
        (
            r"(?:.{0,40}\W)?(?:sign|log) ?in\b(?! \w+ \w+ \w+)",
            r"login|register\W*$|create (?:an )?account",
            r"subscri(?:be|ption)\W*$",
        ),
        (
            r"by (?:signing|logging) in",
            r"(?:sign|log) in to (?:continue|read|your|access)",
            r"no account yet|create (?:one|an account)",
            r"forgot(?:ten)? your password",
            r"already (?:a subscriber|have an account)",
            r"your (?:account|password)\b",
            r"our terms of (?:use|service)",
        ),
    ),
    Wall(
        "a paywall",
        (r"subscribe to (?:read|continue)", r"subscriber[- ]only"),
        (
            r"(?:continue|keep) reading (?:with|by|for)",
            r"subscribe (?:now|today|from|to (?:read|continue|unlock))",
            r"free articles",
            r"already a subscriber",
            r"(?:only )?(?:available )?(?:for|to) subscribers",
            r"unlock this (?:article|story)",
            r"to read the full (?:article|story)",
        ),
    ),
)
_TITLES = {wall.kind: re.compile(rf"\W*(?:{'|'.join(wall.titles)})", re.IGNORECASE) for wall in _WALLS}
_SENTENCES = {wall.kind: re.compile("|".join(wall.sentences), re.IGNORECASE) for wall in _WALLS}


def find_wall(title: str | None, body: str) -> str | None:
    """The kind of wall that stands in place of an article; None for an article."""
    if len(body.split()) > _LONGEST:
        return None
    said = [part.of(body) for paragraph in paragraphs(body) for part in sentences(body, paragraph)]
    said = [sentence for sentence in said if sentence != title] or [body]
    for wall in _WALLS:
        spoken = sum(bool(_SENTENCES[wall.kind].search(sentence)) for sentence in said)
        named = _TITLES[wall.kind].match(title or "") is not None
        if spoken and (named or spoken >= _LEAST_SHARE * len(said)):
            return wall.kind
    return None
