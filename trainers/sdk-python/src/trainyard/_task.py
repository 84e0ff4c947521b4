"""What a trainer may know: the task file that TRAINYARD_TASK names, or the command line when it is run by hand."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast


@dataclass(frozen=True)
class Dataset:
    folder: Path
    name: str
    version: int
    digest: str
    kind: str
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class SplitFile:
    path: Path
    digest: str
    by: str


@dataclass(frozen=True)
class Split:
    path: Path
    digest: str
    by: str
    #: Shown beside every score, for instance "upper bound: same unit on both sides".
    note: str | None = None
    #: The split by unit whose score is reported beside this one's.
    companion: SplitFile | None = None
    not_scored: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceRun:
    """An earlier run to read: run.json, config.json, sections.json, history.json, … lie in its folder."""

    id: str
    number: int
    name: str
    folder: Path


@dataclass(frozen=True)
class ModelFile:
    path: Path
    kind: str
    sha256: str
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class SourceModel:
    """A registered model to begin from or to combine; model.json and config.yaml lie in its folder."""

    name: str
    version: int
    run_id: str
    run_number: int
    #: The trainer that made it, and with which configuration.
    trainer: str
    config: Mapping[str, Any]
    folder: Path
    files: tuple[ModelFile, ...]
    #: What its run predicted on the test part, where it said so.
    predictions: Path | None
    #: Which samples it learned from, where its data were split.
    split: Path | None
    dataset: Mapping[str, Any] | None

    def file(self, kind: str) -> ModelFile | None:
        """The first file of kind `model` or `onnx`."""
        return next((file for file in self.files if file.kind == kind), None)


@dataclass(frozen=True)
class LanguageModel:
    """A language model of the run's record: ask by its name, with these parameters."""

    name: str
    provider: str
    #: As the provider calls it.
    model: str
    temperature: float | None
    max_tokens: int
    top_p: float | None
    top_k: int | None


@dataclass(frozen=True)
class Language:
    """The door to language models: OpenAI's API below `url`/v1. The key speaks for this run alone and dies with the attempt."""

    url: str
    key: str = field(repr=False)
    #: By role: primary, evaluator, optimizer, grader; one that the trainer can do without may be absent.
    models: Mapping[str, LanguageModel]


@dataclass(frozen=True)
class Prompt:
    """A version of a prompt with its texts; examples are (input, output)."""

    name: str
    version: int
    hash: str
    system: str
    output: str
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ResumePoint:
    id: str
    folder: Path
    step: float
    epoch: float | None


@dataclass(frozen=True)
class Task:
    output: Path
    run_id: str = "by-hand"
    run_number: int = 1
    attempt: int = 1
    trainer: str = "by-hand"
    config: dict[str, Any] = field(default_factory=dict[str, Any])
    dataset: Dataset | None = None
    split: Split | None = None
    upload: Path | None = None
    #: The earlier runs that the manifest's `needs.runs` asked for.
    runs: tuple[SourceRun, ...] = ()
    #: The registered models that the manifest's `needs.models` asked for.
    models: tuple[SourceModel, ...] = ()
    #: Where the language models of the manifest's `needs.language_models` are asked.
    language: Language | None = None
    #: The version that the manifest's `needs.prompt` asked for.
    prompt: Prompt | None = None
    checkpoint: ResumePoint | None = None
    seed: int = 0
    threads: int = 1
    devices: tuple[int, ...] = ()
    time_limit_s: float = 7200.0


def _model_from_json(data: Mapping[str, Any]) -> SourceModel:
    predictions, split = data.get("predictions"), data.get("split")
    return SourceModel(
        data["name"],
        data["version"],
        data["run_id"],
        data["run_number"],
        data["trainer"],
        dict(data["config"]),
        Path(data["folder"]),
        tuple(ModelFile(Path(f["path"]), f["kind"], f["sha256"], f.get("meta") or {}) for f in data["files"]),
        Path(predictions) if predictions else None,
        Path(split) if split else None,
        data.get("dataset"),
    )


def _language_from_json(data: Mapping[str, Any]) -> Language:
    def model(given: Mapping[str, Any]) -> LanguageModel:
        return LanguageModel(
            given["name"],
            given["provider"],
            given["model"],
            given.get("temperature"),
            given["max_tokens"],
            given.get("top_p"),
            given.get("top_k"),
        )

    return Language(data["url"], data["key"], {role: model(given) for role, given in data["models"].items()})


