"""The trainer `signal-ensemble`: registered models vote on whole recordings; it learns from validation alone."""

from __future__ import annotations

import json

import numpy as np
import trainyard
import views
from combine import Scores, Vote, boosted, equal, log_loss, optimised, stacked
from members import Member, Unfit, member_of, scores_of
from trainyard_lib import Predictions, SignalSet, read_dataset, read_split, send_predictions, wilson
from trainyard_lib.dataset import Sample
from trainyard_lib.orders import marks_of
from trainyard_lib.sections import SectionFields, classification_sections, failure_cases, metric_row, summary
from trainyard_lib.split import SplitMap
from views import Asked


def main() -> None:
    run = trainyard.start()
    try:
        train(run)
    except Unfit as reason:
        run.log("error", str(reason))
        run.fail("bad-config", str(reason))
        raise SystemExit(1) from None


def train(run: trainyard.Run) -> None:
    if run.dataset is None or run.split is None:
        raise SystemExit("signal-ensemble needs a data set and a split")
    data, split = read_dataset(run.dataset.folder), read_split(run.split.path)
    members = [member_of(model, data, split) for model in run.models]
    validation, test = asked(run, members, data, split, "validation"), asked(run, members, data, split, "test")
    vote = learned(run.config, validation, len(members))
    scores = vote(test.scores)
    p = Predictions(
        classes=data.classes,
        ids=test.ids,
        truth=test.truth,
        predicted=scores.argmax(axis=1).astype(np.int64),
        scores=scores,
        units=test.units,
        not_scored=run.split.not_scored,
        seed=run.seed,
    )
    run.progress(phase="results", expect_next_s=300)
    best = best_of(validation, test)
    run.section(**summary(facts(run, members, validation, test, vote), notes=[BY_RECORDING]))
    for section in classification_sections(p, note=run.split.note):
        if section["type"] == "metric-table" and validation.ids:
            section["data"]["rows"].append(baseline(validation, p))
        run.section(**section)
    run.section(**failures(run, members, data, validation, test, p))
    views.send(run, members, vote, test, p, best)
    send_predictions(run, p)
    path = run.output / "ensemble.json"
    path.write_text(json.dumps(description(run, members, vote), indent=1))
    run.artifact(path, "model", classes=data.classes)
    run.done({
        "test/accuracy": p.accuracy.value,
        "test/macro_f1": p.macro_f1.value,
        "test/log_loss": p.log_loss.value,
        "test/accuracy_best_member": float(test.right[best].mean()),
    })  # fmt: skip


_CASES = 10
BY_RECORDING = (
    "Every recording gets one answer: the mean of a model's probabilities over its windows. Scores are shares of "
    "recordings and stand beside scores by window of the models' own runs only roughly."
)


def asked(run: trainyard.Run, members: list[Member], data: SignalSet, split: SplitMap, part: str) -> Asked:
    samples = [s for s in data.samples if s.label and split.part_of(s.id) == part]
    ids = [s.id for s in samples]
    said: list[Scores] = []
    for i, member in enumerate(members):
        if run.should_stop:
            run.leave(message=f"before {member.name} was asked about the {part} part")
        share = (i + (len(members) if part == "test" else 0)) / (2 * len(members))
        run.progress(step=share, total_steps=1, phase=f"{member.name}, {part} part", expect_next_s=600)
        said.append(scores_of(member, data, ids, run.task.threads) if ids else np.zeros((0, len(data.classes))))
    place = {label: i for i, label in enumerate(data.classes)}
    truth = np.asarray([place[s.label] for s in samples], dtype=np.int64)
    return Asked(ids, [data.unit_of(s) for s in samples], truth, np.stack(said))


def learned(config: dict[str, object], validation: Asked, models: int) -> Vote:
    if config["method"] == "stacking":
        return stacked(validation.scores, validation.truth, float(str(config["stacking_c"])))
    if config["method"] == "boosting":
        return boosted(validation.scores, validation.truth)
    return optimised(validation.scores, validation.truth) if config["weights"] == "optimised" else equal(models)


