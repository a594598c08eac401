"""What can go wrong on the way between a person and the index; the root is ``index.errors.VerbatimError``.

VerbatimError
├── Overloaded           the line of questions is full
├── RateLimited          this person, or this server, asks too fast
├── ShuttingDown         the bot is stopping and takes nothing new
├── NotPermitted         the command is for admins of the server
├── ServerOnly           the command makes sense in a server alone
├── MayNotPost           the bot lacks a permission to post where it was asked to
├── TurnedOff            the server has not switched on what was asked for
├── BadDate              a day that is not written as one
├── TwoDays              a day that is written so that it may be two
├── NothingQuoted        nobody is quoted in what may be searched
├── NothingFits          people are quoted, but not about what was asked for
├── NotAboutThat         somebody is quoted, but not about what was asked for
├── NothingToRead        a message holds no words
├── TooLongToCheck       a message is too long to be one quotation
├── NoStories            there is no story that may be seen where somebody asks
├── StoryGone            what a button was about may not be seen here any more
├── OldButton            a button that this version of the bot did not make
├── Expired              what a button was about is no longer in the index
├── StillOpening         the index that is current is being opened
├── ReindexRunning       another reindex has not finished
├── ReindexFailed        the build ended without a report; the old index stays
├── ReindexCancelled     the build was stopped on purpose; the old index stays
├── ConcernsOthers       a full build would reach into the stories of other servers
├── NoSuchSource         this server has no source of that name
├── FileOrPath           a source was added without a file, link or path, or with several
├── NameTaken            another source of the server has that name
├── TooManySources       the server has as many sources as the operator allows
├── NotInFolder          the path does not lie in the folder that the operator opened
├── UnreadableUpload     the file that was added cannot be read as articles
├── UnreadableLink       the link that was added or checked gives no article
├── UnreadableText       the text that was pasted cannot be taken as an article
├── BadRefresh           a time that is not written as 15min, 2h or 1d
├── NotRefreshed         such a time was given for a source that is no link
├── UploadTooLarge       the file that was sent is larger than the operator allows
├── BrokenState          the bot's own database is damaged, or a later version's
├── NotKept              the bot's own database takes nothing: it may only be read, or the disk is full
├── NotEmpty             what should move to another home would meet what is kept there already
├── NotCopied            what came to the other home is not what left the first one
├── BrokenBackup         a file is no backup, is damaged, or is a later version's
├── BrokenRestore        how to end a restore that was broken off cannot be read
├── AlreadyRunning       another process runs the bot on this data folder
└── TokenRefused         Discord does not know the token
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum, auto
from pathlib import Path

from index.errors import VerbatimError


class Overloaded(VerbatimError):
    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(f"{waiting} questions are already waiting. Try again in a moment.")


class RateLimited(VerbatimError):
    """``until`` is when the next question is free; ``whole_server`` tells whose limit was met, ``is_told`` whether the
    person has been refused before since a question of theirs was last taken."""

    def __init__(self, until: datetime, *, whole_server: bool, is_told: bool = False) -> None:
        self.until, self.whole_server, self.is_told = until, whole_server, is_told
        super().__init__(f"Too many questions. The next one is free at {until:%H:%M:%S} UTC.")


class ShuttingDown(VerbatimError):
    def __init__(self) -> None:
        super().__init__("The bot is stopping. Try again when it is back.")


class NotPermitted(VerbatimError):
    def __init__(self) -> None:
        super().__init__("This command needs the Manage Server permission.")


class ServerOnly(VerbatimError):
    def __init__(self) -> None:
        super().__init__("This command works only in a server that the bot is a member of.")


class Permission(StrEnum):
    """What the bot has to be allowed, by its name in Discord's API; what Discord shows for it is a sentence of the
    language (``permissions.send_messages``)."""

    VIEW_CHANNEL = auto()
    SEND_MESSAGES = auto()
    SEND_MESSAGES_IN_THREADS = auto()
    READ_MESSAGE_HISTORY = auto()


class MayNotPost(VerbatimError):
    """``permissions`` are those that are missing."""

    def __init__(self, permissions: Sequence[Permission]) -> None:
        self.permissions = tuple(permissions)
        super().__init__(f"The bot may not post here. Switch on: {', '.join(permissions)}.")


class TurnedOff(VerbatimError):
    """``feature`` is what is off, in a word."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        super().__init__(f"This server has not switched on {feature}.")


class BadDate(VerbatimError):
    def __init__(self, written: str) -> None:
        self.written = written
        super().__init__(
            f"{written!r} is not a date. Write it as 2011-08-18, 18.08.2011, 18 August 2011, Aug 18, August 2011, "
            "2011-08, 2011, today, yesterday, Monday, last week or 2 days ago."
        )


class TwoDays(VerbatimError):
    def __init__(self, written: str, earlier: date, later: date) -> None:
        self.written, self.earlier, self.later = written, earlier, later
        days = " or ".join(f"{day.day} {day:%B %Y}" for day in (earlier, later))
        super().__init__(f"{written!r} could be {days}. Write it as 2011-08-18.")


class NothingQuoted(VerbatimError):
    def __init__(self) -> None:
        super().__init__("Nobody is quoted in these articles.")


class NothingFits(VerbatimError):
    def __init__(self, about: str) -> None:
        self.about = about
        super().__init__(f"No quotation here is about {about!r}.")


class NotAboutThat(VerbatimError):
    def __init__(self, speaker: str, about: str) -> None:
        self.speaker, self.about = speaker, about
        super().__init__(f"{speaker} is quoted here, but not about {about!r}.")


