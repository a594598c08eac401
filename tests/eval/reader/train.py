"""``python -m tests.eval.reader.train --data FOLDER --out FOLDER --minutes N --seed S``: trains the reader.

It takes one thread, or ``--device cuda`` and one process more for each of the ``--workers`` that make its rows.
Started again with the same folder it goes on where it was. The rate falls with the time spent, or with ``--steps`` with
the steps, and then the same seed gives the same weights. The averaged weights in ``reader.pt`` are good at any time.
``--begin`` goes on from those of an earlier run, for which a low rate and other ``--shares`` are meant.

With ``--mpnet`` and the folder of an MPNet a teacher is trained, which is larger than what can be served. With its
weights, ``--teacher``, the reader learns from it, too: of every row that the teacher judges rightly, how likely the
window answers and where (Hinton, Vinyals and Dean 2015).
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from torch import Tensor
from torch.nn import functional

from index.search.reader.tokens import TokenReader
from tests.eval.reader.batches import Batch, make_batches
from tests.eval.reader.layers import Reading, ReadingModel
from tests.eval.reader.model import start_reader, trunk_folder
from tests.eval.reader.rows.material import SHARES, read_material
from tests.eval.reader.teacher import start_teacher

_HEADS = 5.0  # times the rate of the layers
_WARM_UP = 150  # steps
_LONGEST_GRADIENT = 1.0
_AVERAGED = 0.998  # of the average stays at each step: it looks back on some 500 steps
_TEMPERATURE = 2.0  # at which the teacher's logits are learnt
_SAVE_SECONDS, _KEEP_SECONDS, _LOG_STEPS = 180, 900, 50


@dataclass(slots=True)
class _Run:
    """How far a run is; with the weights this is all that a checkpoint holds."""

    step: int = 0
    rows: int = 0
    seconds: float = 0.0


class _Log:
    """Means since the last line: losses, and how often the gold row was judged above a row of each kind."""

    def __init__(self) -> None:
        self._steps: list[tuple[dict[str, Tensor], Tensor, Batch]] = []

    def add(self, losses: dict[str, Tensor], answers: Tensor, batch: Batch) -> None:
        """Takes a step's figures as they are: to read them now would wait for the device."""
        self._steps.append(({name: loss.detach() for name, loss in losses.items()}, answers.detach(), batch))

    def take(self) -> dict[str, float]:
        found: dict[str, list[float]] = defaultdict(list)
        for losses, answers, batch in self._steps:
            for name, loss in losses.items():
                found[name].append(loss.item())
            gold = answers[batch.gold()].tolist()
            for kind, number, logit in zip(batch.kinds, batch.question.tolist(), answers.tolist(), strict=True):
                if kind != "gold":
                    found[f"above {kind}"].append(float(gold[number] > logit))
        self._steps.clear()
        return {name: round(sum(values) / len(values), 4) for name, values in sorted(found.items())}


