"""What the trainers of this pack do, from the data to the results; a trainer brings its network and its own views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
import trainyard
from torch import nn
from trainyard_lib import SignalSet, cut_windows, read_dataset
from trainyard_lib.dataset import WindowSet

from . import results
from .data import Indices, Scaling, as_tensor, check_windows, measure, parts_of, pick
from .explain import Explainer, Verdict, examine
from .fit import Diverged, Loop, Objective, Stage, Windows, cross_entropy, fit, make_optimizer
from .probe import RateSearch, measure_batch, search_rate
from .transfer import NothingFits, start_from

Tensor = torch.Tensor

#: Training windows on which a network is watched after each epoch.
_WATCHED = 64


@dataclass(frozen=True)
class Shape:
    """What a network is built for."""

    channels: int
    classes: int
    #: Samples of a window.
    samples: int
    rate_hz: float


@dataclass
class Trained:
    """What is there once the run's own stage is trained: for the views of a trainer."""

    run: trainyard.Run
    model: nn.Module
    shape: Shape
    data: SignalSet
    windows: WindowSet
    parts: Indices
    scaling: Scaling
    #: The test part, scaled; the training part beside it.
    test: Windows
    train: Windows
    #: What `Network.watch` kept, epoch by epoch.
    watched: list[dict[str, Any]] = field(default_factory=list)
    #: Whether pictures of what the network looks at may be shown; None where there are none.
    verdict: Verdict | None = None
    #: Loss, its parts and the validation's figures, epoch by epoch.
    history: list[dict[str, float]] = field(default_factory=list)
    #: What is odd about the signals, and what was done to them.
    notes: list[str] = field(default_factory=list)

    def show(self, type: str, title: str, data: dict[str, Any], notes: Sequence[str] = ()) -> None:
        """A section that tells of the inside of the model."""
        self.run.section(type, title, data, notes, about="model")


@dataclass(frozen=True)
class Network:
    """One trainer of the pack. Only `build` is needed."""

    #: Builds the network with fresh weights.
    build: Callable[[Shape, dict[str, Any]], nn.Module]
    #: How it is looked into; None where there is no such picture.
    explainer: Callable[[nn.Module], Explainer] | None = None
    #: Sends the trainer's own sections.
    views: Callable[[Trained], None] | None = None
    objective: Objective = cross_entropy
    #: (windows, conditions) float32 for the objective, measured beside the signals.
    conditions: Callable[[WindowSet, dict[str, Any]], Tensor] | None = None
    #: Before the training, with the classes and the training part of the first stage: what the objective measures or
    #: checks there is kept in the network.
    prepare: Callable[[trainyard.Run, nn.Module, Windows, list[str]], None] | None = None
    #: After each epoch, with the same training windows each time: figures that are kept for `Trained.watched`.
    #: May not touch gradients, buffers or random numbers; the mode (training or not) is set anew afterwards.
    watch: Callable[[nn.Module, Windows], dict[str, Any]] | None = None


def train(network: Network) -> None:
    run = trainyard.start(exact_resume=True)
    try:
        _train(run, network)
    except (Diverged, NothingFits) as error:
        run.log("error", str(error))
        run.fail("diverged" if isinstance(error, Diverged) else "bad-config", str(error))
        raise SystemExit(1) from None


