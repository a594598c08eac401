"""``python -m tests.eval.reader.train --data FOLDER --out FOLDER --minutes N --seed S``: trains the reader.

It takes one thread.
Started again with the same folder it goes on where it was. The rate falls with the time spent, or with ``--steps`` with
the steps, and then the same seed gives the same weights. The averaged weights in ``reader.pt`` are good at any time.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from torch import Tensor
from torch.nn import functional

from tests.eval.reader.batches import QUESTIONS_A_STEP, Batch, make_batches
from tests.eval.reader.model import Reader, Reading, start_reader, trunk_folder
from tests.eval.reader.reading.tokens import TokenReader
from tests.eval.reader.rows.material import read_material

_RATE, _HEADS_RATE = 1e-4, 5e-4
_WARM_UP = 150  # steps
_LONGEST_GRADIENT = 1.0
_AVERAGED = 0.998  # of the average stays at each step: it looks back on some 500 steps
_SAVE_SECONDS, _KEEP_SECONDS, _LOG_STEPS = 180, 900, 50


@dataclass(slots=True)
class _Run:
    """How far a run is; with the weights this is all that a checkpoint holds."""

    step: int = 0
    rows: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class _Log:
    """Means since the last line: losses, and how often the gold row was judged above a row of each kind."""

    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, name: str, value: float) -> None:
        self.sums[name] += value
        self.counts[name] += 1

    def take(self) -> dict[str, float]:
        means = {name: round(total / self.counts[name], 4) for name, total in sorted(self.sums.items())}
        self.sums.clear()
        self.counts.clear()
        return means


class Trainer:
    """One reader, its optimizer and its average, in a folder."""

    def __init__(self, out: Path) -> None:
        self.out, self.run, self.log = out, _Run(), _Log()
        self.reader = start_reader()
        learnt = self.reader.learning()
        heads = [weight for name, weight in learnt.items() if not name.startswith("layers")]
        trunk = [weight for name, weight in learnt.items() if name.startswith("layers")]
        self._rates = (_RATE, _HEADS_RATE)
        self._optimizer = torch.optim.AdamW([{"params": trunk}, {"params": heads}], lr=_RATE, weight_decay=0.01)
        self._learnt = list(learnt.values())
        self._average = [weight.detach().clone() for weight in self._learnt]
        if (out / "run.pt").exists():
            self._resume(torch.load(out / "run.pt", weights_only=True))

    def step(self, batch: Batch, left: float) -> None:
        """One step at the share ``left`` of the full rate."""
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * left * min(1.0, (self.run.step + 1) / _WARM_UP)
        inputs = batch.inputs
        reading = self.reader(inputs.words, inputs.kinds, inputs.present, inputs.window)
        loss = _weigh_loss(reading, batch, self.log)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._learnt, _LONGEST_GRADIENT)
        self._optimizer.step()
        kept = min(_AVERAGED, (self.run.step + 1) / (self.run.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(self._average, [weight.detach() for weight in self._learnt], 1 - kept)
        self.run.step += 1
        self.run.rows += len(batch.kinds)

    def save(self) -> None:
        """Replaces the checkpoint and the averaged weights; a run that is killed meanwhile loses nothing."""
        state = {
            "learnt": [weight.detach() for weight in self._learnt],
            "average": self._average,
            "optimizer": self._optimizer.state_dict(),
            "run": {"step": self.run.step, "rows": self.run.rows, "seconds": self.run.seconds},
        }
        _replace(self.out / "run.pt", state)
        _replace(self.out / "reader.pt", self.averaged())

    def keep(self) -> None:
        """The averaged weights as they are now, for the curve."""
        _replace(self.out / f"reader-{self.run.step:06}.pt", self.averaged())

    def averaged(self) -> dict[str, Tensor]:
        return dict(zip(self.reader.learning(), self._average, strict=True))

    def _resume(self, state: dict[str, Any]) -> None:
        with torch.no_grad():
            for own, saved in ((self._learnt, state["learnt"]), (self._average, state["average"])):
                for weight, value in zip(own, saved, strict=True):
                    weight.copy_(value)
        self._optimizer.load_state_dict(state["optimizer"])
        self.run = _Run(**state["run"])


def load_reader(path: Path) -> Reader:
    """The trunk with the weights that a run wrote."""
    reader = start_reader()
    missing = reader.load_state_dict(torch.load(path, weights_only=True), strict=False)
    assert not missing.unexpected_keys
    return reader.eval()


def _weigh_loss(reading: Reading, batch: Batch, log: _Log) -> Tensor:
    """Where the answer is, or that it is nowhere; whether it answers; and which of a question's rows answers."""
    pointed = functional.cross_entropy(reading.starts, batch.starts, ignore_index=-100) + functional.cross_entropy(
        reading.ends, batch.ends, ignore_index=-100
    )
    judged = functional.binary_cross_entropy_with_logits(reading.answers, batch.is_answered)
    chosen = []
    for number in batch.question.unique():
        own = reading.answers[batch.question == number]
        chosen.append(-functional.log_softmax(own, dim=0)[0])  # the gold row comes first
        kinds = [kind for kind, of_row in zip(batch.kinds, batch.question.tolist(), strict=True) if of_row == number]
        for kind, logit in zip(kinds[1:], own.tolist()[1:], strict=True):
            log.add(f"above {kind}", float(own[0].item() > logit))
    choice = torch.stack(chosen).mean()
    for name, part in (("pointing", pointed), ("judging", judged), ("choosing", choice)):
        log.add(name, part.item())
    return pointed / 2 + judged + choice / 2


