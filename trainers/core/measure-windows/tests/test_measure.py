"""The trainer as a process: the program's answer becomes a file, its failure the run's."""

import json
import sys
import zipfile
from pathlib import Path

import pytest
from trainyard.testing import ProcessHost, task_file

MEASURE = Path(__file__).parents[1] / "measure.py"
DOUBLES = "import sys\nsys.stdin.buffer.readline()\nsys.stdout.buffer.write(sys.stdin.buffer.read() * 2)\n"


@pytest.fixture
def measure(tmp_path):
    def start(program):
        upload = tmp_path / "upload"
        upload.mkdir()
        (upload / "question.bin").write_bytes(json.dumps({"windows": 1}).encode() + b"\n1234")
        with zipfile.ZipFile(upload / "program.pyz", "w") as file:
            file.writestr("__main__.py", program)
        task = task_file(tmp_path, config={"environment": "none"}, upload=str(upload))
        host = ProcessHost([sys.executable, str(MEASURE)], task, cwd=MEASURE.parent)
        return host.wait(), host

    return start


def test_the_answer_becomes_a_file(measure, tmp_path):
    code, host = measure(DOUBLES)
    assert code == 0, host.output
    assert [line["path"] for line in host.lines_of("artifact")] == ["rows.f32"]
    assert (tmp_path / "output" / "rows.f32").read_bytes() == b"12341234"


def test_what_the_program_says_last_is_why_the_run_failed(measure):
    code, host = measure("raise ValueError('no such line')")
    [done] = host.lines_of("done")
    assert code == 1 and done["message"] == "The model's program failed: ValueError: no such line"
    assert host.lines_of("artifact") == []
