from pathlib import Path

import numpy as np
import pytest
from signal_set import write_set
from trainyard_lib import cut_windows, read_dataset, read_split


def sine(hz, rate, seconds):
    return np.sin(2 * np.pi * hz * np.arange(int(rate * seconds)) / rate)


@pytest.fixture
def mixed(tmp_path):
    recordings = [
        ("a", (sine(50, 1000, 2) * 1000).astype(np.int16), 1000, 0.001, "fault", "m1"),
        ("b", sine(50, 4000, 2), 4000, 1, "healthy", "m2"),
        ("c", sine(50, 1000, 0.1), 1000, 1, "fault", "m3"),
        ("d", sine(50, 1000, 2), 1000, 1, "", "m4"),
    ]
    return read_dataset(write_set(tmp_path / "set", recordings, classes=["fault", "healthy"]))


def test_signals_come_in_physical_units(mixed):
    assert np.abs(mixed.signal(mixed.samples[0])).max() == pytest.approx(1, abs=0.01)


def test_a_set_of_many_files_is_read_without_holding_them_all_open(tmp_path):
    recordings = [(f"r{i}", sine(50, 1000, 0.1), 1000, 1, "fault", "m1") for i in range(100)]
    data = read_dataset(write_set(tmp_path / "many", recordings, classes=["fault"]))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for sample in data.samples:
        data.signal(sample)
    assert len(list(Path("/proc/self/fd").iterdir())) - before <= 64


def test_windows_of_mixed_rates_come_at_the_lowest_and_say_so(mixed):
    windows = cut_windows(mixed, 0.5, 50)
    assert windows.rate_hz == 1000
    assert windows.x.shape == (14, 500)
    assert windows.x.dtype == np.float32
    assert windows.ids[:2] == ["a#0", "a#1"]
    assert "4000 Hz" in windows.notes[0]
    assert "shorter than a window" in windows.notes[1]
    assert "no label" in windows.notes[2]


def test_resampling_keeps_the_signal(mixed):
    windows = cut_windows(mixed, 0.5, 0)
    ours, resampled = windows.x[1], windows.x[5]
    assert np.abs(ours[50:-50] - resampled[50:-50]).max() < 0.02


def test_a_split_by_sample_takes_all_its_windows(mixed, tmp_path):
    (tmp_path / "split.csv").write_text("sample_id,part\na,train\nb,test\n")
    parts = cut_windows(mixed, 0.5, 50).indices(read_split(tmp_path / "split.csv"))
    assert {part: len(i) for part, i in parts.items()} == {"train": 7, "validation": 0, "test": 7}


def test_a_split_by_window_names_windows(mixed, tmp_path):
    (tmp_path / "split.csv").write_text("sample_id,part\na#0,train\na#1,test\nb#6,test\n")
    windows = cut_windows(mixed, 0.5, 50)
    parts = windows.indices(read_split(tmp_path / "split.csv"))
    assert [windows.ids[i] for i in parts["test"]] == ["a#1", "b#6"]


def test_an_unknown_part_is_refused(tmp_path):
    (tmp_path / "split.csv").write_text("sample_id,part\na,holdout\n")
    with pytest.raises(ValueError, match="'holdout'"):
        read_split(tmp_path / "split.csv")


def test_rows_of_a_shared_file_with_channels(tmp_path):
    folder = write_set(tmp_path / "set", [("a", np.arange(40.0), 10, 1, "x", "m")], classes=["x"])
    np.save(folder / "data" / "a.npy", np.arange(240.0).reshape(3, 2, 40))
    text = (folder / "index.csv").read_text().replace("a,data/a.npy,,", "a,data/a.npy,2,")
    (folder / "index.csv").write_text(text)
    windows = cut_windows(read_dataset(folder), 1, 0)
    assert windows.x.shape == (4, 2, 10)
    assert windows.x[0, 1, 0] == 200


def test_no_window_fits_is_an_error_in_words(mixed):
    with pytest.raises(ValueError, match="as long as a window of 9 s"):
        cut_windows(mixed, 9, 50)
