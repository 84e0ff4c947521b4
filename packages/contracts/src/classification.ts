import { z } from 'zod';
import { relativePath } from './protocol.ts';
import { id } from './run.ts';
import { slug } from './trainer.ts';

/**
 * For a graph that takes features: the file of the run, a program that Python runs, which computes a row of `columns`
 * numbers from each window. It needs the libraries of that environment. `speed`: it needs the turns of the shaft, which
 * a data set has in that column.
 */
const windowProgram = z.object({
  file: relativePath,
  environment: slug,
  columns: z.int().positive().max(100_000),
  speed: z.object({ column: z.string(), unit: z.string() }).optional(),
});
export type WindowProgram = z.infer<typeof windowProgram>;

/** What a trainer says of its ONNX file, as `meta.input`: a batch of windows (batch, channels, window_samples) of raw signal. */
export const signalInput = z.object({
  kind: z.literal('signal'),
  rate_hz: z.number().positive(),
  window_samples: z.int().positive(),
  /** How many, or their names. */
  channels: z.union([z.int().positive(), z.array(z.string()).min(1)]),
  /** Root mean square of the windows that it learned from, the weakest and the strongest of them, in their unit. */
  rms: z.object({ low: z.number().nonnegative(), high: z.number().nonnegative() }).optional(),
  through: windowProgram.optional(),
});
export type SignalInput = z.infer<typeof signalInput>;

/**
 * One signal to be classified: numbers of one channel, or a list of numbers a channel. Files (.npy, .csv, .wav) come as
 * multipart instead: the fields `rate_hz` and `speed_hz`, then one file. What is no number is told by place, so nothing is checked here.
 */
export const classifySignal = z.strictObject({
  signal: z.array(z.unknown()).min(1),
  rate_hz: z.number().positive().max(100_000_000),
  /** Turns of the shaft a second, for a model that reads its lines. */
  speed_hz: z.number().positive().max(100_000_000).optional(),
});

export const classification = z.object({
  /** The registered version that answered, or null where a run was asked. */
  model: z.object({ name: z.string(), version: z.int() }).nullable(),
  run: z.object({ id, number: z.int() }),
  classes: z.array(z.string()),
  /** The mean over the windows, in the order of the classes. */
  probabilities: z.array(z.number()),
  prediction: z.string(),
  windows: z.array(
    z.object({ from_s: z.number(), to_s: z.number(), probabilities: z.array(z.number()), prediction: z.string() }),
  ),
  /** The signal as it came, and what it was brought to. */
  signal: z.object({
    format: z.enum(['json', 'npy', 'csv', 'wav']),
    channels: z.int(),
    samples: z.int(),
    rate_hz: z.number(),
    seconds: z.number(),
    model_rate_hz: z.number(),
  }),
  /** What was done to it, and what to keep in mind. */
  notes: z.array(z.string()),
  /** Reading, resampling and the model, without the way here and back. */
  milliseconds: z.number(),
});
export type Classification = z.infer<typeof classification>;
