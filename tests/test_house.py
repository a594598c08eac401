"""The house holds to its own rules: what its documents say is there is there, and the other way round."""

import ast
import re
import shlex
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import pytest
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
# The README and what stands beside the rooms; what begins with a small letter or a figure is an article.
DOCUMENTS = [
    README,
    *sorted(
        file for room in (".github", "bot", "config", "index", "tests") for file in (ROOT / room).rglob("[A-Z]*.md")
    ),
]

_ROOMS = [ROOT / "bot", ROOT / "index"]
_CODE = [file for room in _ROOMS for file in sorted(room.rglob("*.py"))]
_LANDING_MAX = 12  # files of code in one folder


def _name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@cache
def read(document: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(document.read_text(encoding="utf-8"))


def inlines(document: Path) -> Iterator[Token]:
    return chain.from_iterable(token.children or () for token in read(document))


def told_code(document: Path) -> Iterator[str]:
    """Each line of a block and each piece within a text that is set as code."""
    for token in chain(read(document), inlines(document)):
        if token.type in ("fence", "code_block", "code_inline"):
            yield from token.content.replace("\\\n", " ").splitlines()


def told_commands(program: str) -> Iterator[list[str]]:
    """The words after ``program`` wherever a document calls it."""
    for document in DOCUMENTS:
        for line in told_code(document):
            for part in re.split(r"&&|;", line):
                if re.match(rf"(?:\w+=\S+ )*{re.escape(program)} ", part := part.strip()):
                    yield shlex.split(part.partition(f"{program} ")[2], comments=True)


def links(document: Path) -> Iterator[str]:
    """What the document links to or shows."""
    for token in inlines(document):
        if token.type in ("link_open", "image"):
            yield str(token.attrs["href" if token.type == "link_open" else "src"])


def anchors(document: Path) -> set[str]:
    """What a link may name behind "#": the headings, as GitHub makes anchors of them."""
    tokens = read(document)
    headings = [inside.content for opening, inside in pairwise(tokens) if opening.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_readmes_first_two_commands_run_the_demo_and_the_tests() -> None:
    blocks = [token.content.strip() for token in read(README) if token.type == "fence"]
    assert blocks[:2] == ["pip install -e . && verbatim demo", "pip install -e '.[test]' && pytest"]


def test_every_document_can_be_reached_from_the_readme() -> None:
    linked = {(ROOT / target.partition("#")[0]).resolve() for target in links(README)}
    assert set(DOCUMENTS[1:]) <= linked


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_what_a_document_links_to_or_shows_is_there(document: Path) -> None:
    for target in links(document):
        if not target.startswith("https://"):
            path, _, anchor = target.partition("#")
            file = (document.parent / path).resolve() if path else document
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), target


def test_every_command_of_the_terminal_stands_in_the_readme() -> None:
    from bot.cli.commands import app

    text = README.read_text(encoding="utf-8")
    for name in typer.main.get_command(app).commands:  # type: ignore[attr-defined]
        assert f"verbatim {name}" in text


def test_every_command_that_a_document_names_is_understood() -> None:
    from bot.cli.commands import app

    verbatim = typer.main.get_command(app)
    told = list(told_commands("verbatim"))
    assert told
    for words in told:
        command = verbatim
        while words and not words[0].startswith("-") and hasattr(command, "commands"):
            assert words[0] in command.commands, words
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, (command.name, words)


def test_every_program_of_the_tests_that_a_document_names_is_there_and_takes_what_it_is_given() -> None:
    named = [
        (ROOT / (words[1].replace(".", "/") + ".py") if words[0] == "-m" else ROOT / words[0], words)
        for words in told_commands("python")
    ]
    assert named
    for file, words in named:
        assert file.is_file() or (file.with_suffix("") / "__main__.py").is_file(), words
        for word in words[1:]:
            if word.startswith("--"):
                assert f'"{word}"' in file.read_text(encoding="utf-8"), words


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    for line in told_code(document):
        for path in re.findall(r"(?<![\w./:-])(?:bot|config|index|tests|\.ci|\.github)/[\w./*-]+", line):
            assert any(ROOT.glob(path.rstrip("/"))), path


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_setting_that_a_document_names_is_one(document: Path) -> None:
    from bot.settings import Settings

    tables = Settings.model_fields
    for line in told_code(document):
        for table, key in re.findall(r"^\[([a-z]+)\] ([a-z_]+)", line):
            assert key in tables[table].annotation.model_fields, line  # type: ignore[union-attr]
        for table, key in re.findall(r"\bVERBATIM_(\w+?)__(\w+)", line):
            if (table, key) != ("TABLE", "KEY"):
                fields = tables[table.lower()].annotation.model_fields  # type: ignore[union-attr]
                assert key.lower().removesuffix("_file") in fields, line


def test_every_command_on_discord_stands_in_the_readme() -> None:
    from bot.connection import command_names

    text = README.read_text(encoding="utf-8")
    for name in command_names():
        assert re.search(rf"`/{re.escape(name)}\b|\*{re.escape(name)}\*", text), name


def test_every_dependency_is_pinned_and_explained() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "config" / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        name = re.split(r"[<>=\[]", requirement)[0].lower()
        assert name in pinned
    text = README.read_text(encoding="utf-8").lower()
    for requirement in project["dependencies"]:
        assert re.split(r"[<>=\[]", requirement)[0].lower() in text


def test_every_test_that_a_document_names_is_there() -> None:
    names = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in [file.stem, *re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))]
    }
    for document in DOCUMENTS:
        for told in re.findall(r"`(test_\w+…?)`", document.read_text(encoding="utf-8")):
            assert told in names or (told[-1] == "…" and any(name.startswith(told[:-1]) for name in names)), told


