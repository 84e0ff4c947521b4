"""A packed program answers as the code that it was made of, elsewhere and later."""

from pathlib import Path

import numpy as np
import pytest
from trainyard_lib import window_program
from trainyard_lib.window_program import Unanswered, ask, pack

TEXT = """
from pathlib import Path

import numpy as np

def means(windows, rate_hz, shaft_hz):
    return np.concatenate([windows.mean(axis=2), np.full((len(windows), 1), rate_hz), shaft_hz[:, None]], axis=1)
"""
MAIN = "from pack_of_means.means import means\nfrom trainyard_lib.window_program import serve\nserve(means)\n"


def packed(folder, text=TEXT):
    own = {"trainyard_lib/window_program.py": Path(window_program.__file__).read_text()}
    path = folder / "means.pyz"
    pack(path, {"pack_of_means/means.py": text, **own}, MAIN)
    return path


def test_it_computes_a_row_a_window(tmp_path):
    windows = np.arange(24, dtype=np.float32).reshape(3, 2, 4)
    rows = ask(packed(tmp_path), windows, 1000.0, 4, [10, 20, 30])
    assert rows[:, :2] == pytest.approx(windows.mean(axis=2))
    assert rows[:, 2].tolist() == [1000] * 3 and rows[:, 3].tolist() == [10, 20, 30]
    assert np.isnan(ask(packed(tmp_path), windows, 1000.0, 4)[:, 3]).all()
    assert ask(packed(tmp_path), windows[:0], 1000.0, 4).shape == (0, 4)


def test_a_long_question_is_asked_in_pieces(tmp_path, monkeypatch):
    windows = np.random.default_rng(1).standard_normal((7, 1, 5)).astype(np.float32)
    whole = ask(packed(tmp_path), windows, 10.0, 3, range(7))
    monkeypatch.setattr(window_program, "_BYTES", 40)
    assert (ask(packed(tmp_path), windows, 10.0, 3, range(7)) == whole).all()


def test_the_same_texts_are_the_same_file(tmp_path):
    first = packed(tmp_path).read_bytes()
    (tmp_path / "again").mkdir()
    assert packed(tmp_path / "again").read_bytes() == first


def test_what_goes_wrong_is_said(tmp_path):
    windows = np.zeros((2, 1, 4), dtype=np.float32)
    with pytest.raises(Unanswered, match="gave 6 numbers for 2 windows"):
        ask(packed(tmp_path), windows, 10.0, 5)
    with pytest.raises(Unanswered, match="ModuleNotFoundError: No module named 'not_there'"):
        ask(packed(tmp_path, "import not_there\n"), windows, 10.0, 3)
