"""The one object a trainer talks to."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, NoReturn

from ._channel import Channel
from ._commands import Command, Inbox
from ._files import FileRecord, below, sha256_of, write_folder
from ._loop import LoopOptions, loop
from ._task import Dataset, Language, Prompt, ResumePoint, SourceModel, SourceRun, Split, Task
from ._track import Tracked, parts_of, read_state, things_of, write_state

Group = Literal["train", "validation", "test", "system"]
Level = Literal["debug", "info", "warning", "error"]


def _outside(_: float) -> None:
    raise RuntimeError("save_within() belongs into a turn of run.epochs(...)")


class Run:
    """One attempt of one run. Every method may be called from any thread; none waits for an answer.

    Life: started → (progress, metrics, checkpoints, results)* → ended by `done`, `leave` or `fail`, once.
    """

    def __init__(self, task: Task, channel: Channel, inbox: Inbox) -> None:
        self.task = task
        #: Complete and checked by the host: every parameter is there.
        self.config: dict[str, Any] = task.config
        self.seed: int = task.seed
        self.dataset: Dataset | None = task.dataset
        self.split: Split | None = task.split
        self.upload: Path | None = task.upload
        self.runs: tuple[SourceRun, ...] = task.runs
        self.models: tuple[SourceModel, ...] = task.models
        #: Where language models are asked; None where the manifest asks for none.
        self.language: Language | None = task.language
        #: The prompt to begin with; None where the manifest asks for none.
        self.prompt: Prompt | None = task.prompt
        #: Everything a run keeps is written below this folder.
        self.output: Path = task.output
        self.tracked: Tracked = Tracked()
        #: The latest value of each metric by its key (`validation/loss`).
        self.latest: dict[str, float] = {}
        self._channel = channel
        self._inbox = inbox
        self._end_lock = threading.Lock()
        self._ended = False
        self._stopping: Command | None = None
        self._last_checkpoint: str | None = None
        self._own_checkpoints: list[tuple[Path, bool]] = []
        # Of all checkpoints of this process, those that are gone included: the host may still be storing one of them.
        self._given: set[Path] = set()
        self._save_within: Callable[[float], object] = _outside

    # ---- where it stands -------------------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        return self._ended

    @property
    def resume(self) -> Path | None:
        """The folder of the checkpoint to go on from, or None for a fresh start."""
        return self.task.checkpoint.folder if self.task.checkpoint else None

    @property
    def resume_point(self) -> ResumePoint | None:
        return self.task.checkpoint

    @property
    def command(self) -> Command | None:
        """The most urgent command that nobody answered yet."""
        return self._inbox.first

    @property
    def should_stop(self) -> bool:
        """True once the host asked to pause, stop or cancel: save a checkpoint and call `leave`."""
        command = self._inbox.first
        return command is not None and command.kind != "checkpoint_now"

    # ---- saying how it goes ----------------------------------------------------------------------------------

    def progress(
        self,
        *,
        step: float | None = None,
        total_steps: float | None = None,
        epoch: float | None = None,
        total_epochs: float | None = None,
        epoch_name: str | None = None,
        phase: str | None = None,
        message: str | None = None,
        expect_next_s: float | None = None,
    ) -> None:
        """`expect_next_s`: how long nothing may be heard before the host calls it a stall; `epoch_name`: `iteration`."""
        fields = {
            "step": step,
            "total_steps": total_steps,
            "epoch": epoch,
            "total_epochs": total_epochs,
            "epoch_name": epoch_name,
            "phase": phase,
            "message": message,
            "expect_next_s": expect_next_s,
        }
        self._send("progress", {k: v for k, v in fields.items() if v is not None})

    def metric(self, step: float, values: Mapping[str, Any], group: Group | None = None) -> None:
        """Numbers of any kind (numpy, torch scalars too); NaN and infinities are kept and shown as such."""
        numbers = {name: float(value) for name, value in values.items()}
        for name, value in numbers.items():
            self.latest[f"{group}/{name}" if group else name] = value
        self._send(
            "metric", {"step": step, "group": group, "values": numbers} if group else {"step": step, "values": numbers}
        )

    def log(self, level: Level, message: str, **fields: Any) -> None:
        line: dict[str, Any] = {"level": level, "message": message}
        if fields:
            line["fields"] = fields
        self._send("log", line)

    def milestone(self, message: str) -> None:
        """A turn that people look for later, such as an early stop: in the log and in the run's timeline.

        What stands before a colon becomes the entry's title: `Stopped early after epoch 7: no better loss since`.
        """
        self._send("log", {"level": "info", "message": message, "milestone": True})

    # ---- results ---------------------------------------------------------------------------------------------

    def section(
        self,
        type: str,
        title: str,
        data: Mapping[str, Any],
        notes: Sequence[str] = (),
        about: Literal["model", "training"] | None = None,
    ) -> None:
        """A typed result section; the closed list of types is in the protocol's reference.

        `about` places it beside what else tells of the model or the training, where its type alone does not say.
        """
        section: dict[str, Any] = {"type": type, "title": title, "notes": list(notes), "data": data}
        if about is not None:
            section["about"] = about
        self._send("section", {"section": section})

    def predictions(self, path: str | os.PathLike[str]) -> None:
        """CSV: sample_id, truth, prediction, then one score_<class> column a class."""
        relative = below(self.output, path)
        self._send(
            "predictions",
            {
                "path": relative,
                "sha256": sha256_of(self.output / relative),
                "dataset_digest": (self.dataset.digest or None) if self.dataset else None,
                "split_digest": (self.split.digest or None) if self.split else None,
            },
        )

    def artifact(self, path: str | os.PathLike[str], kind: str, **meta: Any) -> None:
        """`kind`: model, onnx, dataset (a folder), predictions, history, report or file."""
        relative = below(self.output, path)
        full = self.output / relative
        line: dict[str, Any] = {"path": relative, "kind": kind, "meta": meta}
        if full.is_file():
            line["sha256"] = sha256_of(full)
        elif not full.is_dir():
            raise FileNotFoundError(f"artifact {path}: there is no such file below {self.output}")
        self._send("artifact", line)

    # ---- checkpoints -----------------------------------------------------------------------------------------

    def save_checkpoint(
        self,
        step: float,
        write: Callable[[Path], object],
        *,
        epoch: float | None = None,
        metrics: Mapping[str, float] | None = None,
        best: bool = False,
        parts: Sequence[str] = (),
        keep: int | None = None,
    ) -> str:
        """Calls `write` with an empty folder, makes it durable, and only then tells the host. Returns its id.

        Answers any pending checkpoint_now. `keep`: how many of this attempt's checkpoints stay (best ones always do).
        """
        folder = self._new_checkpoint_folder(step)
        note = {"step": step, "epoch": epoch, "best": best}

        def write_all(target: Path) -> None:
            write(target)
            if any(target.iterdir()):
                (target / "checkpoint.json").write_text(json.dumps(note))

        files = write_folder(folder, write_all)
        self._given.add(folder)
        line: dict[str, Any] = {
            "id": folder.name,
            "step": step,
            "folder": below(self.output, folder),
            "files": [self._record_in(folder, record) for record in files],
            "parts": list(parts),
            "metrics": {k: float(v) for k, v in (metrics or {}).items()},
            "best": best,
        }
        if epoch is not None:
            line["epoch"] = epoch
        self._send("checkpoint", line)
        self._last_checkpoint = folder.name
        for command in self._inbox.take("checkpoint_now"):
            self._ack(command, folder.name)
        self._prune(folder, best, keep)
        return folder.name

    def _new_checkpoint_folder(self, step: float) -> Path:
        name = f"attempt{self.task.attempt}-step{f'{step:.3f}'.rstrip('0').rstrip('.')}"
        folder, again = self.output / "checkpoints" / name, 1
        while folder.exists() or folder in self._given:
            again += 1
            folder = folder.with_name(f"{name}-{again}")
        return folder

    def _record_in(self, folder: Path, record: FileRecord) -> dict[str, Any]:
        return {**asdict(record), "path": f"{below(self.output, folder)}/{record.path}"}

    def _prune(self, folder: Path, best: bool, keep: int | None) -> None:
        self._own_checkpoints.append((folder, best))
        if keep is None:
            return
        ordinary = [f for f, is_best in self._own_checkpoints if not is_best]
        for old in ordinary[: max(0, len(ordinary) - keep)]:
            shutil.rmtree(old, ignore_errors=True)
            self._own_checkpoints.remove((old, False))

    # ---- plain loops -----------------------------------------------------------------------------------------

    def track(self, **things: Any) -> Tracked:
        """Names what a checkpoint must hold; on a resumed run puts it all back at once.

        Anything with state_dict/load_state_dict (model, optimizer, scheduler), torch, numpy and python generators,
        dicts and lists (in place), and plain values (read and written on the object that is returned). The global
        random states of python, numpy and torch are always included.
        """
        held = things_of(self.tracked)
        twice = sorted(set(held) & set(things))
        if twice:
            raise ValueError(f"already tracked: {', '.join(twice)}")
        held.update(things)
        if self.resume is not None:
            read_state(self.tracked, self.resume)
        return self.tracked

    def epochs(
        self,
        total: int,
        *,
        checkpoint_every: int = 1,
        keep: int = 3,
        best: str | None = None,
        better: Literal["lower", "higher"] = "lower",
    ) -> Iterator[int]:
        """`for epoch in run.epochs(20)`: the epochs that are left, numbered from 0.

        At the end of each: progress, a checkpoint of what is tracked (every `checkpoint_every`, and the last one),
        and the answer to pause, stop and checkpoint_now. After stop the loop simply ends early, so that what follows
        it evaluates what there is. `best` names the metric (`validation/loss`) whose best checkpoint is kept for ever.
        """
        return loop(self, LoopOptions("epoch", total, checkpoint_every, keep, best, better))

    def steps(
        self,
        total: int,
        *,
        checkpoint_every: int = 1000,
        keep: int = 3,
        best: str | None = None,
        better: Literal["lower", "higher"] = "lower",
    ) -> Iterator[int]:
        """The same for loops that count steps: progress at most ten times a second, commands answered at every step."""
        return loop(self, LoopOptions("step", total, checkpoint_every, keep, best, better))

    def save_within(self, share: float) -> None:
        """In a long turn of `epochs`: a checkpoint after `share` of it (0 to 1), and the answer to a pause or cancel.

        What says where the turn stands must be tracked. After a stop `stopping` is true: leave the loop.
        """
        self._save_within(share)
        if self.command is not None and self.command.kind == "stop":
            self.stop_early()
        elif self.should_stop:
            self.leave()

    def saves_within(self, save: Callable[[float], object]) -> None:
        """For the loops of this package: how a checkpoint inside the turn at hand is made."""
        self._save_within = save

    def write_tracked(self, folder: Path) -> None:
        write_state(self.tracked, folder)

    def tracked_parts(self) -> list[str]:
        return parts_of(self.tracked)

    # ---- the end ---------------------------------------------------------------------------------------------

    def stop_early(self) -> None:
        """Takes a pending stop: `done` will then say "stopped". For loops that evaluate before they end."""
        for command in self._inbox.take("stop"):
            self._stopping = self._stopping or command

    @property
    def stopping(self) -> bool:
        return self._stopping is not None

    def leave(self, metrics: Mapping[str, Any] | None = None, message: str | None = None) -> NoReturn:
        """Answers the pending pause, stop or cancel and ends the process with exit code 0.

        Save a checkpoint first: a paused run goes on from the newest one, or from the start if there is none.
        """
        self.stop_early()
        pending = self._inbox.take("cancel", "pause")
        if self._stopping is None and not pending:
            raise RuntimeError("leave() answers pause, stop or cancel, and none is pending: use done()")
        paused = self._stopping is None and all(c.kind == "pause" for c in pending)
        for command in pending:
            self._ack(command, self._last_checkpoint)
        self._end("paused" if paused else "stopped", metrics, message)
        raise SystemExit(0)

    def done(
        self, metrics: Mapping[str, Any] | None = None, message: str | None = None, short: str | None = None
    ) -> None:
        """All that was wanted is there (or, after a stop, all that there is). Nothing can be sent after it.

        `short`: why it ended there, in a word or two that stand beside its status, such as `budget-reached`.
        """
        self._end("stopped" if self._stopping else "completed", metrics, message, short)

    def fail(self, code: str, message: str) -> None:
        """Ends as failed, in words. An uncaught exception does this by itself."""
        self._end("failed", None, message[:4000], code)

    def _end(
        self, status: str, metrics: Mapping[str, Any] | None, message: str | None = None, code: str | None = None
    ) -> None:
        with self._end_lock:
            if self._ended:
                raise RuntimeError("the run has already ended: done, leave and fail are called once")
            if self._stopping is not None:
                self._ack(self._stopping, self._last_checkpoint)
            line: dict[str, Any] = {"status": status, "metrics": {k: float(v) for k, v in (metrics or {}).items()}}
            if message:
                line["message"] = message
            if code:
                line["code"] = code
            self._channel.send("done", line)
            self._ended = True

    def _ack(self, command: Command, checkpoint: str | None) -> None:
        line = {"command": command.id, "result": "ok"}
        self._channel.send("ack", line if checkpoint is None else {**line, "checkpoint": checkpoint})

    def _send(self, type_: str, fields: Mapping[str, Any]) -> None:
        if self._ended:
            raise RuntimeError(f"a {type_} line after the end of the run: call done() last")
        self._channel.send(type_, fields)

    def beat_for_ever(self, every_s: float, last_sent: Callable[[], float]) -> None:
        """The heartbeat thread's body. Any line counts as a beat, so a talkative trainer sends none."""
        while not self._ended:
            time.sleep(every_s)
            with self._end_lock:
                if not self._ended and time.monotonic() - last_sent() >= every_s / 2:
                    self._channel.send("heartbeat", {})
