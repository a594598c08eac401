"""Everything that can go wrong, named for the situation; facts are attributes, messages are for people.

VerbatimError
├── SettingsError            the settings hold mistakes (all of them at once)
├── SourceError              an article source cannot be read
├── NoArticles               nothing to build from
├── DuplicateArticle         two articles claim one id
├── BrokenSources            some articles cannot be read, all of them named
├── WouldRemove              a build would leave out articles that the index holds
├── ModelError               the encoder's model is missing or is not the one it claims to be
├── BadQuestion              a question that cannot be asked: empty, too long, only punctuation
├── UnknownStory             no such story in the index
├── UnknownSpeaker           nobody of that name is quoted
├── LanguageNotRead          the articles are in a language in which quotations are not read
├── NoIndexYet               nothing has been built
├── NothingToRollBack        there is no generation before the current one
├── UnknownGeneration        no such generation in the data folder
├── CorruptGeneration        a file of a generation is damaged or missing
├── WrongEncoder             the index was built with another encoder than the settings name
├── BuildInProgress          another build holds the data folder, or the story in the database
├── DatabaseAway             the database cannot be reached, or takes too long
├── OldDatabase              PostgreSQL, or its pgvector, is older than what Verbatim needs
├── OtherSchema              the database has no tables of Verbatim's, or another version's
└── BuildFailed              a build could not finish (disk full, self-check); the old index stays
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

_MOST_NAMED, _MOST_STORIES = 5, 20  # titles, and stories, in one sentence


class VerbatimError(Exception):
    """The root of every failure that Verbatim names. ``str()`` is one plain sentence or a few, for an operator."""


class SettingsError(VerbatimError):
    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The settings need correcting:\n" + "\n".join(f"  - {problem}" for problem in problems))


class SourceError(VerbatimError):
    """``line`` is 1-based, None when the file as a whole is at fault."""

    def __init__(self, path: Path | str, reason: str, *, line: int | None = None) -> None:
        self.path, self.reason, self.line = str(path), reason, line
        super().__init__(f"{path}{'' if line is None else f', line {line}'}: {reason}")


class NoArticles(VerbatimError):
    """``remarks`` say what was found there instead."""

    def __init__(self, where: Sequence[Path | str], remarks: Sequence[str] = ()) -> None:
        self.where, self.remarks = tuple(str(place) for place in where), tuple(remarks)
        kinds = "Verbatim reads .txt, .md, .html, .json, .jsonl, .docx and .pdf files, and folders of them."
        told = "".join(f"\n  - {one}" for one in remarks) if len(remarks) > 1 else f" {(*remarks, kinds)[0]}"
        super().__init__(f"No articles in {', '.join(self.where) or 'the given places'}.{told}")


class DuplicateArticle(VerbatimError):
    def __init__(self, article: str, first: str, second: str) -> None:
        self.article, self.first, self.second = article, first, second
        super().__init__(f"Two articles have the id {article!r}: {first} and {second}. Give one of them another id.")


class BrokenSources(VerbatimError):
    def __init__(self, failures: Sequence[VerbatimError]) -> None:
        self.failures = tuple(failures)
        super().__init__(
            f"{len(failures)} of the articles cannot be read; nothing was built (--skip-broken leaves them out):\n"
            + "\n".join(f"  - {failure}" for failure in failures)
        )


class WouldRemove(VerbatimError):
    """``titles`` of the articles that would go, of ``count`` in the index."""

    def __init__(self, titles: Sequence[str], count: int) -> None:
        self.titles, self.count = tuple(titles), count
        named = ", ".join(f"“{title}”" for title in titles[:_MOST_NAMED]) + (", …" if len(titles) > _MOST_NAMED else "")
        super().__init__(
            f"This would remove {len(titles)} of the {count} articles in the index: {named}. Nothing was built. "
            "Use --remove to remove them, or --add to keep them and add what is new."
        )


class ModelError(VerbatimError):
    def __init__(self, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"The model {model!r} cannot be used: {reason}")


class BadQuestion(VerbatimError):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class UnknownStory(VerbatimError):
    def __init__(self, story: str, known: Sequence[str]) -> None:
        self.story, self.known = story, tuple(known)
        similar = get_close_matches(story.lower(), known, n=1)
        hint = f" Did you mean {similar[0]}?" if similar else ""
        hint = hint if story.strip() else " The name is empty; give one, or leave it out."
        named = ", ".join(known[:_MOST_STORIES]) + (", …" if len(known) > _MOST_STORIES else "")
        super().__init__(f"There is no story {story!r}.{hint} The index has: {named or 'none'}.")


class UnknownSpeaker(VerbatimError):
    def __init__(self, speaker: str, similar: Sequence[str]) -> None:
        self.speaker, self.similar = speaker, tuple(similar)
        hint = f" Did you mean {' or '.join(similar)}?" if similar else ""
        super().__init__(f"Nobody called {speaker!r} is quoted in these articles.{hint}")


class LanguageNotRead(VerbatimError):
    def __init__(self) -> None:
        super().__init__(
            "Quotations are read in English, German, French, Spanish and Arabic; these articles are in none of them."
        )


class NoIndexYet(VerbatimError):
    def __init__(self, data_dir: Path | str) -> None:
        self.data_dir = str(data_dir)
        super().__init__(f"There is no index in {data_dir} yet. Build one with: verbatim index build PATH…")


class NothingToRollBack(VerbatimError):
    def __init__(self) -> None:
        super().__init__("There is no intact generation before the current one to go back to.")


class UnknownGeneration(VerbatimError):
    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"There is no generation {name!r}. There are: {', '.join(known) or 'none'}.")


class CorruptGeneration(VerbatimError):
    def __init__(self, generation: str, file: str, reason: str) -> None:
        self.generation, self.file, self.reason = generation, file, reason
        super().__init__(
            f"{file} of generation {generation} is damaged: {reason}. Build it again: verbatim index build PATH…"
        )


class WrongEncoder(VerbatimError):
    def __init__(self, built_with: str, configured: str) -> None:
        self.built_with, self.configured = built_with, configured
        super().__init__(
            f"The index was built with {built_with}, but the settings name {configured}. "
            "Build it again, or set the encoder back."
        )


class BuildInProgress(VerbatimError):
    def __init__(self, data_dir: Path | str) -> None:
        self.data_dir = str(data_dir)
        super().__init__(f"Another build is running in {data_dir}. Wait for it to finish, then try again.")


class DatabaseAway(VerbatimError):
    """``reason`` is for the log: what the database said. Where it ``broke_off`` a reading, another may be whole."""

    def __init__(self, reason: str, *, broke_off: bool = False) -> None:
        self.reason, self.broke_off = reason, broke_off
        super().__init__(f"The database does not answer: {reason}")


class OldDatabase(VerbatimError):
    """``runs`` is what the database runs, ``wanted`` the oldest version of it that would do, ``told`` what to do."""

    def __init__(self, runs: str, wanted: str, told: str) -> None:
        self.runs, self.wanted = runs, wanted
        super().__init__(f"The database runs {runs}; Verbatim needs {wanted} or later. {told}")


class OtherSchema(VerbatimError):
    """``found`` is the version of the tables that are there, None where there are none; ``refusal`` what the database
    said when it was to make them."""

    def __init__(self, found: str | None, wanted: str, refusal: str | None = None) -> None:
        self.found, self.wanted, self.refusal = found, wanted, refusal
        has = f"has Verbatim's tables of version {found}" if found else "has none of Verbatim's tables yet"
        told = "As their owner, run: verbatim store upgrade postgresql://OWNER@HOST/DATABASE"
        if refusal:
            told = f"It refuses to create them: {refusal}\nconfig/postgres-role.sql says who can."
        super().__init__(f"The database {has}; this version of Verbatim needs {wanted}. {told}")


class BuildFailed(VerbatimError):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The build did not finish: {reason} The current index stays in use.")
