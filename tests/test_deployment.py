"""What runs the bot elsewhere fits what is in the repository; a container cannot be built in a test."""

import configparser
import fnmatch
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.settings import read_bot_settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "config" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "config" / "compose.yaml").read_text(encoding="utf-8"))


def service() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "config" / "verbatim.service", encoding="utf-8")
    return parser


def test_what_the_image_copies_is_there_and_let_through() -> None:
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists()
            assert any(fnmatch.fnmatch(source, pattern) for pattern in let_through)


def test_the_image_needs_no_root_and_has_no_cuda() -> None:
    assert re.search(r"^USER verbatim$", DOCKERFILE, re.MULTILINE)
    assert "download.pytorch.org/whl/cpu" in DOCKERFILE
    assert re.search(r"^ENTRYPOINT \[\"verbatim\"\]\nCMD \[\"run\"\]$", DOCKERFILE, re.MULTILINE)


def test_the_health_check_looks_at_the_file_that_is_touched() -> None:
    (touched,) = re.findall(r"VERBATIM_HEALTH__FILE=(\S+)", DOCKERFILE)
    assert f"find {touched} " in DOCKERFILE
    assert "/tmp" in COMPOSE["services"]["bot"]["tmpfs"]


@pytest.mark.parametrize(
    "variables",
    [
        dict(re.findall(r"(VERBATIM_\w+)=(\S+)", DOCKERFILE)),
        {name: value for name, value in COMPOSE["services"]["bot"]["environment"].items() if "TOKEN" not in name},
        {"VERBATIM_DATA__DIR": "/var/lib/verbatim"},
    ],
    ids=["Dockerfile", "compose.yaml", "verbatim.service"],
)
def test_every_variable_is_a_setting(variables: dict[str, str]) -> None:
    assert variables
    read_bot_settings("", variables)


def test_the_data_lies_in_a_volume_and_the_token_in_a_secret() -> None:
    bot = COMPOSE["services"]["bot"]
    assert "data:/data" in bot["volumes"]
    assert "VERBATIM_DATA__DIR=/data" in DOCKERFILE
    assert bot["environment"]["VERBATIM_DISCORD__TOKEN_FILE"] == "/run/secrets/token"
    assert "config/token" in (ROOT / ".gitignore").read_text()


def test_many_processes_run_beside_their_database() -> None:
    compose = yaml.safe_load((ROOT / "config" / "compose.postgres.yaml").read_text(encoding="utf-8"))
    bot, database = compose["services"]["bot"], compose["services"]["database"]
    assert bot["command"][:2] == ["run", "--processes"]
    assert bot["build"]["args"]["EXTRAS"] == "[postgres]"
    assert re.search(r'^ARG EXTRAS=""$', DOCKERFILE, re.MULTILINE)
    assert "./postgres-role.sql:/postgres-role.sql:ro" in database["volumes"]
    for secret in ("config/bot.env", "config/database-password"):
        assert secret in (ROOT / ".gitignore").read_text().splitlines()
    read_bot_settings("", {"VERBATIM_STORE__URL": "postgresql://verbatim_bot:PASSWORD@database/verbatim"})


def test_there_is_time_to_stop() -> None:
    assert int(COMPOSE["services"]["bot"]["stop_grace_period"].removesuffix("s")) > 10
    assert int(service()["Service"]["TimeoutStopSec"]) > 10


def test_the_service_runs_the_bot_on_data_of_its_own() -> None:
    section = service()["Service"]
    assert section["ExecStart"].endswith("/verbatim run")
    assert section["StateDirectory"] == "verbatim"
    assert section["DynamicUser"] == "yes"


def test_the_bug_form_asks_for_the_doctor() -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "bug.yml").read_text(encoding="utf-8"))
    (doctor,) = [field for field in form["body"] if field["id"] == "doctor"]
    assert "verbatim doctor" in doctor["attributes"]["label"]
    assert doctor["validations"]["required"]


def test_the_version_is_said_in_one_place() -> None:
    import index

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "verbatim-bot"
    assert project["tool"]["setuptools"]["dynamic"]["version"]["attr"] == "index.__version__"
    assert re.fullmatch(r"\d+\.\d+\.\d+", index.__version__)
