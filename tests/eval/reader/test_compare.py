"""What a run judges is told of the right window."""

import pytest

pytestmark = pytest.mark.model


def test_rows_are_judged_together_as_they_are_alone() -> None:
    import torch

    from index.search.reader.tokens import TokenReader
    from tests.eval.reader.compare import judge_rows
    from tests.eval.reader.model import start_reader, trunk_folder

    tokens = TokenReader.load(trunk_folder())
    told = ["The mayor resigned.", "Rain fell.", "On Friday the bridge at Adana was closed to lorries for a month."]
    rows = [tokens.read("Who resigned?", title, window) for window in told for title in ("", "A bridge")]
    model, device = start_reader(trunk_folder()).eval(), torch.device("cpu")
    alone = [judge_rows(model, [row], device)[0] for row in rows]
    assert judge_rows(model, rows, device) == pytest.approx(alone, abs=1e-4)
    assert len({round(answer, 4) for answer in alone}) == len(rows)
