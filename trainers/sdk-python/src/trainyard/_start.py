"""From a fresh process to a `Run`."""

from __future__ import annotations

import errno
import os
import platform
import sys
import threading
from importlib import metadata
from types import TracebackType

from ._channel import HOST_FD, HostChannel, TerminalChannel
from ._commands import Inbox, die_with_host, watch_stdin
from ._run import Run
from ._task import task_by_hand, task_from_file
from ._wire import PROTOCOL_VERSION

_HEARTBEAT_S = 2.0
_NAMED_PACKAGES = (
    "numpy",
    "scipy",
    "pandas",
    "scikit-learn",
    "lightgbm",
    "xgboost",
    "torch",
    "onnx",
    "onnxruntime",
    "skl2onnx",
)


def _versions() -> dict[str, str]:
    """Asked of the installed packages' records; importing them here would cost seconds."""
    versions = {"python": platform.python_version()}
    for name in _NAMED_PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def _end_code(error: BaseException) -> str:
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "out-of-memory"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "disk-full"
    return "trainer-error"


def _say_why_on_crash(run: Run) -> None:
    """An uncaught exception becomes the run's reason; the traceback still goes to stderr."""
    before = sys.excepthook

    def hook(type_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not run.ended and not isinstance(error, KeyboardInterrupt):
            run.fail(_end_code(error), f"{type_.__name__}: {error}")
        before(type_, error, trace)

    sys.excepthook = hook


def start(*, pause: bool = True, stop: bool = True, checkpoint: bool = True, exact_resume: bool = False) -> Run:
    """Call it once, first thing. Under a host it says hello; without one every line goes to the terminal.

    By hand: --set key=value, --config file.json, --dataset, --split, --upload, --output, --resume, --seed.
    """
    inbox = Inbox()
    task_file = os.environ.get("TRAINYARD_TASK")
    if not task_file:
        return Run(task_by_hand(sys.argv[1:]), TerminalChannel(), inbox)
    try:
        channel = HostChannel(HOST_FD)
    except OSError as error:
        raise RuntimeError(
            "TRAINYARD_TASK is set, but file descriptor 3 is closed: only the process that the host started may call "
            "trainyard.start(); unset TRAINYARD_TASK to run by hand"
        ) from error
    run = Run(task_from_file(task_file), channel, inbox)
    capabilities = {"pause": pause, "stop": stop, "checkpoint": checkpoint, "exact_resume": exact_resume}
    channel.send(
        "hello",
        {"protocol": PROTOCOL_VERSION, "pid": os.getpid(), "versions": _versions(), "capabilities": capabilities},
    )
    _say_why_on_crash(run)
    watch_stdin(inbox, lambda: None if run.ended else die_with_host())
    threading.Thread(
        target=run.beat_for_ever,
        args=(_HEARTBEAT_S, lambda: channel.last_sent),
        name="trainyard-heartbeat",
        daemon=True,
    ).start()
    return run
