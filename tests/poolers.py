"""PgBouncer before a PostgreSQL, where a machine has it: a connection for each transaction, whichever is free; and TLS,
which the wheel's PostgreSQL was built without."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_OLDEST = (1, 24)  # that shares prepared statements by default
_CONNECTIONS = 3  # to the database; whoever asks has far more to the pooler
_SETTINGS = """
[databases]
* = host={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {connections}
logfile = {folder}/log
{tls}
"""
_TLS = """
client_tls_sslmode = require
client_tls_key_file = {folder}/key.pem
client_tls_cert_file = {folder}/certificate.pem
"""
_CERTIFICATE = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooler:
    port: int
    certificate: Path | None  # which it signed itself, for the name "localhost"; None where it speaks no TLS

    def address(self, url: str, **parameters: str) -> str:
        """The same database of the server, through the pooler."""
        from sqlalchemy import make_url

        asked = {"host": "localhost", "port": str(self.port), **parameters}
        return make_url(url).set(query=asked).render_as_string(hide_password=False)


def require_pooler(oldest: tuple[int, int] = _OLDEST) -> None:
    """Skips a test where there is none, or an older one."""
    if not shutil.which("pgbouncer"):
        pytest.skip("PgBouncer is not installed")
    told = subprocess.run(["pgbouncer", "--version"], check=True, capture_output=True, text=True).stdout
    if tuple(map(int, told.split()[1].split(".")[:2])) < oldest:
        pytest.skip(f"PgBouncer {told.split()[1]} is older than {'.'.join(map(str, oldest))}")


@contextmanager
def running_pooler(server: str, *, with_tls: bool = False) -> Iterator[Pooler]:
    """PgBouncer in transaction mode, on the loopback interface; it ends with the block. ``server`` is the address of a
    PostgreSQL on a socket."""
    from psycopg.conninfo import conninfo_to_dict

    folder, port = Path(tempfile.mkdtemp(prefix="verbatim-pooler-", dir="/tmp")), _find_port()
    if with_tls:
        files = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
        subprocess.run(["openssl", *_CERTIFICATE.split(), *files], check=True, capture_output=True)
    (folder / "users").write_text('"verbatim_bot" ""\n', encoding="ascii")
    tls = _TLS.format(folder=folder) if with_tls else ""
    data = Path(str(conninfo_to_dict(server)["host"]))
    told = {"server": data, "port": port, "folder": folder, "connections": _CONNECTIONS}
    (folder / "settings").write_text(_SETTINGS.format(**told, tls=tls), encoding="ascii")
    user = _give_away(folder, data.owner())
    process = subprocess.Popen(["pgbouncer", "--quiet", *user, str(folder / "settings")], stderr=subprocess.DEVNULL)
    try:
        _wait_until_open(port, process)
        yield Pooler(port=port, certificate=folder / "certificate.pem" if with_tls else None)
    finally:
        process.kill()  # which waits for nobody
        process.wait()
        shutil.rmtree(folder)


def _give_away(folder: Path, user: str) -> list[str]:
    """How it is told to run as the server's user, as it refuses root; the folder is that user's then."""
    if os.getuid():
        return []
    for place in (folder, *folder.iterdir()):
        shutil.chown(place, user)
    return [f"--user={user}"]


def _find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        with socket.socket() as tried:
            if process.poll() is None and tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("PgBouncer does not start")
