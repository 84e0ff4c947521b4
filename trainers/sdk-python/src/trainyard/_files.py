"""Files that survive a kill -9: written aside, forced to disk, renamed into place, and only then spoken of."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileRecord:
    path: str
    size: int
    sha256: str


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def force_to_disk(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def below(root: Path, path: str | os.PathLike[str]) -> str:
    """`path` as the protocol wants it: relative to the output folder, with forward slashes, and really below it."""
    full = Path(path)
    full = full if full.is_absolute() else root / full
    try:
        return full.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        raise ValueError(f"{path} is not below run.output ({root}): only files below it are collected") from None


def write_folder(target: Path, write: Callable[[Path], object]) -> list[FileRecord]:
    """Calls `write` with an empty folder beside `target`, makes it durable, renames it to `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".writing-{target.name}-{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        write(temporary)
        files = sorted(p for p in temporary.rglob("*") if p.is_file())
        if not files:
            raise ValueError(f"nothing was written for the checkpoint {target.name}: write at least one file")
        records: list[FileRecord] = []
        for file in files:
            force_to_disk(file)
            records.append(FileRecord(file.relative_to(temporary).as_posix(), file.stat().st_size, sha256_of(file)))
        for folder in [temporary, *(p for p in temporary.rglob("*") if p.is_dir())]:
            force_to_disk(folder)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    force_to_disk(target.parent)
    return records
