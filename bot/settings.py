"""The bot's settings: the index's, and what Discord, the servers and the operator add to them.

The token is read from VERBATIM_DISCORD__TOKEN, or from the file that VERBATIM_DISCORD__TOKEN_FILE names; never from the
settings file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from index.errors import SettingsError
from index.settings import IndexSettings, Table, Texts, read_settings, split_list

_SECONDS = {
    unit: seconds
    for units, seconds in (
        ("s sec secs second seconds", 1),
        ("m min mins minute minutes", 60),
        ("h hr hrs hour hours", 3_600),
        ("d day days", 86_400),
        ("w week weeks", 604_800),
    )
    for unit in units.split()
}
_AMOUNT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*([a-z]+),?")  # begins with its number, however long that is
_LONGEST = 10 * 365 * 86_400  # seconds
_TOKEN = "VERBATIM_DISCORD__TOKEN"  # noqa: S105 - the name of the variable
_TOKEN_FILE = "VERBATIM_DISCORD__TOKEN_FILE"  # noqa: S105


def _pair(value: object) -> object:
    """A variable holds a table as KEY=VALUE, with commas; a key may hold an equals sign itself."""
    if not isinstance(value, str):
        return value
    parts = split_list(value)
    if unpaired := [part for part in parts if "=" not in part]:
        raise ValueError(f"{unpaired[0]!r} is not written as SOURCE=TIME, such as https://example.org/feed.xml=5min")
    return dict(part.rsplit("=", 1) for part in parts)


def read_duration(written: str) -> timedelta | None:
    """What "15min", "2h" or "1 day 6 hours" says; None for "", which is never.

    Raises:
        ValueError: it says no time, or less than a second.
    """
    if not written.strip():
        return None
    parts = _AMOUNT.findall(written.lower())
    seconds = sum(float(amount) * _SECONDS.get(unit, 0) for amount, unit in parts)
    is_read = not _AMOUNT.sub("", written.lower()).strip() and all(unit in _SECONDS for _, unit in parts)
    if not is_read or not 1 <= seconds <= _LONGEST:
        raise ValueError(
            f'{written!r} is not a usable length of time; write something like "90s", "15min", "2h" or "1d"'
        )
    return timedelta(seconds=seconds)


def _check_duration(written: str) -> str:
    read_duration(written)
    return written


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # KeyError: there is none of that name
        raise ValueError(f"{name!r} is not a time zone; write one such as Europe/Berlin") from error
    return name


Duration = Annotated[str, AfterValidator(_check_duration)]
Durations = Annotated[dict[str, Duration], BeforeValidator(_pair)]


class DiscordSettings(Table):
    token: SecretStr | None = Field(default=None, exclude=True)
    """The bot's token; from the environment alone."""
    api_url: str = Field(default="https://discord.com/api/v10", pattern=r"^https?://")
    """Root of the REST API; change it for a proxy or a test server."""
    gateway_url: str = Field(default="wss://gateway.discord.gg/", pattern=r"^wss?://")
    """Address of the gateway; change it for a proxy or a test server."""
    admin_role: str = ""
    """Name of the role that may use admin commands, besides Manage Server; empty means none."""
    message_content: bool = False
    """Requests the privileged Message Content intent, which "answer here" channels need."""
    shards: int = Field(default=0, ge=0, le=100_000)
    """Shards of the bot; 0 means one, and in a cluster what Discord recommends."""
    sync_commands: bool = True
    """Registers the commands with Discord at each start; off when another process does."""


class QuestionSettings(Table):
    waiting: int = Field(default=200, ge=1, le=10_000)
    """Questions that may wait in line; whoever asks the next one is told that the bot is busy."""
    batch: int = Field(default=16, ge=1, le=32)
    """Most questions encoded together."""
    per_user: int = Field(default=10, ge=1, le=1_000)
    """Questions that one person may ask per minute."""
    per_server: int = Field(default=120, ge=1, le=100_000)
    """Questions that one server may ask per minute."""


class ReindexSettings(Table):
    sources: Texts = ()
    """Files, folders, links and feeds of articles, each PATH, LINK, STORY=PATH or STORY=LINK; in a variable, with
    commas between them."""
    folder: str = ""
    """Folder inside which admins may name files and folders as sources for their servers; empty means none."""
    offered: Texts = ()
    """Stories offered, each STORY (to every server) or SERVER_ID:STORY (to one); empty offers all to every server.
    A server's admins hear only of the sources of those stories."""
    niceness: int = Field(default=5, ge=0, le=19)
    """How much a build yields to other processes (0 not at all, 19 most)."""
    threads: int = Field(default=1, ge=1, le=256)
    """Processor threads of a build while the bot runs."""
    upload_bytes: int = Field(default=5_000_000, ge=1_000, le=100_000_000)
    """Largest file, in bytes, that an admin may upload as a source."""
    server_sources: int = Field(default=50, ge=1, le=10_000)
    """Most sources that the admins of one server may add."""
    memory_mb: int = Field(default=0, ge=0, le=1_000_000)
    """Most memory of a build, in millions of bytes (on Linux); 0 means no limit."""


