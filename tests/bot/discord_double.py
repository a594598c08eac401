"""A Discord of our own on the loopback interface: REST v10 and gateway v10, as much of them as the wire tests need.

It is not a simulation of Discord's rules (simcord is); it is the wire: what is sent, lost, repeated and cut off.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from aiohttp import WSMsgType, web

TOKEN = "good.token"
APPLICATION, GUILD, CHANNEL, READER = (
    "100000000000000001",
    "100000000000000002",
    "100000000000000003",
    "100000000000000004",
)
_MESSAGE_CONTENT = 1 << 15  # Discord, "gateway intents"
_BOT = {"id": APPLICATION, "username": "Verbatim", "discriminator": "0", "avatar": None, "bot": True}
_READER = {"id": READER, "username": "reader", "discriminator": "0", "avatar": None, "global_name": None}
_MEMBER = {
    "user": _READER,
    "roles": [],
    "joined_at": "2020-01-01T00:00:00+00:00",
    "deaf": False,
    "mute": False,
    "flags": 0,
}
_HTML = "<html><title>Access denied</title></html>"


@dataclass
class Request:
    """``at`` is the loop's clock, in seconds."""

    method: str
    path: str
    body: Any
    at: float


@dataclass
class Session:
    """One connection of one shard."""

    socket: web.WebSocketResponse
    shard: int
    shards: int

    def takes(self, server: int) -> bool:
        return (server >> 22) % self.shards == self.shard

    async def send(self, sequence: int, server: int, event: str, data: Any) -> None:
        """An event, where it is of this shard's servers, or of none, and somebody listens."""
        if not self.socket.closed and (not server or self.takes(server)):
            with suppress(ConnectionError):
                await self.socket.send_json({"op": 0, "s": sequence, "t": event, "d": data})