class Trainer:
    """One reader, its optimizer and its average, in a folder."""

    def __init__(
        self,
        out: Path,
        reader: ReadingModel,
        *,
        device: str = "cpu",
        rate: float = 1e-4,
        teacher: ReadingModel | None = None,
    ) -> None:
        self.out, self.run, self.log = out, _Run(), _Log()
        self._device = torch.device(device)
        self.reader = reader.to(self._device)
        self._teacher = teacher.to(self._device).eval() if teacher else None
        learnt = self.reader.learning()
        heads = [weight for name, weight in learnt.items() if not name.startswith("layers")]
        trunk = [weight for name, weight in learnt.items() if name.startswith("layers")]
        self._rates = (rate, _HEADS * rate)
        self._optimizer = torch.optim.AdamW([{"params": trunk}, {"params": heads}], lr=rate, weight_decay=0.01)
        self._learnt = list(learnt.values())
        self._average = [weight.detach().clone() for weight in self._learnt]
        if (out / "run.pt").exists():
            self._resume(torch.load(out / "run.pt", map_location=self._device, weights_only=True))

    def step(self, batch: Batch, left: float) -> None:
        """One step at the share ``left`` of the full rate."""
        torch.manual_seed(self.run.step)  # what is dropped out is the same for a run that was stopped
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * left * min(1.0, (self.run.step + 1) / _WARM_UP)
        batch = batch.to(self._device)
        inputs = batch.inputs
        with self._halved():
            reading = self.reader(inputs.words, inputs.kinds, inputs.present, inputs.window)
        losses = _weigh_losses(reading, batch)
        loss = losses["pointing"] / 2 + losses["judging"] + losses["choosing"] / 2
        if self._teacher:
            with self._halved(), torch.no_grad():
                told = self._teacher(inputs.words, inputs.kinds, inputs.present, inputs.window)
            losses["following"] = _weigh_following(reading, told, batch)
            loss = loss + losses["following"]
        self.log.add(losses, reading.answers, batch)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._learnt, _LONGEST_GRADIENT)
        self._optimizer.step()
        kept = min(_AVERAGED, (self.run.step + 1) / (self.run.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(self._average, [weight.detach() for weight in self._learnt], 1 - kept)
        self.run.step += 1
        self.run.rows += len(batch.kinds)

    def _halved(self) -> torch.autocast:
        """Multiplies in bfloat16: a row takes two thirds of the time on a processor that has it."""
        return torch.autocast(self._device.type, torch.bfloat16)

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


def _weigh_losses(reading: Reading, batch: Batch) -> dict[str, Tensor]:
    """Where the answer is, or that it is nowhere; whether it answers; and which of a question's rows answers."""
    likely = functional.log_softmax(_table(reading.answers, batch), dim=1)
    return {
        "pointing": functional.cross_entropy(reading.starts, batch.starts, ignore_index=-100)
        + functional.cross_entropy(reading.ends, batch.ends, ignore_index=-100),
        "judging": functional.binary_cross_entropy_with_logits(reading.answers, batch.is_answered),
        "choosing": -likely[:, 0].mean(),
    }


def _weigh_following(reading: Reading, told: Reading, batch: Batch) -> Tensor:
    """How far the reader is from what its teacher told of the rows that it judged rightly."""
    answers, starts, ends = (logits / _TEMPERATURE for logits in told)
    is_right = (answers > 0) == (batch.is_answered > 0)
    judged = functional.binary_cross_entropy_with_logits(
        reading.answers / _TEMPERATURE, answers.sigmoid(), reduction="none"
    )
    pointed = functional.cross_entropy(
        reading.starts / _TEMPERATURE, starts.softmax(dim=1), reduction="none"
    ) + functional.cross_entropy(reading.ends / _TEMPERATURE, ends.softmax(dim=1), reduction="none")
    return _TEMPERATURE**2 * ((judged + pointed / 2) * is_right).mean()


def _table(answers: Tensor, batch: Batch) -> Tensor:
    """The logits of the rows (B,), a line a question, the gold row's first; -inf where a question has fewer rows."""
    gold = batch.gold()
    place = torch.arange(len(answers), device=answers.device) - gold[batch.question]
    table = torch.full((len(gold), int(place.max()) + 1), -torch.inf, device=answers.device)
    return table.index_put((batch.question, place), answers)


def _replace(path: Path, state: object) -> None:
    draft = path.with_suffix(".draft")
    torch.save(state, draft)
    draft.replace(path)


def train(
    trainer: Trainer, batches: Iterator[Batch], *, questions: int, seconds: float, steps: int, stop: int | None = None
) -> None:
    """Trains until the seconds, or the steps where they are given, are spent; or only until the step ``stop``.

    ``batches`` go on where the trainer is, of so many ``questions`` each.
    """
    run, saved, kept, before = trainer.run, time.monotonic(), time.monotonic(), time.monotonic()
    columns = (TextColumn("{task.fields[told]}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress, (trainer.out / "log.jsonl").open("a", encoding="utf-8") as log:
        task = progress.add_task("", total=1.0, told="")
        while (spent := run.step / steps if steps else run.seconds / seconds) < 1 and run.step != stop:
            trainer.step(next(batches), 1 - spent)
            now = time.monotonic()
            run.seconds, before = run.seconds + now - before, now
            progress.update(task, completed=spent, told=f"{run.step * questions} questions, {run.rows} rows")
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


def _read_share(told: str) -> tuple[str, float]:
    source, _, share = told.partition("=")
    if source not in SHARES:
        raise SystemExit(f"--shares {told}: there is no source {source!r}; there are {', '.join(SHARES)}.")
    return source, float(share)


def with_weights(model: ReadingModel, path: Path | None) -> ReadingModel:
    """The model with what an earlier run learnt, its ``reader.pt``; as it is without one."""
    if path:
        model.load_state_dict({**model.state_dict(), **torch.load(path, map_location="cpu", weights_only=True)})
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--data", type=Path, required=True, help="Folder of question answering data in SQuAD's format.")
    parser.add_argument("--human", type=Path, help="Folder with SQuAD 2.0 dev's squad_questions.jsonl and paragraphs.")
    parser.add_argument("--out", type=Path, required=True, help="Folder of the run; one that is there goes on.")
    parser.add_argument("--minutes", type=float, default=100.0, help="Training time; the rate falls to nothing in it.")
    parser.add_argument("--steps", type=int, default=0, help="Train so many steps instead, whatever time they take.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4, help="The highest rate; more questions a step bear more.")
    parser.add_argument("--begin", type=Path, help="Weights of an earlier run, its reader.pt, to begin with.")
    parser.add_argument("--trunk", type=Path, help="Folder of the encoder, if not the packaged one.")
    parser.add_argument("--mpnet", type=Path, help="Folder of an MPNet: trains a teacher on it, not the reader.")
    parser.add_argument("--teacher", type=Path, help="Weights of that run, its reader.pt: trains the reader with them.")
    parser.add_argument(
        "--shares",
        nargs="+",
        default=[f"{source}={share}" for source, share in SHARES.items()],
        metavar="SOURCE=SHARE",
        help="How much of each source; %(default)s.",
    )
    parser.add_argument("--device", default="cpu", help="cpu or cuda.")
    parser.add_argument("--questions", type=int, default=4, help="Questions a step; many on an accelerator.")
    parser.add_argument("--workers", type=int, default=0, help="Processes that make rows beside the one that trains.")
    given = parser.parse_args()
    if given.teacher and not given.mpnet:
        parser.error("--teacher needs --mpnet, the folder that its run began with.")
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    trunk = given.trunk or trunk_folder()
    trains_teacher = given.mpnet and not given.teacher
    trainer = Trainer(
        given.out,
        with_weights(start_teacher(given.mpnet) if trains_teacher else start_reader(trunk), given.begin),
        device=given.device,
        rate=given.rate,
        teacher=with_weights(start_teacher(given.mpnet), given.teacher) if given.teacher else None,
    )
    batches = make_batches(
        read_material(given.data, given.human, shares=dict(_read_share(told) for told in given.shares)),
        TokenReader.load(trunk),
        given.seed,
        questions=given.questions,
        skip=trainer.run.step,
        workers=given.workers,
    )
    train(trainer, batches, questions=given.questions, seconds=60 * given.minutes, steps=given.steps)


if __name__ == "__main__":
    main()
