"""Where lines go: to the host, to the terminal, or into a list. All three are used through `Channel`."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any, Protocol, TextIO

from ._wire import encode_line

HOST_FD = 3


class Channel(Protocol):
    def send(self, type_: str, fields: Mapping[str, Any]) -> None: ...

    def close(self) -> None: ...


class HostChannel:
    """Writes whole lines to the host's pipe.

    Straight `os.write` under a lock rather than a writer thread: it costs less than waking a thread, a line that was
    sent has left the process (kill -9 loses nothing that was reported), and a host that is too slow slows the trainer
    instead of filling its memory.
    """

    def __init__(self, fd: int = HOST_FD) -> None:
        os.set_inheritable(fd, False)
        os.set_blocking(fd, True)
        self._fd = fd
        self._lock = threading.Lock()
        self._seq = 0
        self.last_sent = time.monotonic()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        """A forked child (a data loader's worker) must neither write here nor hold the pipe open."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1
        self._lock = threading.Lock()

    def send(self, type_: str, fields: Mapping[str, Any]) -> None:
        with self._lock:
            if self._fd < 0:
                return
            self._seq += 1
            data = encode_line({"v": 1, "seq": self._seq, "t": round(time.time() * 1000, 1), "type": type_, **fields})
            try:
                written = os.write(self._fd, data)
                while written < len(data):
                    written += os.write(self._fd, data[written:])
            except BrokenPipeError:
                # Nobody will ever read this run's results again.
                os._exit(70)
            self.last_sent = time.monotonic()

    def close(self) -> None:
        with self._lock:
            if self._fd >= 0:
                os.close(self._fd)
            self._fd = -1


class TerminalChannel:
    """For a person who runs the trainer by hand."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._lock = threading.Lock()

    def send(self, type_: str, fields: Mapping[str, Any]) -> None:
        text = _for_people(type_, fields)
        if text is not None:
            with self._lock:
                self._out.write(text + "\n")
                self._out.flush()

    def close(self) -> None:
        pass


def _for_people(type_: str, f: Mapping[str, Any]) -> str | None:
    match type_:
        case "progress":
            parts: list[str] = []
            for name, total in (("epoch", "total_epochs"), ("step", "total_steps")):
                if name in f:
                    parts.append(f"{name} {f[name]:g}" + (f"/{f[total]:g}" if total in f else ""))
            parts += [str(f[k]) for k in ("phase", "message") if k in f]
            return "  ".join(parts) or None
        case "metric":
            prefix = f"{f['group']}/" if "group" in f else ""
            return f"  step {f['step']:g}: " + "  ".join(f"{prefix}{k} {_short(v)}" for k, v in f["values"].items())
        case "log":
            return f"{f['level']}: {f['message']}"
        case "checkpoint":
            return f"  checkpoint {f['folder']}"
        case "artifact" | "predictions":
            return f"  {f.get('kind', type_)}: {f['path']}"
        case "section":
            return f"  result section {f['section']['type']}: {f['section']['title']}"
        case "done":
            metrics = "  ".join(f"{k} {_short(v)}" for k, v in f.get("metrics", {}).items())
            return "  ".join(x for x in (str(f["status"]), f.get("message"), metrics) if x)
        case _:
            return None


def _short(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, (int, float)) else str(value)


class RecordingChannel:
    """Keeps the lines as the host would parse them: encoded and decoded once, so that a test sees the wire's view."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def send(self, type_: str, fields: Mapping[str, Any]) -> None:
        import json

        with self._lock:
            line = {"v": 1, "seq": len(self.lines) + 1, "t": round(time.time() * 1000, 1), "type": type_, **fields}
            self.lines.append(json.loads(encode_line(line)))

    def close(self) -> None:
        pass
