"""The trainer as a process: what it writes, that it is the same twice, and that a pause leaves no trace."""

import csv
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from trainyard.testing import ProcessHost, task_file

HERE = Path(__file__).parent
TINY = {"name": "tiny", "seconds": 0.1, "units": 3, "operating_points": 2, "settle_seconds": 0.05, "extras": False}


def generate(folder, *, config=TINY, seed=0, on_line=None, **fields):
    folder.mkdir(parents=True, exist_ok=True)
    host = ProcessHost(
        [ProcessHost.python(), "generate.py"],
        task_file(folder, config=config, seed=seed, **fields),
        cwd=HERE,
        on_line=on_line,
    )
    assert host.wait(120) == 0, host.output
    return host


def digests(folder):
    target = folder / "output" / "dataset"
    return {
        p.relative_to(target).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(target.rglob("*"))
        if p.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    return folder, generate(folder)


def test_the_product_is_a_data_set_that_its_manifest_describes(made):
    folder, host = made
    target = folder / "output" / "dataset"
    manifest = json.loads((target / "manifest.json").read_text())
    assert manifest["badge"] == "SIMULATED" and manifest["unit_column"] == "unit"
    listed = {f["path"] for f in manifest["files"]}
    assert listed == {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()} - {"manifest.json"}
    for file in manifest["files"]:
        assert hashlib.sha256((target / file["path"]).read_bytes()).hexdigest() == file["sha256"]
    with (target / "index.csv").open() as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 11 * 3 * 2
    for row in rows:
        assert np.load(target / row["file"], mmap_mode="r")[int(row["row"])].shape == (2, int(row["n"]))
    for name in ("by_unit", "by_operating_region"):
        with (target / manifest["splits"][name]).open() as opened:
            parts = list(csv.DictReader(opened))
        assert {p["sample_id"] for p in parts} == {r["sample_id"] for r in rows}
    [artifact] = host.lines_of("artifact")
    assert artifact["kind"] == "dataset" and artifact["meta"]["name"] == "tiny"
    [done] = host.lines_of("done")
    assert done["status"] == "completed" and done["metrics"]["signals"] == 66


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(made, tmp_path):
    generate(tmp_path / "again")
    assert digests(tmp_path / "again") == digests(made[0])
    generate(tmp_path / "other", seed=1)
    assert digests(tmp_path / "other")["data/healthy.npy"] != digests(made[0])["data/healthy.npy"]


def test_a_run_that_was_paused_after_a_class_ends_with_the_same_bytes(made, tmp_path):
    def pause(host, line):
        if line["type"] == "checkpoint" and line["step"] == 4:
            host.send("pause")

    first = generate(tmp_path / "first", on_line=pause)
    [done] = first.lines_of("done")
    assert done["status"] == "paused"
    last = first.lines_of("checkpoint")[-1]
    assert last["step"] < 11
    resume = {
        "id": last["id"],
        "folder": str(tmp_path / "first" / "output" / last["folder"]),
        "step": last["step"],
        "epoch": None,
    }
    generate(tmp_path / "second", attempt=2, checkpoint=resume)
    assert digests(tmp_path / "second") == digests(made[0])


def test_stop_leaves_at_once_and_says_that_a_data_set_needs_all_classes(tmp_path):
    def stop(host, line):
        if line["type"] == "checkpoint" and line["step"] == 1:
            host.send("stop")

    host = generate(tmp_path, on_line=stop)
    [done] = host.lines_of("done")
    assert done["status"] == "stopped" and "needs them all" in done["message"]
    assert not host.lines_of("artifact")


def test_the_optional_classes_are_made_too(tmp_path):
    host = generate(tmp_path, config={**TINY, "units": 1, "extras": True})
    [done] = host.lines_of("done")
    assert done["metrics"]["classes"] == 14


@pytest.mark.expensive
def test_the_whole_demo_set_is_the_same_twice(tmp_path):
    demo = {**TINY, "name": "demo", "seconds": 1, "units": 13, "operating_points": 10, "settle_seconds": 0.3}
    for name in ("one", "two"):
        generate(tmp_path / name, config=demo)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
