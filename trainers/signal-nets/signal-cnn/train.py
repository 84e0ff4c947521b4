"""The trainer `signal-cnn`: read, cut into windows, train, score, export. Runs by hand too; see the pack's README."""

from __future__ import annotations

import numpy as np
import torch
import trainyard
from model import SignalCNN
from signal_nets.data import as_tensor, measure, parts_of, pick
from signal_nets.fit import Loop, Stage, fit, make_optimizer
from signal_nets.results import Evaluated, evaluate, export, report
from trainyard_lib import cut_windows, read_dataset


def main() -> None:
    run = trainyard.start(exact_resume=True)
    config = run.config
    torch.set_num_threads(run.task.threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(run.seed)
    device = torch.device("cuda" if run.task.devices and torch.cuda.is_available() else "cpu")

    run.progress(phase="Reading data", expect_next_s=300)
    if run.dataset is None or run.split is None:
        raise SystemExit("signal-cnn needs a data set and a split")
    data = read_dataset(run.dataset.folder)
    windows = cut_windows(data, config["window"]["seconds"], config["window"]["overlap"])
    for note in windows.notes:
        run.log("info", note)
    x, targets = as_tensor(windows), torch.from_numpy(windows.y)

    files = {"main": run.split.path}
    if run.split.companion is not None:
        files = {"companion": run.split.companion.path, **files}
    parts = {name: parts_of(windows, path) for name, path in files.items()}
    scalings = {name: measure(x, parts[name]["train"]) for name in files}

    def picked(name: str, part: str):
        return pick(x, targets, parts[name][part], scalings[name])

    model = SignalCNN(x.shape[1], len(windows.classes), config).to(device)
    loop = Loop(run, config, len(windows.classes), device, torch.Generator().manual_seed(run.seed))
    run.progress(phase="Training")
    results = fit(
        loop,
        model,
        make_optimizer(model, config),
        [Stage(name, picked(name, "train"), picked(name, "validation")) for name in files],
    )

    run.progress(phase="Scoring", expect_next_s=300)
    scored: dict[str, Evaluated] = {}
    for name, result in results.items():
        model.load_state_dict(result["best_weights"])
        test = parts[name]["test"]
        scored[name] = Evaluated(evaluate(run, windows, model, picked(name, "test").signals, test), result)
    metrics: dict[str, float] = {}
    if "companion" in scored:
        metrics["test/accuracy_new_units"] = scored["companion"].predictions.accuracy.value
    if "main" in scored:
        main_run = scored["main"]
        p = main_run.predictions
        metrics |= {
            "test/accuracy": p.accuracy.value,
            "test/macro_f1": p.macro_f1.value,
            "test/log_loss": p.log_loss.value,
            "validation/best_loss": main_run.result["best_loss"],
        }
        majority = np.bincount(windows.y[parts["main"]["train"]]).argmax()
        facts: dict[str, object] = {
            "Parameters": f"{sum(q.numel() for q in model.parameters()):,}",
            "Windows (train / validation / test)": " / ".join(str(len(parts["main"][k])) for k in parts["main"]),
            "Rate": f"{windows.rate_hz:g} Hz",
            "Always the most frequent class": f"{float((p.truth == majority).mean()):.1%}" if len(p) else "no test part",
        }
        report(run, main_run, scored.get("companion"), facts)
        model.load_state_dict(main_run.result["best_weights"])
        _filters(run, model)
        export(run, model, scalings["main"], x[torch.from_numpy(parts["main"]["test"])], windows.classes)
    run.done(metrics)


def _filters(run: trainyard.Run, model: SignalCNN) -> None:
    shown = model.first_filters().cpu()
    run.section(
        "filters",
        "Filters of the first layer",
        {"layer": "conv 1, first channel", "filters": [[float(v) for v in row] for row in shown]},
        [f"{shown.shape[0]} filters of {shown.shape[1]} samples."],
    )


if __name__ == "__main__":
    main()
