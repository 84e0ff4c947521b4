"""A line fitted by stochastic gradient descent: the smallest loop that has everything a real one needs."""

import json
import random

import trainyard


def draw_points(n: int, seed: int) -> list[tuple[float, float]]:
    """y = 3x + 1 and some noise; the same seed gives the same points, so a resumed run sees them again."""
    source = random.Random(seed)
    return [(x, 3 * x + 1 + source.gauss(0, 0.1)) for x in (source.uniform(-1, 1) for _ in range(n))]


def main() -> None:
    run = trainyard.start(exact_resume=True)
    points = draw_points(run.config["points"], run.seed)
    line = {"slope": 0.0, "offset": 0.0}
    losses: list[float] = []
    shuffler = random.Random(run.seed + 1)
    # All that changes while training: with it a paused or killed run goes on exactly where it was.
    run.track(line=line, losses=losses, shuffler=shuffler)

    size, rate = run.config["batch_size"], run.config["learning_rate"]
    for epoch in run.epochs(run.config["epochs"], best="train/loss"):
        order = list(range(len(points)))
        shuffler.shuffle(order)
        total = 0.0
        for start in range(0, len(order), size):
            batch = [points[i] for i in order[start : start + size]]
            errors = [(line["slope"] * x + line["offset"] - y, x) for x, y in batch]
            line["slope"] -= rate * sum(2 * e * x for e, x in errors) / len(batch)
            line["offset"] -= rate * sum(2 * e for e, _ in errors) / len(batch)
            total += sum(e * e for e, _ in errors)
        losses.append(total / len(points))
        run.metric(epoch + 1, {"loss": losses[-1]}, "train")

    (run.output / "model.json").write_text(json.dumps(line))
    run.artifact("model.json", "model")
    run.section("metric-table", "Fit", {"rows": [{"name": "loss", "value": losses[-1], "better": "lower"}]})
    epochs = list(range(1, len(losses) + 1))
    run.section(
        "curves",
        "Loss",
        {
            "x": {"label": "epoch"},
            "y": {"label": "mean squared error", "log": True},
            "lines": [{"name": "training", "x": epochs, "y": losses}],
        },
    )
    run.done({"loss": losses[-1], "slope": line["slope"], "offset": line["offset"]})


if __name__ == "__main__":
    main()