def _train(run: trainyard.Run, network: Network) -> None:
    config = run.config
    torch.set_num_threads(run.task.threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(run.seed)
    device = torch.device("cuda" if run.task.devices and torch.cuda.is_available() else "cpu")

    run.progress(phase="Reading data", expect_next_s=300)
    if run.dataset is None or run.split is None:
        raise SystemExit("this trainer needs a data set and a split")
    data = read_dataset(run.dataset.folder)
    windows = cut_windows(data, config["window"]["seconds"], config["window"]["overlap"])
    notes = [*windows.notes, *check_windows(windows)]
    for note in notes:
        run.log("info", note)
    x, targets = as_tensor(windows), torch.from_numpy(windows.y)
    conditions = network.conditions(windows, config) if network.conditions is not None else None

    files = {"main": run.split.path}
    if run.split.companion is not None:
        files = {"companion": run.split.companion.path, **files}
    parts = {name: parts_of(windows, path) for name, path in files.items()}
    scalings = {name: measure(x, parts[name]["train"]) for name in files}

    def picked(name: str, part: str) -> Windows:
        return pick(x, targets, parts[name][part], scalings[name], conditions)

    stages = [Stage(name, picked(name, "train"), picked(name, "validation")) for name in files]
    shape = Shape(x.shape[1], len(windows.classes), x.shape[2], windows.rate_hz)
    model = network.build(shape, config)
    started = start_from(run, model, shape)
    if network.prepare is not None:
        network.prepare(run, model, stages[0].train, windows.classes)
    model = model.to(device)
    loop = Loop(run, config, shape.classes, device, torch.Generator().manual_seed(run.seed), network.objective)
    watched: list[dict[str, Any]] = []
    if network.watch is not None:
        run.track(watched=watched)
        watch, same = network.watch, _spread(stages[-1].train, device)
        loop.watch = lambda seen, epoch: watched.append({"epoch": epoch, **watch(seen, same)})

    searched = _before_the_start(loop, model, stages)
    run.progress(phase="Training")
    found = fit(loop, model, make_optimizer(model, loop.config), stages)

    run.progress(phase="Scoring", expect_next_s=600)
    scored: dict[str, results.Evaluated] = {}
    for name, result in found.items():
        model.load_state_dict(result["best_weights"])
        test = parts[name]["test"]
        scored[name] = results.Evaluated(
            results.evaluate(run, windows, model, picked(name, "test").signals, test), result
        )
    metrics = results.metrics_of(scored)
    if "main" in scored:
        main = scored["main"]
        model.load_state_dict(main.result["best_weights"])
        trained = Trained(
            run, model.cpu().eval(), shape, data, windows, parts["main"], scalings["main"],
            picked("main", "test"), stages[-1].train, watched, notes=notes,
        )  # fmt: skip
        verdict, explainer = _examined(network, trained)
        trained.verdict = verdict
        trained.history = main.result["history"]
        facts = {"Parameters": f"{sum(q.numel() for q in model.parameters()):,}", **started, **_facts(trained)}
        results.report(trained, main, scored.get("companion"), facts, explainer, verdict)
        if searched is not None:
            run.section(**results.rate_section(searched, loop.config["learning_rate"]))
        if network.views is not None:
            network.views(trained)
        results.export(trained)
    run.done(metrics)


def _spread(windows: Windows, device: torch.device) -> Windows:
    """Some windows from all over a part."""
    places = torch.linspace(0, len(windows) - 1, min(_WATCHED, len(windows))).round().long()
    conditions = None if windows.conditions is None else windows.conditions[places].to(device)
    return Windows(windows.signals[places].to(device), windows.targets[places].to(device), conditions)


def _before_the_start(loop: Loop, model: nn.Module, stages: list[Stage]) -> RateSearch | None:
    """One real batch, and the learning rate where it is to be searched. A resumed run keeps the rate that it found."""
    run, config = loop.run, loop.config
    run.progress(phase="Probing one batch", expect_next_s=300)
    windows = stages[-1].train
    found: RateSearch | None = None
    if config["learning_rate_finder"]:
        kept = run.track(rate_search={"rates": [], "losses": [], "suggested": None}).rate_search
        if run.resume is None:
            found = search_rate(model, loop, windows)
            kept.update(rates=found.rates, losses=found.losses, suggested=found.suggested)
        found = RateSearch(kept["rates"], kept["losses"], kept["suggested"])
        if found.suggested is None:
            run.log(
                "warning",
                "The search for a learning rate found none at which the loss falls; the one that was set is used.",
            )
        else:
            loop.config = {
                **config,
                "learning_rate": found.suggested,
                "min_learning_rate": min(config["min_learning_rate"], found.suggested),
            }
            run.log(
                "info",
                f"The search for a learning rate chose {found.suggested:.2g} (set was {config['learning_rate']:g}).",
            )
    try:
        cost = measure_batch(model, loop, windows)
    except (MemoryError, torch.OutOfMemoryError, RuntimeError) as error:
        if not results.is_out_of_memory(error):
            raise
        run.fail("out-of-memory", results.memory_words(error, config["batch_size"]))
        raise SystemExit(1) from None
    run.log("info", cost.in_words(config["batch_size"], config["epochs"], len(stages)))
    return found


def _facts(trained: Trained) -> dict[str, object]:
    windows, parts = trained.windows, trained.parts
    return {
        "Windows (train / validation / test)": " / ".join(str(len(parts[k])) for k in parts),
        "Rate": f"{windows.rate_hz:g} Hz",
    }


def _examined(network: Network, trained: Trained) -> tuple[Verdict | None, Explainer | None]:
    """Whether the network's pictures may be shown."""
    if network.explainer is None or len(trained.test) < 2:
        return None, None
    explainer = network.explainer(trained.model)
    config = trained.run.config

    def untrained() -> nn.Module:
        return network.build(trained.shape, config)

    test = trained.test
    verdict = examine(explainer, trained.model, untrained, test.signals, test.targets, trained.run.seed)
    return verdict, explainer
