"""``python -m tests.bench.batches``: what a text costs the encoder by the number in its batch, as ratios to one alone.

The figure that ``index.encoding.late_chunking`` cuts batches by comes from here.
"""

from __future__ import annotations

import time
from statistics import median

from index.articles import read
from index.articles.passages import split
from index.encoding.loading import load_encoder
from index.settings import IndexSettings
from tests.bench.made_up import read_questions
from tests.eval.answers.question_set import ARTICLE_SOURCES

_SIZES = (1, 2, 4, 8, 16, 32)
_ROUNDS = 3
_TEXTS = 64


def main() -> None:
    model = load_encoder(IndexSettings())._model
    passages = [passage for article in read(ARTICLE_SOURCES).articles for passage in split(article, words=120)]
    kinds = {"questions": read_questions(), "passages": [passage.text for passage in passages]}
    print(f"{'texts in a batch':<18}", *(f"{size:>6}" for size in _SIZES))
    for kind, all_texts in kinds.items():
        texts = sorted(all_texts, key=len)[-_TEXTS:]
        spent: dict[int, list[float]] = {size: [] for size in _SIZES}
        for _ in range(_ROUNDS):
            for size in _SIZES:
                start = time.process_time()
                for _ in model.forward(texts[at : at + size] for at in range(0, _TEXTS, size)):
                    pass
                spent[size].append(time.process_time() - start)
        alone = median(spent[1])
        print(f"{kind:<18}", *(f"{median(spent[size]) / alone:>6.2f}" for size in _SIZES), flush=True)


if __name__ == "__main__":
    main()
