"""Needs the scientific environment: `<environment>/bin/python -m pytest trainers/core/dataset-import`."""

import csv
import hashlib
import io
import json
import sys
import tarfile
import wave
import zipfile
from pathlib import Path

import pytest
from trainyard.testing import ProcessHost, task_file

np = pytest.importorskip("numpy", reason="the scientific environment is not the one that runs this suite")
pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

HERE = Path(__file__).parents[1]
DEFAULTS = {
    "name": "mine",
    "kind": "auto",
    "rate_hz": 0,
    "label_from": "auto",
    "columns": {},
    "label_column": "",
    "channel": "",
    "nan": "refuse",
    "source": "",
    "max_unpacked_gb": 1,
}
RANDOM = np.random.default_rng(0)


def noise(n=400):
    return RANDOM.normal(size=n)


class Result:
    def __init__(self, host, output):
        self.host, self.done = host, host.lines[-1]
        self.folder = output / "dataset"
        self.lines = {}
        if (output / "import-report.csv").exists():
            with (output / "import-report.csv").open(newline="") as file:
                self.lines = {row["file"]: (row["outcome"], row["reason"]) for row in csv.DictReader(file)}

    @property
    def manifest(self):
        return json.loads((self.folder / "manifest.json").read_text())

    @property
    def index(self):
        with (self.folder / "index.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    def array(self, sample_id):
        return np.load(self.folder / next(r["file"] for r in self.index if r["sample_id"] == sample_id))


@pytest.fixture
def upload(tmp_path):
    folder = tmp_path / "upload"
    folder.mkdir()
    return folder


@pytest.fixture
def run_import(upload, tmp_path):
    runs = iter(range(10))

    def run(**config):
        here = tmp_path / f"run{next(runs)}"
        here.mkdir()
        task = task_file(here, upload=str(upload), config={**DEFAULTS, **config})
        host = ProcessHost([sys.executable, "main.py"], task, cwd=HERE)
        host.wait(120)
        assert host.lines[-1]["type"] == "done", host.output
        return Result(host, here / "output")

    return run


def save(path, array):
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, array)


def test_a_table_of_recordings_gives_labels_rates_scales_units_and_conditions(upload, run_import):
    save(upload / "signals" / "a.npy", np.arange(100, dtype=np.int16))
    save(upload / "signals" / "b.npy", noise())
    (upload / "recordings.csv").write_text(
        "file,fault,sampling_hz,g_per_count,bearing_id,rpm\nsignals/a.npy,ball,12000,0.5,B-1,1797\n"
        "signals/b.npy,healthy,48000,,H-1,1750\nsignals/c.npy,ball,12000,,B-2,1\n"
    )
    result = run_import()
    assert result.done["status"] == "completed"
    first = result.index[0]
    assert (first["rate_hz"], first["scale"], first["label"], first["bearing_id"], first["rpm"]) == (
        "12000",
        "0.5",
        "ball",
        "B-1",
        "1797",
    )
    assert result.manifest["unit_column"] == "bearing_id"
    assert result.manifest["classes"] == ["ball", "healthy"]
    assert result.manifest["condition_columns"] == ["rpm"]
    assert result.manifest["rates_hz"] == [12000, 48000]
    assert result.array("a").dtype == np.int16
    assert result.lines["signals/c.npy"][0] == "refused"
    assert "not here" in result.lines["signals/c.npy"][1]
    artifact = result.host.lines_of("artifact")[-1]
    assert (artifact["kind"], artifact["path"], artifact["meta"]) == ("dataset", "dataset", {"name": "mine"})


def test_a_table_that_says_nan_says_nothing_and_one_that_says_a_scale_of_0_is_refused(upload, run_import):
    for name in "abc":
        save(upload / f"{name}.npy", noise())
    columns = {
        "file": ["a.npy", "b.npy", "c.npy"],
        "rate_hz": [100.0, 100.0, float("inf")],
        "scale": [float("nan"), 0.0, 1.0],
        "n": [float("nan"), 400.0, 400.0],
    }
    pq.write_table(pa.table(columns), upload / "recordings.parquet")
    result = run_import()
    assert [(r["sample_id"], r["scale"], r["n"]) for r in result.index] == [("a", "1", "400")]
    assert "the scale is 0" in result.lines["b.npy"][1]
    assert "not a finite number" in result.lines["c.npy"][1]