def _replace(path: Path, state: object) -> None:
    draft = path.with_suffix(".draft")
    torch.save(state, draft)
    draft.replace(path)


def train(
    trainer: Trainer, data: Path, human: Path | None, seed: int, *, seconds: float, steps: int, stop: int | None = None
) -> None:
    """Trains until the seconds, or the steps where they are given, are spent; or only until the step ``stop``."""
    tokens = TokenReader.load(trunk_folder() / "tokenizer.json")
    batches = make_batches(read_material(data, human), tokens, seed, skip=trainer.run.step)
    run, saved, kept, before = trainer.run, time.monotonic(), time.monotonic(), time.monotonic()
    columns = (TextColumn("{task.fields[told]}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress, (trainer.out / "log.jsonl").open("a", encoding="utf-8") as log:
        task = progress.add_task("", total=1.0, told="")
        while (spent := run.step / steps if steps else run.seconds / seconds) < 1 and run.step != stop:
            trainer.step(next(batches), 1 - spent)
            now = time.monotonic()
            run.seconds, before = run.seconds + now - before, now
            progress.update(task, completed=spent, told=f"{run.step * QUESTIONS_A_STEP} questions, {run.rows} rows")
            if run.step % _LOG_STEPS == 0:
                line = {"step": run.step, "rows": run.rows, "seconds": round(run.seconds), **trainer.log.take()}
                log.write(json.dumps(line) + "\n")
                log.flush()
            if now - saved > _SAVE_SECONDS:
                trainer.save()
                saved = now
            if now - kept > _KEEP_SECONDS:
                trainer.keep()
                kept = now
        trainer.save()


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--data", type=Path, required=True, help="Folder of question answering data in SQuAD's format.")
    parser.add_argument("--human", type=Path, help="Folder with SQuAD 2.0 dev's squad_questions.jsonl and paragraphs.")
    parser.add_argument("--out", type=Path, required=True, help="Folder of the run; one that is there goes on.")
    parser.add_argument("--minutes", type=float, default=100.0, help="Training time; the rate falls to nothing in it.")
    parser.add_argument("--steps", type=int, default=0, help="Train so many steps instead, whatever time they take.")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(given.out)
    train(trainer, given.data, given.human, given.seed, seconds=60 * given.minutes, steps=given.steps)


if __name__ == "__main__":
    main()
