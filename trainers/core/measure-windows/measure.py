"""Runs the program of a model's trainer on the windows that the server cut: one question, one answer.

The question lies beside the program in the upload; see trainyard_lib.window_program for what both look like.
Standard library only: it runs in whatever environment the program needs.
"""

from __future__ import annotations

import subprocess
import sys

import trainyard

run = trainyard.start()
folder = run.task.upload
if folder is None:
    raise SystemExit("measure-windows needs an upload with question.bin and program.pyz")
run.progress(phase="features", expect_next_s=120)
rows = run.output / "rows.f32"
with (folder / "question.bin").open("rb") as question, rows.open("wb") as answer:
    ended = subprocess.run(
        [sys.executable, str(folder / "program.pyz")],
        stdin=question,
        stdout=answer,
        stderr=subprocess.PIPE,
        check=False,
    )
said = ended.stderr.decode(errors="replace").strip()
if said:
    print(said, file=sys.stderr)
if ended.returncode != 0:
    last = said.splitlines()[-1] if said else f"exit code {ended.returncode}"
    run.fail("bad-artifact", f"The model's program failed: {last}")
    raise SystemExit(1)
run.artifact(rows, "file")
run.done({})
