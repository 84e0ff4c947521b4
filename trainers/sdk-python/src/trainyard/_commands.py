"""What the host asks of a trainer: pause, stop, cancel, checkpoint_now."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

#: The command that matters most is answered first.
_RANK = ("cancel", "stop", "pause", "checkpoint_now")


@dataclass(frozen=True)
class Command:
    kind: str
    id: str
    #: Milliseconds that the trainer has before it is asked with SIGTERM; None for checkpoint_now.
    deadline_ms: int | None = None
    received: float = field(default_factory=time.monotonic)


class Inbox:
    """Pending commands. Filled by a reader thread, emptied by the loop that answers them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[Command] = []
        self._seen: set[str] = set()

    def put(self, command: Command) -> None:
        with self._lock:
            if command.id in self._seen:  # the host may repeat itself
                return
            self._seen.add(command.id)
            self._pending.append(command)
            self._pending.sort(key=lambda c: _RANK.index(c.kind))

    @property
    def first(self) -> Command | None:
        pending = self._pending  # read without the lock: a loop asks at every step
        return pending[0] if pending else None

    def take(self, *kinds: str) -> list[Command]:
        with self._lock:
            taken = [c for c in self._pending if c.kind in kinds]
            self._pending = [c for c in self._pending if c.kind not in kinds]
            return taken


def parse_command(text: bytes) -> Command | None:
    """None for a line of a later protocol version: a newer host must not stop an older trainer."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    if not isinstance(line, dict):
        return None
    fields = cast("dict[str, Any]", line)
    kind = fields.get("type")
    if kind not in _RANK:
        return None
    return Command(kind, str(fields.get("id", "")), fields.get("deadline_ms"))


def watch_stdin(inbox: Inbox, host_is_gone: Callable[[], None]) -> None:
    """Reads commands from what was stdin, on a thread of its own.

    stdin itself becomes /dev/null: neither the trainer nor a child of it can swallow a command by reading.
    """
    commands = os.dup(0)
    os.set_inheritable(commands, False)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)

    def read() -> None:
        rest = b""
        while True:
            try:
                chunk = os.read(commands, 65536)
            except OSError:
                chunk = b""
            if not chunk:
                host_is_gone()
                return
            *lines, rest = (rest + chunk).split(b"\n")
            for text in lines:
                command = parse_command(text)
                if command is not None:
                    inbox.put(command)

    threading.Thread(target=read, name="trainyard-commands", daemon=True).start()


def die_with_host() -> None:
    """The host's end of stdin closed: it died. Whatever is computed from here on, nobody collects."""
    if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # the trainer's own children too
    os._exit(70)