@dataclass
class DiscordDouble:
    """``faults`` befall the next requests whose path ends as they say, one each, in order:

    "503", "502", "429", "html429", "reset" (nothing is done), "lost" (done, but the answer never arrives), "400:CODE"
    and its like; "slow" (done, and answered after ``slowness`` seconds). ``requests`` are all of them, ``done`` those
    that had an effect.
    """

    allows_message_content: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    done: list[Request] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    identifies: list[dict[str, Any]] = field(default_factory=list)
    resumes: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    application_flags: int = 0
    refuses_resumes: bool = False
    refuses_connections: int = 0  # the next ones to the gateway
    closes_with: int | None = None  # a code, whoever identifies
    resume_gateway_url: str | None = None
    says_no_goodbye: bool = False
    slowness: float = 2.0
    guilds: list[str] = field(default_factory=lambda: [GUILD])
    recommended_shards: int = 1
    max_concurrency: int = 1

    def __post_init__(self) -> None:
        self._ids = count(200000000000000000)
        self._sequence = count(1)
        self._events: list[tuple[int, int, str, Any]] = []  # sequence, server, event, data
        self._sessions: list[Session] = []
        self._nonces: dict[str, dict[str, Any]] = {}
        self._acknowledged: set[str] = set()
        self.changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", "/api/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api_url, self.gateway_url = f"http://127.0.0.1:{port}/api", f"ws://127.0.0.1:{port}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    # What a test does and sees

    @property
    def settings(self) -> dict[str, str]:
        """[discord] of a bot that is to connect here."""
        return {"api_url": self.api_url, "gateway_url": self.gateway_url, "token": TOKEN}

    async def until(self, is_so, *, seconds: float = 20.0) -> None:
        """Waits until something is so."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(is_so)

    async def dispatch(self, event: str, data: Any) -> None:
        """An event for the bot; one that is not connected gets it when it resumes."""
        server = int(data.get("guild_id") or data["id"]) if event.startswith(("MESSAGE", "INTER", "GUILD")) else 0
        self._events.append((next(self._sequence), server, event, data))
        for session in self._sessions:
            await session.send(*self._events[-1])

    async def say(self, content: str, *, guild: str = GUILD, reader: str = READER) -> str:
        """A reader's message in the channel, with the bot mentioned; gives its id."""
        message = self._message(content, author=_READER | {"id": reader})
        message |= {"mentions": [_BOT], "guild_id": guild, "member": _MEMBER}
        await self.dispatch("MESSAGE_CREATE", message | {"channel_id": channel_of(guild)})
        return message["id"]

    async def interact(
        self,
        command: str,
        *,
        token: str = "interaction-token",
        guild: str = GUILD,
        reader: str = READER,
        **options: str,
    ) -> None:
        """A reader's slash command in the channel; in a ``guild`` that the bot is no member of, as a user install."""
        name, *group = command.split()
        given: list[dict[str, Any]] = [{"name": name, "type": 3, "value": value} for name, value in options.items()]
        for subcommand in reversed(group):
            given = [{"name": subcommand, "type": 1, "options": given}]
        data = {"id": "1", "name": name, "type": 1, "options": given}
        await self._interact(2, data, token=token, guild=guild, reader=reader)

    async def suggest(self, command: str, option: str, typed: str) -> None:
        """A reader types into an option of a command."""
        given = [{"name": option, "type": 3, "value": typed, "focused": True}]
        await self._interact(4, {"id": "1", "name": command, "type": 1, "options": given})

    async def press(self, custom_id: str, *, flags: int = 0) -> None:
        """A reader presses a button, on a card that holds nothing else."""
        button = {"type": 2, "id": 2, "style": 2, "label": "Press", "custom_id": custom_id}
        row = {"type": 1, "id": 1, "components": [button]}
        message = self._message("", author=_BOT) | {"components": [row], "flags": flags | 1 << 15}
        await self._interact(3, {"component_type": 2, "custom_id": custom_id}, message=message)

    async def submit(self, box: dict[str, Any], value: str) -> None:
        """A reader fills in the one field of a box, and sends it."""
        (label,) = box["components"]
        field = {"type": 4, "custom_id": label["component"]["custom_id"], "value": value}
        given = [{"type": 18, "id": 1, "component": field}]
        await self._interact(5, {"custom_id": box["custom_id"], "components": given})

    async def _interact(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        token: str = "interaction-token",
        guild: str = GUILD,
        reader: str = READER,
        message: dict[str, Any] | None = None,
    ) -> None:
        await self.dispatch(
            "INTERACTION_CREATE",
            {
                "id": str(next(self._ids)),
                "application_id": APPLICATION,
                "type": kind,
                "token": token,
                "version": 1,
                "guild_id": guild,
                "channel_id": channel_of(guild),
                "channel": {"id": channel_of(guild), "type": 0, "guild_id": guild, "name": "news", "position": 0},
                "member": _MEMBER | {"user": _READER | {"id": reader}, "permissions": "32"},
                "locale": "en-US",
                "app_permissions": "0",
                "attachment_size_limit": 10_000_000,
                "entitlements": [],
                "authorizing_integration_owners": {"0": guild} if guild in self.guilds else {"1": READER},
                "context": 0,
                "data": data,
                **({"message": message} if message else {}),
            },
        )

    async def cut(self) -> None:
        """The connection breaks without a word."""
        self._sessions.pop().socket._req.transport.abort()

    async def tell(self, op: int, data: Any = None) -> None:
        """A word of the gateway that is no event."""
        await self._sessions[-1].socket.send_json({"op": op, "d": data})

    def serves(self, shard: int) -> bool:
        """Whether a connection of the shard is open; one of a process that hangs still is."""
        return any(session.shard == shard and not session.socket.closed for session in self._sessions)

    def posted(self, suffix: str) -> list[Request]:
        return [request for request in self.requests if request.path.endswith(suffix)]

    def did(self, method: str, suffix: str) -> list[Request]:
        return [request for request in self.done if request.method == method and request.path.endswith(suffix)]

    # The gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        if self.refuses_connections:
            self.refuses_connections -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(autoclose=not self.says_no_goodbye)
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            match said["op"]:
                case 1:
                    await socket.send_json({"op": 11})
                case 2:
                    await self._identify(socket, said["d"])
                case 6:
                    await self._resume(socket, said["d"])
        if self.says_no_goodbye:
            await asyncio.sleep(60)
        return socket

    async def _identify(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        self.identifies.append(said)
        if self.closes_with is not None:
            await socket.close(code=self.closes_with)
        elif said["token"] != TOKEN:
            await socket.close(code=4004, message=b"Authentication failed.")
        elif said["intents"] & _MESSAGE_CONTENT and not self.allows_message_content:
            await socket.close(code=4014, message=b"Disallowed intent(s).")
        else:
            session = Session(socket, *said.get("shard", [0, 1]))
            self._sessions.append(session)
            servers = [guild for guild in self.guilds if session.takes(int(guild))]
            await session.send(next(self._sequence), 0, "READY", self._ready(session, servers))
            for guild in servers:
                await session.send(next(self._sequence), int(guild), "GUILD_CREATE", _guild(guild))
        await self._tell_of_change()

    async def _resume(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        self.resumes.append(said)
        if self.refuses_resumes:
            self.refuses_resumes = False
            await socket.send_json({"op": 9, "d": False})
            return
        session = Session(socket, *map(int, said["session_id"].split("/")[1:]))
        self._sessions.append(session)
        for event in [event for event in self._events if event[0] > said["seq"]]:
            await session.send(*event)
        await session.send(next(self._sequence), 0, "RESUMED", {})
        await self._tell_of_change()

    def _ready(self, session: Session, servers: list[str]) -> dict[str, Any]:
        return {
            "v": 10,
            "user": _BOT,
            "guilds": [{"id": guild, "unavailable": True} for guild in servers],
            "session_id": f"session/{session.shard}/{session.shards}",
            "shard": [session.shard, session.shards],
            "resume_gateway_url": self.resume_gateway_url or self.gateway_url,
            "application": {"id": APPLICATION, "flags": 0},
        }

    # REST

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        body = await _read(request)
        made = Request(request.method, path, body, asyncio.get_running_loop().time())
        self.requests.append(made)
        fault = self._next_fault(path)
        if fault == "reset":
            await self._tell_of_change()
            request.transport.abort()
            return web.Response()
        if fault not in (None, "lost", "slow"):
            await self._tell_of_change()
            return _fail(fault)
        if fault == "slow":
            await self._tell_of_change()
            await asyncio.sleep(self.slowness)
        answer = self._answer(request, path, body)
        if answer.status < 300:
            self.done.append(made)
        await self._tell_of_change()
        if fault == "lost":
            request.transport.abort()
        return answer

    def _next_fault(self, path: str) -> str | None:
        for place, (suffix, fault) in enumerate(self.faults):
            if path.endswith(suffix):
                del self.faults[place]
                return fault
        return None

    def _answer(self, request: web.Request, path: str, body: Any) -> web.StreamResponse:
        is_open = path.startswith(("/interactions/", "/webhooks/"))  # their tokens are in the path
        if not is_open and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        match request.method, path.strip("/").split("/"):
            case "GET", ["gateway", "bot"]:
                limits = {"total": 1000, "remaining": 1000 - len(self.identifies), "reset_after": 80_000_000}
                limits["max_concurrency"] = self.max_concurrency
                told = {"url": self.gateway_url, "shards": self.recommended_shards, "session_start_limit": limits}
                return _json(told)
            case "GET", ["users", "@me"]:
                return _json(_BOT)
            case "GET", [*_, "applications", "@me"]:
                return _json(_application(self.application_flags))
            case "PUT", ["applications", _, "commands"]:
                self.commands = [
                    {
                        "description": "",
                        **command,
                        "id": str(next(self._ids)),
                        "application_id": APPLICATION,
                        "version": "1",
                    }
                    for command in body
                ]
                return _json(self.commands)
            case "GET", ["applications", _, "commands"]:
                return _json(self.commands)
            case "POST", ["channels", _, "messages"]:
                return _json(self._post(body))
            case "POST", ["interactions", interaction, *_]:
                if interaction in self._acknowledged:
                    return _json({"message": "Already acknowledged", "code": 40060}, status=400)
                self._acknowledged.add(interaction)
                return _json({"interaction": {"id": "1", "type": 2, "response_message_id": "5"}, "resource": None})
            case "PATCH" | "POST", ["webhooks", *_]:
                return _json(self._message("", author=_BOT))
            case _:
                return web.Response(status=204)

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        """A message, or the one that this nonce made before."""
        if body.get("enforce_nonce") and body["nonce"] in self._nonces:  # nothing is posted a second time
            return self._nonces[body["nonce"]]
        message = self._message(body.get("content") or "", author=_BOT) | {"components": body.get("components", [])}
        self.messages[message["id"]] = message
        if "nonce" in body:
            self._nonces[body["nonce"]] = message
        return message

    def _message(self, content: str, *, author: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": str(next(self._ids)),
            "channel_id": CHANNEL,
            "author": author,
            "content": content,
            "timestamp": "2011-08-20T12:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
        }

    async def _tell_of_change(self) -> None:
        async with self.changed:
            self.changed.notify_all()


async def _read(request: web.Request) -> Any:
    """The body of a request; of one with files its JSON, with what the files hold under ``files``."""
    if not request.can_read_body:
        return None
    if request.content_type == "application/json":
        return await request.json()
    parts = await request.post()
    files = {part.filename: part.file.read().decode() for part in parts.values() if isinstance(part, web.FileField)}
    return json.loads(str(parts["payload_json"])) | {"files": files}


def _json(answer: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py takes a body for JSON only when its type is exactly this, without a charset."""
    body = json.dumps(answer).encode()
    return web.Response(status=status, body=body, headers={"Content-Type": "application/json", **(headers or {})})


def _fail(fault: str) -> web.Response:
    match fault.split(":"):
        case ["502" | "503" as status]:
            return web.Response(status=int(status), text="upstream connect error")
        case ["429"]:
            answer = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
            return _json(answer, status=429, headers={"Via": "1.1 google"})
        case ["html429"]:
            return web.Response(status=429, text=_HTML, content_type="text/html")
        case ["400" | "403" | "404" as status, code]:
            return _json({"message": "Unknown", "code": int(code)}, status=int(status))
        case _:
            raise ValueError(fault)


def _application(flags: int) -> dict[str, Any]:
    return {
        "id": APPLICATION,
        "name": "Verbatim",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "00",
        "flags": flags,
        "owner": _READER,
        "team": None,
    }


def channel_of(guild: str) -> str:
    """The one channel of a server."""
    return CHANNEL if guild == GUILD else str(int(guild) + 1)


def _guild(guild: str) -> dict[str, Any]:
    channel = {
        "id": channel_of(guild),
        "type": 0,
        "name": "news",
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
    }
    everyone = {
        "id": guild, "name": "@everyone", "permissions": "2147483647", "position": 0, "color": 0, "hoist": False,
        "managed": False, "mentionable": False, "flags": 0,
    }  # fmt: skip
    return {
        "id": guild, "name": "Readers", "owner_id": READER, "member_count": 2, "preferred_locale": "en-US",
        "channels": [channel], "roles": [everyone], "members": [], "threads": [], "emojis": [], "stickers": [],
        "voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [], "features": [],
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "nsfw_level": 0, "premium_tier": 0, "system_channel_flags": 0, "afk_timeout": 300,
        "premium_progress_bar_enabled": False,
    }  # fmt: skip
