"""Trainyard's SDK for trainers in Python: standard library only.

import trainyard

run = trainyard.start()
run.track(model=model, optimizer=optimizer)
for epoch in run.epochs(run.config["epochs"]):
    ...
    run.metric(epoch, {"loss": loss}, "train")
run.done({"loss": loss})
"""

from ._commands import Command
from ._run import Run
from ._start import start
from ._task import (
    Dataset,
    Language,
    LanguageModel,
    ModelFile,
    Prompt,
    ResumePoint,
    SourceModel,
    SourceRun,
    Split,
    SplitFile,
    Task,
)
from ._track import Tracked
from ._wire import PROTOCOL_VERSION

__all__ = [
    "PROTOCOL_VERSION",
    "Command",
    "Dataset",
    "Language",
    "LanguageModel",
    "ModelFile",
    "Prompt",
    "ResumePoint",
    "Run",
    "SourceModel",
    "SourceRun",
    "Split",
    "SplitFile",
    "Task",
    "Tracked",
    "start",
]
