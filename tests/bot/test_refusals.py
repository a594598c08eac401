"""Every failure has a sentence in every language, and no sentence tells what is for the log."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import errors as bot_errors
from bot.rules.dates import parse_since
from bot.texts.refusals import refuse
from bot.texts.translation import load_translations
from index import errors
from index.errors import VerbatimError

_TRANSLATIONS = load_translations()
_ENGLISH = _TRANSLATIONS.to("en")
_SECRET = "/srv/secret/articles.md"
_REFERENCE = "9f3a61c2"


def _leaves(failure):
    below = [leaf for child in failure.__subclasses__() for leaf in _leaves(child)]
    return below or [failure]


_FAILURES = sorted(
    (failure for failure in _leaves(VerbatimError) if failure.__module__ in (errors.__name__, bot_errors.__name__)),
    key=lambda failure: failure.__name__,
)
_FACTS = {
    "article": "a-1",
    "story": "us-iraq",
    "speaker": "Nuland",
    "until": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    "since": datetime(2026, 11, 22, 9, 20, tzinfo=UTC),
    "name": "wire.md",
    "permissions": ("Send Messages",),
    "filename": "wire.md",
    "about": "pizza",
    "link": "https://example.org/feed.xml",
    "fault": "answered with error 404.",
    "earlier": date(2011, 8, 9),
    "later": date(2011, 9, 8),
    "written": "15 monkeys",
    "size": 9_000_000,
    "allowed": 5_000_000,
}


def _fail(failure):
    """A failure of the class with every fact that it may know, and paths in all that no sentence may tell."""
    error = failure.__new__(failure)
    error.__dict__.update({"reason": _SECRET, "where": (_SECRET,), "data_dir": _SECRET, "path": _SECRET, **_FACTS})
    return error


def test_both_rooms_are_looked_at():
    assert {errors.__name__, bot_errors.__name__} == {failure.__module__ for failure in _FAILURES}


@pytest.mark.parametrize("failure", _FAILURES)
@pytest.mark.parametrize("language", sorted(_TRANSLATIONS.languages))
def test_every_failure_has_a_sentence(failure, language):
    translate = _TRANSLATIONS.to(language)
    sentence = refuse(_fail(failure), reference=_REFERENCE, translate=translate)
    assert sentence != translate("refusals.unknown", reference=_REFERENCE)
    assert _SECRET not in sentence
    assert "{" not in sentence


def test_every_sentence_has_a_failure():
    said = {key for key in _ENGLISH.sentences if key.startswith("refusals.")} - {"refusals.unknown"}
    words = {re.sub(r"(?<!^)(?=[A-Z])", "_", failure.__name__).lower() for failure in _FAILURES}
    assert said == {f"refusals.{word}" for word in words}


def test_an_unknown_failure_gives_the_reference_alone():
    sentence = refuse(RuntimeError(f"token=abc at {_SECRET}"), reference=_REFERENCE, translate=_ENGLISH)
    assert sentence == "Something went wrong on my side. The reference is 9f3a61c2."


def test_what_somebody_typed_is_escaped():
    sentence = refuse(errors.UnknownStory("**bold** @everyone", ["us-iraq"]), reference=_REFERENCE, translate=_ENGLISH)
    assert r"“\*\*bold\*\* \@everyone”" in sentence


def test_a_limit_counts_down_where_it_is_read():
    error = bot_errors.RateLimited(datetime(2026, 11, 22, 9, 30, tzinfo=UTC), whole_server=True)
    assert "<t:1795339800:R>" in refuse(error, reference=_REFERENCE, translate=_ENGLISH)


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", "9 August 2011 or 8 September 2011"),
        ("de", "der 9. August 2011 oder der 8. September 2011"),
        ("fr", "le 9 août 2011 ou le 8 septembre 2011"),
        ("es", "el 9 de agosto de 2011 o el 8 de septiembre de 2011"),
        ("ar", "9 أغسطس 2011 أو 8 سبتمبر 2011"),
    ],
)
def test_what_may_be_two_days_is_told_with_both(language, days):
    with pytest.raises(bot_errors.TwoDays) as refused:
        parse_since("08/09/2011", datetime(2026, 11, 22, tzinfo=UTC))
    assert days in refuse(refused.value, reference=_REFERENCE, translate=_TRANSLATIONS.to(language))


def test_an_operators_path_stays_in_the_log():
    error = errors.NoIndexYet(Path(_SECRET))
    assert _SECRET not in refuse(error, reference=_REFERENCE, translate=_ENGLISH)


@pytest.mark.parametrize("failure", _FAILURES)
def test_every_sentence_fits_in_a_message(failure):
    error = _fail(failure)
    error.__dict__.update({name: "*" * 5_000 for name, fact in _FACTS.items() if isinstance(fact, str)})
    for translate in _TRANSLATIONS.languages.values():
        assert len(refuse(error, reference=_REFERENCE, translate=translate)) <= 2_000