class RefreshSettings(Table):
    links: Duration = "30min"
    """How often a link or a feed is reread automatically; "" is never."""
    files: Duration = "10s"
    """How often files and folders are checked; one that has changed, and been quiet since, is read; "" is never."""
    each: Durations = Field(default_factory=dict)
    """Sources that are read at intervals of their own, each with how often; "" is never."""
    stale: Duration = "6h"
    """How old what a failing source gave may be before every answer says so and an alarm is sent; "" is never."""

    def interval(self, source: str, *, is_link: bool) -> timedelta | None:
        """How often a source, as [reindex] sources writes it, is read or looked at; None for never."""
        return read_duration(self.each.get(source, self.links if is_link else self.files))


class DigestSettings(Table):
    time_zone: Annotated[str, AfterValidator(_check_zone)] = "UTC"
    """Time zone of the hours at which digests are sent, such as Europe/Berlin."""


class PrivacySettings(Table):
    gaps: bool = False
    """Whether a server that has not chosen keeps questions without an answer, and who asked to be told of one."""
    feedback: bool = False
    """Whether a server that has not chosen keeps readers' thumbs up and down."""
    retention_days: int = Field(default=90, ge=1, le=3_650)
    """Days after which gaps, feedback, who waits for an answer, and where answers were given are deleted."""
    log_questions: bool = False
    """Whether the log may hold the text of questions."""


class LogSettings(Table):
    level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severity of the bot's own log lines; for libraries, warning at least."""
    form: Literal["plain", "json"] = "plain"
    """Plain lines for people, or one JSON object a line."""


class HealthSettings(Table):
    file: str = ""
    """A file that is touched every 10 seconds while the bot is connected; empty means none."""


class MetricsSettings(Table):
    port: int = Field(default=0, ge=0, le=65_535)
    """Port on 127.0.0.1 where Prometheus finds metrics; 0 means none."""


class Settings(IndexSettings):
    discord: DiscordSettings = DiscordSettings()
    questions: QuestionSettings = QuestionSettings()
    reindex: ReindexSettings = ReindexSettings()
    refresh: RefreshSettings = RefreshSettings()
    digest: DigestSettings = DigestSettings()
    privacy: PrivacySettings = PrivacySettings()
    log: LogSettings = LogSettings()
    health: HealthSettings = HealthSettings()
    metrics: MetricsSettings = MetricsSettings()

    @model_validator(mode="after")
    def _knows_what_it_refreshes(self) -> Self:
        if unknown := sorted(set(self.refresh.each) - set(self.reindex.sources)):
            raise ValueError(
                f"[refresh] each: {', '.join(unknown)}: no source in [reindex] sources is written like this"
            )
        return self

    @property
    def state_file(self) -> Path:
        """The bot's own database, beside the index."""
        return self.data.dir / "state.sqlite"

    @property
    def state_place(self) -> Path | str:
        """Where the bot's state lives: the file, or the url of PostgreSQL where there is one."""
        return self.store.url or self.state_file

    @property
    def uploads_dir(self) -> Path:
        """What admins uploaded: a folder a server."""
        return self.data.dir / "uploads"


def read_bot_settings(document: str, environ: Mapping[str, str], *, file: Path | None = None) -> Settings:
    """The settings of the bot, with the token where the environment gives one; ``file`` is where the document stands.

    Raises:
        SettingsError: anything is wrong, a token in the file or a token file that cannot be read included.
    """
    plain = {name: value for name, value in environ.items() if name not in (_TOKEN, _TOKEN_FILE)}
    settings = read_settings(Settings, document, plain, file=file)
    if settings.discord.token is not None:
        raise SettingsError([f"[discord] token: a token does not belong in the file; set {_TOKEN} or {_TOKEN_FILE}"])
    if token := _find_token(environ):
        if not token.isprintable() or " " in token:  # a token and something else, or two lines of a file
            raise SettingsError(
                [f"{_TOKEN} or {_TOKEN_FILE}: the token contains white space; give nothing but the token"]
            )
        discord = settings.discord.model_copy(update={"token": SecretStr(token)})
        settings = settings.model_copy(update={"discord": discord})
    return settings


def _find_token(environ: Mapping[str, str]) -> str:
    if token := environ.get(_TOKEN, "").strip():
        return token
    if not (place := environ.get(_TOKEN_FILE, "")):
        return ""
    try:
        return Path(place).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError([f"{_TOKEN_FILE}: {place} cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{_TOKEN_FILE}: {place} cannot be read: it is not UTF-8"]) from error