def best_of(validation: Asked, test: Asked) -> int:
    """The member one would have chosen without the test part; the first where there is no validation part."""
    return int(validation.right.mean(axis=1).argmax()) if len(validation.truth) else 0


def facts(run: trainyard.Run, members: list[Member], validation: Asked, test: Asked, vote: Vote) -> dict[str, object]:
    plain = equal(len(members))(test.scores)
    return {
        "Models": ", ".join(member.name for member in members),
        "Method": f"{run.config['method']}, {run.config['weights']} weights"
        if run.config["method"] == "soft-vote"
        else run.config["method"],
        "Recordings (validation / test)": f"{len(validation.truth)} / {len(test.truth)}",
        "Units in the validation part": len(set(validation.units)),
        "Accuracy of the plain mean": f"{float((plain.argmax(axis=1) == test.truth).mean()):.1%}",
        "Log loss of the plain mean": f"{log_loss(plain, test.truth):.4f}",
    }


def baseline(validation: Asked, p: Predictions) -> dict[str, object]:
    """What somebody reaches who always says the commonest class of the validation part."""
    commonest = int(np.bincount(validation.truth).argmax())
    right = wilson(int((p.truth == commonest).sum()), len(p))
    return metric_row("accuracy_baseline", f"Baseline: always {p.classes[commonest]}", right)


def failures(
    run: trainyard.Run, members: list[Member], data: SignalSet, validation: Asked, test: Asked, p: Predictions
) -> SectionFields:
    """Whole recordings: nothing here was trained, so the nearest example is one of the validation part."""
    samples = {sample.id: sample for sample in data.samples}

    def keep(name: str, sample: Sample) -> dict[str, object]:
        path = run.output / "signals" / f"{name}.npy"
        path.parent.mkdir(exist_ok=True)
        np.save(path, data.signal(sample).astype(np.float32))
        run.artifact(path, "file")
        channels = [str(channel) for channel in data.manifest.get("channels") or []]
        return {"file": f"signals/{name}.npy", "rate_hz": sample.rate_hz, "channels": channels}

    section = failure_cases(p, explain=lambda i: why(members, data, test, i))
    for number, (case, i) in enumerate(zip(section["data"]["cases"], p.worst(_CASES), strict=True), 1):
        sample = samples[test.ids[i]]
        case["signal"] = keep(f"case-{number}", sample)
        marks = marks_of(sample.columns)
        if marks:
            case["marks"] = marks
        if validation.ids:
            apart = np.abs(validation.scores - test.scores[:, i : i + 1]).sum(axis=(0, 2))
            nearest = samples[validation.ids[int(apart.argmin())]]
            signal = keep(f"case-{number}-nearest", nearest)
            case["nearest"] = {"sample_id": nearest.id, "label": nearest.label or "", "signal": signal}
    if validation.ids:
        section["notes"].append(
            "The example most alike is the validation recording of which all models say most alike."
        )
    return section


def why(members: list[Member], data: SignalSet, test: Asked, i: int) -> str:
    said = test.scores[:, i].argmax(axis=1)
    right = [member.name for member, k in zip(members, said, strict=True) if k == test.truth[i]]
    others = [f"{m.name} said {data.classes[k]}" for m, k in zip(members, said, strict=True) if k != test.truth[i]]
    return f"{len(right)} of {len(members)} models were right ({', '.join(right) or 'none'}); {', '.join(others)}."


def description(run: trainyard.Run, members: list[Member], vote: Vote) -> dict[str, object]:
    found: dict[str, object] = {
        "method": run.config["method"],
        "models": [
            {"name": m.name, "run": m.run_number, "weight": float(w)}
            for m, w in zip(members, vote.weights, strict=True)
        ],
    }
    regression = getattr(vote, "regression", None)
    if regression is not None:
        found["stacking"] = {
            "features": "log probability by model, then by class",
            "classes": [int(k) for k in regression.classes_],
            "coefficients": regression.coef_.tolist(),
            "intercepts": regression.intercept_.tolist(),
        }
    return found


if __name__ == "__main__":
    main()
