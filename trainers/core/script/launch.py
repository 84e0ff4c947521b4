"""Becomes the command that the run names.

It replaces this process (exec), so that the command has the host's pipes, its signals and its exit code for itself.
Standard library only: it runs with whatever python3 there is.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def fail(message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(127)


def argv_of(command: str | list[str]) -> list[str]:
    return ["/bin/sh", "-c", command] if isinstance(command, str) else command


def environment_of(config: dict[str, Any]) -> dict[str, str]:
    environment = {**os.environ, **config.get("env", {})}
    venv = config.get("venv", "")
    if venv:
        programs = Path(venv) / "bin"
        if not (programs / "python").exists():
            fail(f"venv: {venv} is not a virtual environment on this host: there is no bin/python in it")
        environment["VIRTUAL_ENV"] = venv
        environment["PATH"] = os.pathsep.join([str(programs), environment.get("PATH", os.defpath)])
    return environment


def main() -> None:
    task = json.loads(Path(os.environ["TRAINYARD_TASK"]).read_text(encoding="utf-8"))
    config = task["config"]
    folder = config.get("working_directory") or task["output"]
    try:
        os.chdir(folder)
    except OSError as error:
        fail(f"working_directory: cannot enter {folder}: {error.strerror}")
    argv = argv_of(config["command"])
    try:
        os.execvpe(argv[0], argv, environment_of(config))
    except OSError as error:
        fail(f"command: cannot start {argv[0]}: {error.strerror}")


main()
