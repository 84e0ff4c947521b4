import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanSignOnnx } from '@trainyard/testkit';
import { writeTrainer } from './line-trainer.ts';

/** What the models of these trainers take. */
export const signRate = 1000;
export const signWindow = 250;

const signManifest = `id: sign
title: Sign
purpose: Keeps a model that hears whether a signal lies above zero.
family: tests
environment: none
entry: [python3, train.py]
parameters:
  type: object
  properties:
    accuracy: { type: number, minimum: 0, maximum: 1, default: 0.9, x-ui: { label: Accuracy, basic: true } }
produces: [model, onnx]
sections: [metric-table]
`;

const signProgram = `import shutil
from pathlib import Path

import trainyard

CLASSES = ["up <b>", "down"]
INPUT = {"kind": "signal", "rate_hz": ${signRate}, "window_samples": ${signWindow}, "channels": 1}

run = trainyard.start()
(run.output / "model.txt").write_text(f"accuracy {run.config['accuracy']}")
run.artifact("model.txt", "model")
shutil.copy(Path(__file__).parent / "model.onnx", run.output / "model.onnx")
run.artifact("model.onnx", "onnx", classes=CLASSES, input=INPUT)
row = {"name": "test/accuracy", "label": "Accuracy", "value": run.config["accuracy"], "low": run.config["accuracy"] - 0.05,
       "high": min(1, run.config["accuracy"] + 0.05), "better": "higher"}
run.section("metric-table", "Scores", {"rows": [row]})
run.done({"test/accuracy": run.config["accuracy"]})
`;

const combineManifest = `id: combine
title: Combine
purpose: Combines registered models.
family: tests
environment: none
entry: [python3, train.py]
needs: { models: { min: 1, max: 3 } }
conformance: { models: [{ trainer: sign }, { trainer: sign, set: { accuracy: 0.5 } }] }
parameters: { type: object, properties: { weight: { type: number, default: 1, x-ui: { label: Weight } } } }
sections: [table]
`;

const combineProgram = `import time

import trainyard

run = trainyard.start()
rows = []
for step, model in enumerate(run.models, 1):
    run.progress(step=step, total_steps=len(run.models))
    time.sleep(0.3)
    onnx = model.file("onnx")
    assert onnx and onnx.path.stat().st_size > 0 and (model.folder / "config.yaml").exists()
    text = model.file("model").path.read_text()
    rows.append([f"{model.name}@{model.version}", model.trainer, model.config["accuracy"], text])
run.section("table", "Combined", {"columns": ["model", "trainer", "accuracy", "file"], "rows": rows})
run.done({})
`;

const pairManifest = `id: pair
title: Pair
purpose: Compares two registered models.
family: tests
environment: none
entry: [python3, train.py]
needs: { models: { min: 2, max: 2 } }
conformance: { models: [{ trainer: sign }, { trainer: sign, set: { accuracy: 0.5 } }] }
parameters: { type: object, properties: {} }
sections: [table]
`;

/** One that keeps a model that can be tried on a signal, and two that take such models: one to three, and just two. */
export function writeModelTrainers(home: string): void {
  writeTrainer(home, 'sign', { 'trainer.yaml': signManifest, 'train.py': signProgram });
  mkdirSync(join(home, 'trainers', 'sign'), { recursive: true });
  writeFileSync(join(home, 'trainers', 'sign', 'model.onnx'), meanSignOnnx({ samples: signWindow }));
  writeTrainer(home, 'combine', { 'trainer.yaml': combineManifest, 'train.py': combineProgram });
  writeTrainer(home, 'pair', { 'trainer.yaml': pairManifest, 'train.py': combineProgram });
}
