"""How often rulings are right: labelled against given, as a confusion matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How many claims of each labelled ruling were given each ruling; ``counts`` is keyed (labelled, given)."""

    counts: Counter[tuple[Ruling, Ruling]]

    @property
    def accuracy(self) -> float:
        """The share of claims that were ruled as labelled, 0..1; 0 without claims."""
        return sum(self.counts[ruling, ruling] for ruling in Ruling) / max(1, self.counts.total())

    def recall(self, ruling: Ruling) -> float:
        """The share of the claims labelled ``ruling`` that were given it, 0..1; 0 without such claims."""
        return self.counts[ruling, ruling] / max(1, sum(self.counts[ruling, given] for given in Ruling))

    def precision(self, ruling: Ruling) -> float:
        """The share of the claims given ``ruling`` that are labelled so, 0..1; 0 without such claims."""
        return self.counts[ruling, ruling] / max(1, sum(self.counts[labelled, ruling] for labelled in Ruling))

    def __str__(self) -> str:
        """A table: a row for each label, a column for each ruling given."""
        head = "labelled".ljust(14) + "".join(ruling.value.rjust(14) for ruling in Ruling) + "recall".rjust(10)
        rows = [
            labelled.value.ljust(14)
            + "".join(str(self.counts[labelled, given]).rjust(14) for given in Ruling)
            + f"{self.recall(labelled):10.3f}"
            for labelled in Ruling
        ]
        foot = "precision".ljust(14) + "".join(f"{self.precision(ruling):14.3f}" for ruling in Ruling)
        return "\n".join([head, *rows, foot + f"{self.accuracy:10.3f}"])


def count_rulings(pairs: Iterable[tuple[Ruling, Ruling]]) -> Confusion:
    """The confusion matrix of (labelled, given) rulings."""
    return Confusion(counts=Counter(pairs))
