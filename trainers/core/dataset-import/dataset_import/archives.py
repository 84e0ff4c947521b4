"""Unpacking what strangers packed: nothing leaves the folder, nothing is a link, nothing grows without limit."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import stat
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Protocol

from .report import Report, Unusable

_MAX_ENTRIES = 200_000
#: An honest archive of numbers shrinks ten times, perhaps a hundred; small ones may be extreme without harm.
_MAX_RATIO = 500
_HARMLESS_BYTES = 100 * 2**20
_COPY_BYTES = 2**20

_TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_SINGLE = (".gz", ".bz2", ".xz")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_archive(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith((".zip", *_TAR, *_SINGLE))


def _open_single(path: Path) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    match path.suffix.lower():
        case ".gz":
            return gzip.open(path, "rb")
        case ".bz2":
            return bz2.open(path, "rb")
        case _:
            return lzma.open(path, "rb")


def _holds_many(path: Path) -> bool:
    return path.name.lower().endswith((".zip", *_TAR))


class Unpacker:
    """`unpack` puts the good entries below `target` and reports the others by name; a bad archive is `Unusable`."""

    def __init__(self, max_bytes: int, report: Report) -> None:
        self._left = max_bytes
        self._max = max_bytes
        self._report = report

    def unpack(self, archive: Path, target: Path, shown_as: str) -> None:
        name = archive.name.lower()
        try:
            if name.endswith(".zip"):
                self._zip(archive, target, shown_as)
            elif name.endswith(_TAR):
                self._tar(archive, target, shown_as)
            else:
                self._single(archive, target)
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, lzma.LZMAError, OSError) as error:
            raise Unusable(f"the archive is damaged ({error})") from error
        except (RuntimeError, NotImplementedError) as error:  # zipfile's words for encryption and rare methods
            raise Unusable(f"the archive cannot be read ({error})") from error

    def _zip(self, archive: Path, target: Path, shown_as: str) -> None:
        size = archive.stat().st_size
        with zipfile.ZipFile(archive) as packed:
            entries = packed.infolist()
            self._check_count(len(entries))
            for entry in entries:
                if entry.is_dir():
                    continue
                mode = entry.external_attr >> 16
                bad = _why_not(entry.filename) or ("it is a link" if stat.S_ISLNK(mode) else None)
                if bad:
                    self._report.refused(f"{shown_as}/{entry.filename}", f"not unpacked: {bad}")
                    continue
                with packed.open(entry) as source:
                    self._copy(source, target / entry.filename, size)

    def _tar(self, archive: Path, target: Path, shown_as: str) -> None:
        size = archive.stat().st_size
        with tarfile.open(archive) as packed:
            count = 0
            for entry in packed:
                count += 1
                self._check_count(count)
                if entry.isdir():
                    continue
                bad = _why_not(entry.name)
                if not bad and not entry.isreg():
                    bad = "it is a link" if entry.issym() or entry.islnk() else "it is not a plain file"
                if bad:
                    self._report.refused(f"{shown_as}/{entry.name}", f"not unpacked: {bad}")
                    continue
                source = packed.extractfile(entry)
                assert source is not None  # a regular file has content
                with source:
                    self._copy(source, target / entry.name, size)

    def _single(self, archive: Path, target: Path) -> None:
        with _open_single(archive) as source:
            self._copy(source, target / archive.stem, archive.stat().st_size)

    def _check_count(self, count: int) -> None:
        if count > _MAX_ENTRIES:
            raise Unusable(f"the archive has more than {_MAX_ENTRIES:,} entries")

    def _copy(self, source: Readable, path: Path, packed_bytes: int) -> None:
        """Counts what really comes out: the sizes in an archive's headers may lie."""
        path.parent.mkdir(parents=True, exist_ok=True)
        written = 0
        with path.open("wb") as out:
            while chunk := source.read(_COPY_BYTES):
                written += len(chunk)
                self._left -= len(chunk)
                if self._left < 0:
                    raise Unusable(f"it unpacks to more than {self._max / 2**30:g} GB (max_unpacked_gb)")
                if written > _HARMLESS_BYTES and written > _MAX_RATIO * packed_bytes:
                    raise Unusable(f"it unpacks to more than {_MAX_RATIO} times its size, as archive bombs do")
                out.write(chunk)


def _why_not(name: str) -> str | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or (len(name) > 1 and name[1] == ":"):
        return "its path is absolute"
    if ".." in path.parts:
        return 'its path leaves the folder ("..")'
    if "\0" in name or not path.parts:
        return "its name is not usable"
    return None


def unpack_all(upload: Path, work: Path, max_bytes: int, report: Report) -> list[tuple[Path, str]]:
    """All files, archives replaced by their content: (path, name for people), in a stable order."""
    unpacker = Unpacker(max_bytes, report)
    found: list[tuple[Path, str]] = []
    for path in sorted(p for p in upload.rglob("*") if p.is_file() or p.is_symlink()):
        name = path.relative_to(upload).as_posix()
        if path.is_symlink():
            report.refused(name, "it is a link; upload the file itself")
        elif not is_archive(path):
            found.append((path, name))
        else:
            target = work / str(len(list(work.iterdir())))
            target.mkdir()
            try:
                unpacker.unpack(path, target, name)
            except Unusable as reason:
                shutil.rmtree(target)
                report.refused(name, str(reason))
                continue
            inner = sorted(p for p in target.rglob("*") if p.is_file())
            if not inner:
                report.refused(name, "the archive holds no usable file")
            for file in inner:
                inside = file.relative_to(target).as_posix()
                # A single packed file keeps the name a table of recordings knows it by.
                shown = f"{name}/{inside}" if _holds_many(path) else name[: -len(path.suffix)]
                if is_archive(file):
                    report.refused(shown, "an archive inside an archive is not unpacked")
                else:
                    found.append((file, shown))
    return found