def _prompt_from_json(data: Mapping[str, Any]) -> Prompt:
    examples = tuple((one["input"], one["output"]) for one in data["examples"])
    return Prompt(data["name"], data["version"], data["hash"], data["system"], data["output"], examples)


def task_from_json(data: Mapping[str, Any]) -> Task:
    """The host has checked the file; here it only gets names and types."""
    dataset = data.get("dataset")
    split = data.get("split")
    companion = split.get("companion") if split else None
    checkpoint = data.get("checkpoint")
    upload = data.get("upload")
    return Task(
        output=Path(data["output"]),
        run_id=data["run_id"],
        run_number=data["run_number"],
        attempt=data["attempt"],
        trainer=data["trainer"],
        config=dict(data["config"]),
        dataset=dataset
        and Dataset(
            Path(dataset["folder"]),
            dataset["name"],
            dataset["version"],
            dataset["digest"],
            dataset["kind"],
            dataset.get("meta") or {},
        ),
        split=split
        and Split(
            Path(split["path"]),
            split["digest"],
            split["by"],
            split.get("note"),
            companion and SplitFile(Path(companion["path"]), companion["digest"], companion["by"]),
            tuple(split.get("not_scored") or ()),
        ),
        upload=Path(upload) if upload else None,
        runs=tuple(SourceRun(r["id"], r["number"], r["name"], Path(r["folder"])) for r in data.get("runs") or ()),
        models=tuple(_model_from_json(model) for model in data.get("models") or ()),
        language=_language_from_json(data["language"]) if data.get("language") else None,
        prompt=_prompt_from_json(data["prompt"]) if data.get("prompt") else None,
        checkpoint=checkpoint
        and ResumePoint(checkpoint["id"], Path(checkpoint["folder"]), checkpoint["step"], checkpoint.get("epoch")),
        seed=data["seed"],
        threads=data["threads"],
        devices=tuple(data.get("devices") or ()),
        time_limit_s=data["time_limit_s"],
    )


def task_from_file(path: str) -> Task:
    return task_from_json(json.loads(Path(path).read_text(encoding="utf-8")))


def _set_dotted(config: dict[str, Any], assignment: str) -> None:
    key, equals, text = assignment.partition("=")
    if not equals or not key:
        raise SystemExit(f"--set expects key=value, got {assignment!r}")
    try:
        value: Any = json.loads(text)
    except ValueError:
        value = text
    *parents, leaf = key.split(".")
    node = config
    for parent in parents:
        child = node.setdefault(parent, {})
        if not isinstance(child, dict):
            raise SystemExit(f"--set {assignment}: {parent} is a value, not a block")
        node = cast("dict[str, Any]", child)
    node[leaf] = value


def _dataset_by_hand(folder: Path) -> Dataset:
    manifest_file = folder / "manifest.json"
    kind = json.loads(manifest_file.read_text())["kind"] if manifest_file.exists() else "signals"
    return Dataset(folder, folder.name, 1, "", kind, {})


def _resume_by_hand(folder: Path) -> ResumePoint:
    note = folder / "checkpoint.json"
    if not note.exists():
        raise SystemExit(f"--resume {folder}: no checkpoint.json in it; name a folder below <output>/checkpoints")
    data = json.loads(note.read_text())
    return ResumePoint(folder.name, folder, data["step"], data.get("epoch"))


def task_by_hand(argv: Sequence[str]) -> Task:
    """Arguments that are not ours are left to the trainer."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="assignments")
    parser.add_argument("--dataset", type=Path)
    parser.add_argument("--split", type=Path)
    parser.add_argument("--upload", type=Path)
    parser.add_argument("--output", type=Path, default=Path("trainyard-output"))
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    args, _ = parser.parse_known_args(list(argv))
    config: dict[str, Any] = json.loads(args.config.read_text()) if args.config else {}
    for assignment in cast("list[str]", args.assignments):
        _set_dotted(config, assignment)
    output: Path = args.output.absolute()
    output.mkdir(parents=True, exist_ok=True)
    return Task(
        output=output,
        config=config,
        dataset=_dataset_by_hand(args.dataset.absolute()) if args.dataset else None,
        split=Split(args.split.absolute(), "", "unit") if args.split else None,
        upload=args.upload.absolute() if args.upload else None,
        checkpoint=_resume_by_hand(args.resume.absolute()) if args.resume else None,
        seed=args.seed,
        threads=int(os.environ.get("OMP_NUM_THREADS", "1").split(",")[0]),
    )
