import { writeTrainer } from './line-trainer.ts';

const manifest = `id: many-classes
title: Many classes
purpose: Tells eleven faults apart, whose names are as long as such names are.
icon: chart-dots
family: tests
environment: none
entry: [python3, train.py]
parameters: { type: object }
produces: [model, predictions]
sections: [metric-table, confusion-matrix, per-class-table]
`;

const program = `import csv

import trainyard

LABELS = [
    "healthy", "imbalance", "misalignment", "clearance", "lubrication_loss", "cavitation", "wear", "oil_whirl",
    "oil_whip", "misalignment_imbalance", "wear_lubrication_loss",
]


def share(value: float) -> dict:
    return {"value": value, "low": value - 0.061, "high": value + 0.054}


def main() -> None:
    run = trainyard.start()
    rows = [
        (f"{label}-u{unit:02d}-p06#{unit}", label, LABELS[-2] if unit < 3 else label)
        for label in LABELS
        for unit in range(12)
    ]
    with (run.output / "predictions.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["sample_id", "truth", "prediction", *[f"score_{label}" for label in LABELS]])
        for sample, truth, taken in rows:
            out.writerow([sample, truth, taken, *[0.8 if label == taken else 0.02 for label in LABELS]])
    run.predictions("predictions.csv")
    counts = [[sum(t == a and p == b for _, t, p in rows) for b in LABELS] for a in LABELS]
    right = sum(t == p for _, t, p in rows) / len(rows)
    scores = [
        {"name": "accuracy", "label": "Accuracy", "better": "higher", **share(right)},
        {
            "name": "cross_validation",
            "label": "Cross-validation on the training part, 3 folds by unit",
            "note": "windows of a unit resemble each other: the true interval is wider",
            "better": "higher",
            **share(0.736),
        },
        {"name": "baseline/always", "label": "Baseline: always misalignment_imbalance", "better": "higher", **share(0.09)},
    ]
    run.section("metric-table", "Scores on the test part", {"rows": scores})
    run.section("confusion-matrix", "Confusion matrix", {"labels": LABELS, "counts": counts, "accuracy": share(right)})
    by_class = [
        {
            "label": label, "precision": share(0.739), "recall": share(0.733), "f1": share(0.624), "support": 12,
            "weak": label.startswith("w"),
        }
        for label in LABELS
    ]
    run.section("per-class-table", "Scores by class", {"rows": by_class})
    # A careless name: pages must tell the two apart.
    run.section("per-class-table", "Confusion matrix", {"rows": by_class})
    (run.output / "model.txt").write_text("eleven")
    run.artifact("model.txt", "model")
    run.done({"accuracy": right})


if __name__ == "__main__":
    main()
`;

/** Its tables are as wide as those of real classifiers: eleven classes, intervals everywhere, notes. */
export function writeManyClassesTrainer(home: string): void {
  writeTrainer(home, 'many-classes', { 'trainer.yaml': manifest, 'train.py': program });
}