def test_no_test_stands_within_a_function() -> None:
    """Nobody would run it."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    for file in (ROOT / "tests").rglob("test_*.py"):
        functions = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, kinds)]
        within = [node for function in functions for node in ast.walk(function) if node is not function]
        assert not [node.name for node in within if isinstance(node, kinds) and node.name.startswith("test_")], file


def test_the_top_level_holds_what_was_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == {
        "LICENSE",
        "README.md",
        "bot",
        "config",
        "index",
        "pyproject.toml",
        "tests",
    }


# What a person types is called as they type it; a migration as its library has it.
_NAMED_BY_OTHERS = ("bot/cli/", "bot/cogs/", "index/commands/", "migrations/")
_ON_TWO_MEDIA = {"show_edits", "show_quotation"}  # in the terminal and on a card
_IN_TWO_HOMES = {"read_manifest"}  # in a folder or a database, and in a database


def test_a_public_name_means_one_thing() -> None:
    places = defaultdict(set)
    for file in _CODE:
        path = file.relative_to(ROOT).as_posix()
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            if is_function and any(part in path for part in _NAMED_BY_OTHERS):
                continue
            if is_function or isinstance(node, ast.ClassDef):
                places[node.name].add(path)
    meant = {name: sorted(files) for name, files in places.items() if len(files) > 1 and not name.startswith("_")}
    assert meant.keys() == _ON_TWO_MEDIA | _IN_TWO_HOMES, meant


def test_every_folder_of_code_is_a_package() -> None:
    """What is no package is seen by no contract."""
    folders = [folder for room in _ROOMS for folder in [room, *room.rglob("*/")] if folder.name != "__pycache__"]
    for folder in folders:
        if any(folder.glob("*.py")):
            assert (folder / "__init__.py").is_file(), folder


def test_nobody_faces_more_than_a_dozen_files_on_one_landing() -> None:
    landings = defaultdict(list)
    for file in _CODE:
        if file.name not in ("__init__.py", "__main__.py"):
            landings[file.parent.relative_to(ROOT).as_posix()].append(file.name)
    assert not {folder: len(names) for folder, names in landings.items() if len(names) > _LANDING_MAX}


def test_a_package_of_more_than_five_files_has_layers_without_a_gap() -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layered = {
        container
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }
    crowds = defaultdict(int)
    for file in _CODE:
        if file.name not in ("__init__.py", "__main__.py"):
            crowds[file.parent.relative_to(ROOT).as_posix()] += 1
    for folder, files in crowds.items():
        if files > 5:
            assert folder.replace("/", ".") in layered, folder


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_no_code_is_kept_out_of_the_repository() -> None:
    """As a folder named "build" is, by the list of what is not to be kept."""
    asked = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", "*.py"]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not [file for file in found if file.startswith(("bot/", "index/", "tests/"))]