class NothingToRead(VerbatimError):
    def __init__(self) -> None:
        super().__init__("There are no words in that message.")


class TooLongToCheck(VerbatimError):
    def __init__(self) -> None:
        super().__init__("That is too long to be one quotation.")


class NoStories(VerbatimError):
    def __init__(self) -> None:
        super().__init__("No story can be seen here.")


class StoryGone(VerbatimError):
    def __init__(self) -> None:
        super().__init__("That story can no longer be seen here.")


class OldButton(VerbatimError):
    def __init__(self) -> None:
        super().__init__("This button is from another version of the bot.")


class Expired(VerbatimError):
    def __init__(self) -> None:
        super().__init__("That passage is no longer in the index. Ask again.")


class StillOpening(VerbatimError):
    def __init__(self) -> None:
        super().__init__("The index is being opened. Try again in a moment.")


class ReindexRunning(VerbatimError):
    def __init__(self, since: datetime) -> None:
        self.since = since
        super().__init__(f"A reindex has been running since {since:%H:%M} UTC. Wait for it to finish, then try again.")


class ReindexFailed(VerbatimError):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The reindex did not finish: {reason} The index that was current still is.")


class ReindexCancelled(VerbatimError):
    def __init__(self) -> None:
        super().__init__("The reindex was stopped. The current index stays in use.")


class ConcernsOthers(VerbatimError):
    def __init__(self) -> None:
        super().__init__("A full build of more than the server's own story would affect other servers.")


class NoSuchSource(VerbatimError):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"This server has no source of its own called {name!r}.")


class FileOrPath(VerbatimError):
    def __init__(self) -> None:
        super().__init__("Give a file, a link or a path, but only one of them.")


class NameTaken(VerbatimError):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"This server has another source called {name!r}. Remove it first, or rename the new one.")


class TooManySources(VerbatimError):
    def __init__(self, allowed: int) -> None:
        self.allowed = allowed
        super().__init__(f"This server has as many sources as it may have ({allowed}).")


class NotInFolder(VerbatimError):
    """``path`` is what was written."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path} is not in the folder that [reindex] folder names.")


class UnreadableUpload(VerbatimError):
    """``fault`` says in a sentence what is wrong with the file, and where in it."""

    def __init__(self, filename: str, fault: str) -> None:
        self.filename, self.fault = filename, fault
        super().__init__(f"{filename} cannot be used: {fault}")


class UnreadableLink(VerbatimError):
    """``fault`` says in a sentence what is wrong with the link."""

    def __init__(self, link: str, fault: str) -> None:
        self.link, self.fault = link, fault
        super().__init__(f"{link} cannot be used: {fault}")


class UnreadableText(VerbatimError):
    """``fault`` says in a sentence what is wrong with the text or with a field beside it."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(f"The text cannot be used: {fault}")


class BadRefresh(VerbatimError):
    def __init__(self, written: str) -> None:
        self.written = written
        super().__init__(
            f"{written!r} is not a length of time, or is less than 5 minutes. Write something like 15min, 2h or 1d."
        )


class NotRefreshed(VerbatimError):
    def __init__(self) -> None:
        super().__init__("Only links are read again at intervals; files and folders are read when they change.")


class UploadTooLarge(VerbatimError):
    """``size`` and ``allowed`` are bytes."""

    def __init__(self, filename: str, *, size: int, allowed: int) -> None:
        self.filename, self.size, self.allowed = filename, size, allowed
        super().__init__(f"{filename} has {size} bytes; {allowed} are allowed.")


class BrokenState(VerbatimError):
    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(
            f"The bot's state in {path} cannot be used: {reason}. "
            "Restore a backup with: verbatim restore FILE, or move the file away to start afresh."
        )


class NotKept(VerbatimError):
    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(
            f"Nothing can be written to the bot's state in {path}: {reason}. What was kept is still there. "
            "Let the bot's user write to that file and its folder, and make sure that the disk is not full."
        )


class NotEmpty(VerbatimError):
    def __init__(self) -> None:
        super().__init__("Something is already kept there. Nothing was copied; choose an empty place.")


class NotCopied(VerbatimError):
    def __init__(self) -> None:
        super().__init__("What arrived is not what was sent. None of it was kept.")


class BrokenBackup(VerbatimError):
    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path} cannot be restored: {reason}. Nothing was changed.")


class BrokenRestore(VerbatimError):
    """``plan`` is the file that cannot be read, in the folder that holds what was to take its place."""

    def __init__(self, plan: Path) -> None:
        self.plan = plan
        super().__init__(
            f"A restore was interrupted and cannot be completed, because {plan} is damaged. Delete the folder "
            f"{plan.parent} and restore the backup again with: verbatim restore FILE. What was there before is still "
            "there, or is in the newest folder restored-…/before beside it."
        )


class AlreadyRunning(VerbatimError):
    def __init__(self, data_dir: Path | str, *, pid: str, host: str, since: str) -> None:
        self.data_dir, self.pid, self.host, self.since = str(data_dir), pid, host, since
        super().__init__(
            f"A bot is already running on {data_dir}: process {pid} on {host}, since {since}. "
            "Stop that one first, or give this one another folder with --data."
        )


class TokenRefused(VerbatimError):
    def __init__(self) -> None:
        super().__init__(
            "Discord does not recognise this token. Reset it at https://discord.com/developers/applications > your "
            "application > Bot > Reset Token, and set the new one."
        )