def test_every_file_of_the_manifest_has_its_hash(upload, run_import):
    save(upload / "x" / "a.npy", noise())
    result = run_import(rate_hz=100)
    for file in result.manifest["files"]:
        data = (result.folder / file["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
    assert {f["path"] for f in result.manifest["files"]} == {"index.csv", "data/a.npy"}


def test_the_same_content_twice_gives_the_same_bytes(upload, run_import):
    save(upload / "x" / "a.npy", noise())
    save(upload / "y" / "b.npy", noise())
    first, second = run_import(rate_hz=100), run_import(rate_hz=100)
    assert (first.folder / "manifest.json").read_bytes() == (second.folder / "manifest.json").read_bytes()


def test_broken_files_are_each_refused_by_name_and_reason(upload, run_import):
    good = noise()
    save(upload / "ball" / "good.npy", good)
    save(upload / "ball" / "some-nan.npy", np.where(np.arange(400) % 100 == 0, np.nan, good))
    save(upload / "ball" / "all-nan.npy", np.full(400, np.nan))
    save(upload / "ball" / "short.npy", np.ones(3))
    save(upload / "ball" / "constant.npy", np.ones(400))
    save(upload / "healthy" / "twin.npy", good)
    np.save(upload / "ball" / "ragged.npy", np.array([[1, 2], [3]], dtype=object), allow_pickle=True)
    save(upload / "ball" / "text.npy", np.array(["a"] * 30))
    (upload / "ball" / "empty.npy").touch()
    (upload / "ball" / "damaged.npy").write_bytes((upload / "ball" / "good.npy").read_bytes()[:300])
    (upload / "ball" / "junk.wav").write_bytes(b"RIFFjunk" * 20)
    (upload / "ball" / "junk.mat").write_bytes(b"junk" * 100)
    (upload / "ball" / "junk.parquet").write_bytes(b"junk" * 100)
    (upload / "ball" / "junk.npz").write_bytes(b"junk" * 100)
    (upload / "ball" / "new.mat").write_bytes(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(200))
    (upload / "ball" / "ragged.csv").write_text("a,b\n" + "1,2\n" * 30 + "1\n" + "1,2\n" * 3)
    (upload / "ball" / "words.csv").write_text("a,b\n" + "1,2\n" * 30 + "1,oops\n")
    (upload / "ball" / "picture.png").write_bytes(b"png")
    (upload / "ball" / ".DS_Store").write_bytes(b"x")
    result = run_import(rate_hz=100)
    assert result.done["metrics"]["samples"] == 2
    expected = {
        "some-nan.npy": "4 of 400 values are missing",
        "all-nan.npy": "all its values are missing",
        "short.npy": "3 samples",
        "twin.npy": "same content as ball/good.npy, which is labelled 'ball', not 'healthy'",
        "ragged.npy": "pickled",
        "text.npy": "not real numbers",
        "empty.npy": "empty",
        "damaged.npy": "damaged",
        "junk.wav": "WAV",
        "junk.mat": "MAT",
        "junk.parquet": "Parquet",
        "junk.npz": "NumPy",
        "new.mat": "7.3",
        "ragged.csv": "line 32 has 1 values, expected 2",
        "words.csv": "the column b holds text",
        "picture.png": ".png is no format",
    }
    for name, reason in expected.items():
        outcome, why = next(v for k, v in result.lines.items() if k.endswith(f"/{name}"))
        assert outcome == "refused", name
        assert reason in why, (name, why)
    assert result.lines["ball/constant.npy"] == ("imported with a warning", "its value never changes")
    assert result.lines["ball/.DS_Store"][0] == "left out"
    assert len(result.lines) == 19
    warned = " ".join(line["message"] for line in result.host.lines_of("log"))
    assert all(name in warned for name in expected)


def test_some_missing_values_are_filled_when_asked(upload, run_import):
    values = np.arange(100.0)
    values[50] = np.nan
    save(upload / "a" / "s.npy", values)
    result = run_import(rate_hz=10, nan="fill")
    assert result.array("s")[50] == 50
    assert "filled" in result.lines["a/s.npy"][1]


def test_nothing_usable_fails_with_the_reasons(upload, run_import):
    save(upload / "a.npy", noise())
    result = run_import()
    assert result.done["status"] == "failed"
    assert "give rate_hz" in result.done["message"]


def test_labels_come_from_folders_or_from_names(upload, run_import):
    for label in ("ball", "inner race"):
        for i in range(2):
            save(upload / "set" / label / f"{i}.npy", noise())
    assert run_import(rate_hz=10).manifest["classes"] == ["ball", "inner race"]
    assert len({row["sample_id"] for row in run_import(rate_hz=10).index}) == 4
    for file in list((upload / "set").rglob("*.npy")):
        file.rename(upload / f"{file.parent.name.replace(' ', '_')}_0{file.name}")
    assert run_import(rate_hz=10).manifest["classes"] == ["ball", "inner_race"]
    assert run_import(rate_hz=10, label_from="none").manifest["label_column"] is None


def test_every_format_gives_the_same_signal(upload, run_import):
    from scipy.io import savemat

    x = noise().astype(np.float32).astype(np.float64)
    y = x + 1
    time = np.arange(400) / 500
    np.savez(upload / "npz.npz", DE=x, FE=y, fs=500)
    savemat(upload / "mat.mat", {"X097_DE_time": x * 2, "X097_FE_time": y, "fs": 500.0, "X097RPM": 1797})
    np.save(upload / "npy.npy", np.stack([x * 3, y]).T)
    with (upload / "csv.csv").open("w") as file:
        file.write("time;DE;FE\n")
        for t, a, b in zip(time.tolist(), (x * 4).tolist(), y.tolist(), strict=True):
            file.write(f"{t!r};{a!r};{b!r}\n")
    pq.write_table(pa.table({"time": time, "DE": x * 5, "FE": y}), upload / "parquet.parquet")
    np.savetxt(upload / "txt.txt", np.stack([x * 6, y]).T, fmt="%.18e")
    with wave.open(str(upload / "wav.wav"), "wb") as file:
        file.setnchannels(2), file.setsampwidth(2), file.setframerate(500)
        file.writeframes(np.stack([x * 7, y], axis=1).clip(-3, 3).astype("<i2").tobytes())
    result = run_import(rate_hz=500, label_from="none")
    assert result.done["metrics"]["samples"] == 7, result.lines
    assert {row["rate_hz"] for row in result.index} == {"500"}
    for factor, name in enumerate(("npz", "mat", "npy", "csv", "parquet", "txt"), 1):
        array = result.array(name)
        assert array.shape == (2, 400), name
        assert np.allclose(array[0], x * factor), name
        assert np.allclose(array[1], y), name
    assert result.array("wav").shape == (2, 400)
    assert next(r for r in result.index if r["sample_id"] == "mat")["rpm"] == "1797"
    assert "FE" in result.manifest["channels"]


def test_one_channel_can_be_chosen(upload, run_import):
    np.savez(upload / "a.npz", DE=noise(), FE=noise(), fs=500)
    assert run_import(channel="FE").array("a").shape == (400,)
    assert "it has DE, FE" in run_import(channel="BA").done["message"]


def test_rows_with_labels_in_one_npz_are_recordings(upload, run_import):
    np.savez(upload / "all.npz", X=RANDOM.normal(size=(20, 64)), y=["a", "b"] * 10, fs=100)
    result = run_import()
    assert (len(result.index), result.manifest["classes"]) == (20, ["a", "b"])


def test_an_uneven_time_column_is_refused(upload, run_import):
    (upload / "a.csv").write_text("time,x\n" + "".join(f"{i if i < 20 else i + 5},{i % 3}\n" for i in range(40)))
    assert "uneven" in run_import(kind="signals").done["message"]


def zip_bytes(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def npy_bytes():
    buffer = io.BytesIO()
    np.save(buffer, noise())
    return buffer.getvalue()


def test_archives_are_unpacked_and_their_traps_refused_by_name(upload, run_import, tmp_path):
    (upload / "a.zip").write_bytes(
        zip_bytes({"ball/1.npy": npy_bytes(), "../../evil.npy": npy_bytes(), "/abs.npy": b"x", "in.zip": zip_bytes({})})
    )
    with tarfile.open(upload / "b.tar.gz", "w:gz") as packed:
        for name in ("ok/2.npy", "../out.npy"):
            data = npy_bytes()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.npy")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(link)
    (upload / "bad.zip").write_bytes(b"PK\x03\x04junk")
    result = run_import(rate_hz=10, label_from="folder")
    assert result.lines["a.zip/ball/1.npy"][0] == "imported"
    assert result.lines["b.tar.gz/ok/2.npy"][0] == "imported"
    for name, reason in {
        "a.zip/../../evil.npy": "leaves the folder",
        "a.zip//abs.npy": "absolute",
        "a.zip/in.zip": "inside an archive",
        "b.tar.gz/../out.npy": "leaves the folder",
        "b.tar.gz/link.npy": "a link",
        "bad.zip": "damaged",
    }.items():
        assert result.lines[name][0] == "refused"
        assert reason in result.lines[name][1]
    assert not list(tmp_path.rglob("evil.npy"))


def test_an_archive_bomb_is_refused(upload, run_import):
    save(upload / "ok" / "a.npy", noise())
    (upload / "bomb.zip").write_bytes(zip_bytes({"zeros.npy": bytes(160 * 2**20)}))
    result = run_import(rate_hz=10)
    assert "archive bombs" in result.lines["bomb.zip"][1]
    assert result.done["metrics"]["samples"] == 1


def test_a_single_csv_is_a_table_and_its_bad_lines_are_named(upload, run_import):
    (upload / "machines.csv").write_bytes("\ufefftorque,type,failed\n1.5,L,0\n2.5,M\n3.5,H,1\n".encode())
    result = run_import(label_column="failed")
    assert result.manifest["kind"] == "table"
    assert result.manifest["label_column"] == "failed"
    assert pq.read_table(result.folder / "data" / "table.parquet").to_pydict() == {
        "torque": [1.5, 3.5],
        "type": ["L", "H"],
        "failed": [0, 1],
    }
    assert "line 3 has 2 values, expected 3" in result.lines["machines.csv"][1]


def test_tables_with_the_same_columns_become_one(upload, run_import):
    (upload / "a.csv").write_text("x,y\n1,2\n")
    (upload / "b.csv").write_text("x,y\n3,4.5\n")
    (upload / "c.csv").write_text("z\n1\n")
    result = run_import(kind="table")
    table = pq.read_table(result.folder / "data" / "table.parquet").to_pydict()
    assert table == {"x": [1, 3], "y": [2, 4.5], "source_file": ["a.csv", "b.csv"]}
    assert "its columns are z" in result.lines["c.csv"][1]


def test_a_column_that_the_configuration_names_must_be_there(upload, run_import):
    save(upload / "a.npy", noise())
    (upload / "recordings.csv").write_text("datei,klasse\na.npy,ball\n")
    assert run_import(rate_hz=10, columns={"file": "datei", "label": "klasse"}).manifest["classes"] == ["ball"]
    result = run_import(rate_hz=10, columns={"file": "dataei"})
    assert "the table has datei, klasse" in result.done["message"]


CWRU = Path(__file__).parents[5] / "shared" / "data" / "cwru"


@pytest.mark.skipif(not CWRU.exists(), reason=f"the shared data set is not at {CWRU}")
def test_the_bearing_recordings_are_recognised(upload, run_import):
    upload.rmdir()
    upload.symlink_to(CWRU)
    result = run_import()
    assert result.done["metrics"] == {"samples": 37, "classes": 4, "refused_files": 0}
    assert result.manifest["unit_column"] == "bearing_id"
    assert result.manifest["rates_hz"] == [12000, 48000]
