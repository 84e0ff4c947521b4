import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A trainer of one's own, as a person puts it into the home: a folder with these files. */
export function writeTrainer(home: string, id: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(home, 'trainers', id, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const manifest = `id: line
title: Line
purpose: Fits a straight line, as slowly as one asks it to.
icon: chart-line
family: tests
environment: none
entry: [python3, train.py]
parameters:
  type: object
  properties:
    epochs:
      type: integer
      minimum: 1
      maximum: 5000
      default: 5
      x-ui: { group: training, label: Epochs, control: slider, basic: true, tooltip: Passes over the points. }
    learning_rate:
      type: number
      exclusiveMinimum: 0
      maximum: 1
      default: 0.1
      x-ui: { group: training, label: Learning rate, log: true, basic: true }
    points:
      type: integer
      minimum: 10
      maximum: 100000
      default: 200
      x-ui: { group: data, label: Points, basic: true }
    batch_size:
      type: integer
      minimum: 1
      maximum: 100000
      default: 20
      x-ui: { group: training, label: Batch size, unit: points, basic: true }
    optimizer:
      type: string
      enum: [plain, momentum]
      default: plain
      x-ui: { group: training, label: Optimizer }
    epoch_s:
      type: number
      minimum: 0
      maximum: 10
      default: 0
      x-ui: { group: advanced, label: Length of an epoch, unit: s }
    gate:
      type: string
      default: ""
      maxLength: 300
      x-ui: { group: advanced, label: Gate, tooltip: A file without which no epoch begins. }
    fail_at:
      type: integer
      minimum: 0
      maximum: 5000
      default: 0
      x-ui: { group: advanced, label: Epoch that fails }
rules:
  - rule: self.batch_size <= self.points
    message: "Batch size must be at most the points ({self.points}), got {self.batch_size}"
    path: batch_size
capabilities:
  pause: true
  stop: true
  exact_resume: exact
  continue: [epochs]
produces: [model]
sections: [metric-table, curves]
`;

const program = `import json
import time
from pathlib import Path

import trainyard


def main() -> None:
    run = trainyard.start(exact_resume=True)
    config = run.config
    line = {"slope": 0.0}
    run.track(line=line)
    # What comes after the newest checkpoint is lost when the process is killed, and done again.
    for epoch in run.epochs(config["epochs"], checkpoint_every=5):
        number = epoch + 1
        time.sleep(config["epoch_s"])
        while config["gate"] and not Path(config["gate"]).exists():
            time.sleep(0.02)
        print(f"epoch {number} of {config['epochs']} begins", flush=True)
        if number == config["fail_at"]:
            raise ValueError(f"the well ran dry in epoch {number}")
        line["slope"] += config["learning_rate"] * (3 - line["slope"])
        loss = (3 - line["slope"]) * (3 - line["slope"])
        run.metric(number, {"loss": loss}, "train")
        run.metric(number, {"loss": loss + 0.01}, "validation")
    (run.output / "model.json").write_text(json.dumps(line))
    run.artifact("model.json", "model")
    run.section("metric-table", "Fit", {"rows": [{"name": "slope", "value": line["slope"], "better": "none"}]})
    run.done({"slope": line["slope"]})


if __name__ == "__main__":
    main()
`;

const quick = `id: quick
title: Quick
purpose: A few epochs.
recommended: true
config: { epochs: 8 }
`;

/** Small, without an environment to install; slow where it is to be watched, failing where it is to fail. */
export function writeLineTrainer(home: string): void {
  writeTrainer(home, 'line', { 'trainer.yaml': manifest, 'train.py': program, 'presets/quick.yaml': quick });
}
