import { writeTrainer } from './line-trainer.ts';

/** A class whose name would be a program, read from right to left and end in an emoji, if a page let it. */
export const hostileClass = '<script>alert(1)</script>\u202e🔩';

const manifest = `id: sorter
title: Sorter
purpose: Sorts twenty parts and is wrong as often as one asks it to be.
icon: chart-dots
family: tests
environment: none
entry: [python3, train.py]
parameters:
  type: object
  properties:
    wrong:
      type: integer
      minimum: 0
      maximum: 10
      default: 3
      x-ui: { group: training, label: Wrong, basic: true }
capabilities: { pause: true, stop: true, exact_resume: exact }
produces: [model, predictions]
sections: [metric-table, confusion-matrix]
`;

const program = `import csv

import trainyard

A, B = "bolt", "${hostileClass.replace('\u202e', '\\u202e')}"


def main() -> None:
    run = trainyard.start(exact_resume=True)
    wrong = run.config["wrong"]
    run.track()
    for epoch in run.epochs(4):
        run.metric(epoch + 1, {"loss": 1 / (epoch + 1), "accuracy": (epoch + 1) / 4}, "validation")
    # The first ten are bolts; of these the first ones are taken for the other.
    rows = [(f"part-{i:02d}", A if i < 10 else B, B if i < wrong or i >= 10 else A) for i in range(20)]
    with (run.output / "predictions.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["sample_id", "truth", "prediction", f"score_{A}", f"score_{B}"])
        for i, (sample, truth, taken) in enumerate(rows):
            sure = 0.95 - i / 100
            out.writerow([sample, truth, taken, sure if taken == A else 1 - sure, sure if taken == B else 1 - sure])
    run.predictions("predictions.csv")
    right = (20 - wrong) / 20
    share = {"value": right, "low": max(0, right - 0.1), "high": min(1, right + 0.1)}
    run.section(
        "metric-table",
        "Scores",
        {"rows": [{"name": "accuracy", "label": "Accuracy", "better": "higher", **share}]},
    )
    counts = [[10 - wrong, wrong], [0, 10]]
    run.section("confusion-matrix", "Sorted parts", {"labels": [A, B], "counts": counts, "accuracy": share})
    (run.output / "model.txt").write_text(str(wrong))
    run.artifact("model.txt", "model")
    run.done({"accuracy": right})


if __name__ == "__main__":
    main()
`;

/** Has a confusion matrix, predictions behind it, and a class with a name that pages must show as text. */
export function writeSorterTrainer(home: string): void {
  writeTrainer(home, 'sorter', { 'trainer.yaml': manifest, 'train.py': program });
}
