"""Two hosts for tests: `FakeHost` in memory, `ProcessHost` around a real process. Both keep the lines they got."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from ._channel import RecordingChannel
from ._commands import Command, Inbox
from ._run import Run
from ._task import ResumePoint, Task, task_from_json

__all__ = ["FakeHost", "ProcessHost", "task_file"]

CommandKind = Literal["pause", "stop", "cancel", "checkpoint_now"]


#: The trainer must find its pipe at number 3 exactly, whatever number it has here.
_EXEC_WITH_FD_3 = """
import os, sys
fd = int(sys.argv[1])
if fd != 3:
    os.dup2(fd, 3)
    os.close(fd)
os.execvp(sys.argv[2], sys.argv[2:])
"""


class FakeHost:
    """Starts a run without a process: `host = FakeHost(tmp_path, config={...}); run = host.start()`."""

    def __init__(self, output: Path, *, config: Mapping[str, Any] | None = None, **task: Any) -> None:
        output.mkdir(parents=True, exist_ok=True)
        self._task: dict[str, Any] = {"config": dict(config or {}), "output": output, **task}
        self._channel = RecordingChannel()
        self._inbox = Inbox()
        self._commands = 0
        self._attempt = 0

    def start(self, *, resume: str | None = None) -> Run:
        """Another call is another attempt; `resume` is a checkpoint's id, as in `checkpoint` lines."""
        self._attempt += 1
        point = self._resume_point(resume) if resume else None
        self._inbox = Inbox()
        task = Task(attempt=self._attempt, checkpoint=point, **self._task)
        return Run(task, self._channel, self._inbox)

    def start_from(self, task: Mapping[str, Any]) -> Run:
        """With a whole task, as the host writes it to a file."""
        return Run(task_from_json(task), self._channel, self._inbox)

    def _resume_point(self, id: str) -> ResumePoint:
        line = next(line for line in self.lines_of("checkpoint") if line["id"] == id)
        return ResumePoint(id, self._task["output"] / line["folder"], line["step"], line.get("epoch"))

    def send(self, kind: CommandKind, deadline_ms: int = 5000) -> str:
        self._commands += 1
        id = f"c{self._commands}"
        self._inbox.put(Command(kind, id, None if kind == "checkpoint_now" else deadline_ms))
        return id

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self._channel.lines

    def lines_of(self, type_: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["type"] == type_]


def task_file(folder: Path, **fields: Any) -> Path:
    """Writes a complete task file; only what matters to the test needs naming."""
    output = folder / "output"
    output.mkdir(parents=True, exist_ok=True)
    task: dict[str, Any] = {
        "v": 1,
        "run_id": "00000000-0000-7000-8000-000000000001",
        "run_number": 1,
        "attempt": 1,
        "trainer": "test",
        "config": {},
        "dataset": None,
        "split": None,
        "upload": None,
        "output": str(output),
        "checkpoint": None,
        "seed": 0,
        "threads": 1,
        "devices": [],
        "time_limit_s": 600,
        **fields,
    }
    path = folder / "task.json"
    path.write_text(json.dumps(task))
    return path


class ProcessHost:
    """Runs a trainer as the product's host does: lines on file descriptor 3, commands on stdin, a group of its own.

    `on_line` is called with every line, on the reading thread; it may call `send` and `kill`.
    """

    def __init__(
        self,
        argv: Sequence[str],
        task: Path,
        *,
        cwd: Path | None = None,
        pythonpath: Sequence[str | os.PathLike[str]] = (),
        on_line: Callable[[ProcessHost, dict[str, Any]], None] | None = None,
    ) -> None:
        self.lines: list[dict[str, Any]] = []
        self._on_line = on_line
        self._commands = 0
        ours = Path(__file__).parents[1]
        environment = {
            **os.environ,
            "TRAINYARD_TASK": str(task),
            "PYTHONPATH": os.pathsep.join([str(ours), *(str(p) for p in pythonpath)]),
            "OMP_NUM_THREADS": "1",
        }
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _EXEC_WITH_FD_3, str(writing), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[writing],
            cwd=cwd,
            env=environment,
            start_new_session=True,
        )
        os.close(writing)
        self._output = b""
        self._threads = [
            threading.Thread(target=self._read_lines, args=(reading,), daemon=True),
            threading.Thread(target=self._read_output, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _read_lines(self, fd: int) -> None:
        with os.fdopen(fd, "rb") as pipe:
            for text in pipe:
                line = json.loads(text)
                self.lines.append(line)
                if self._on_line is not None:
                    self._on_line(self, line)

    def _read_output(self) -> None:
        assert self._process.stdout is not None
        self._output = self._process.stdout.read()

    def send(self, kind: CommandKind, deadline_ms: int = 5000) -> str:
        self._commands += 1
        id = f"c{self._commands}"
        line: dict[str, Any] = {"v": 1, "type": kind, "id": id}
        if kind != "checkpoint_now":
            line["deadline_ms"] = deadline_ms
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        self._process.stdin.flush()
        return id

    def hang_up(self) -> None:
        """As if the host had died."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout_s: float = 60) -> int:
        """The exit code, once the process ended and everything it said was read."""
        try:
            code = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        for thread in self._threads:
            thread.join(timeout_s)
        if self._process.stdin is not None and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
            except BrokenPipeError:  # it ended with a command unread
                pass
        return code

    def wait_for(self, type_: str, timeout_s: float = 60) -> dict[str, Any]:
        """The first line of that type."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            for line in list(self.lines):
                if line["type"] == type_:
                    return line
            if self._process.poll() is not None and not self._threads[0].is_alive():
                break
            time.sleep(0.005)
        raise AssertionError(f"no {type_} line came; the process wrote: {self.output}")

    def lines_of(self, type_: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["type"] == type_]

    @property
    def output(self) -> str:
        """stdout and stderr together; whole after `wait`."""
        return self._output.decode(errors="replace")

    @staticmethod
    def python() -> str:
        return sys.executable
