import { z } from 'zod';
import { dataFacts } from '../dataset.ts';
import { issue } from '../error.ts';
import { costEstimate, estimate, launchWarning } from '../estimate.ts';
import { runSpec } from '../run.ts';
import { manifest, preset, presetCreate, presetId } from '../trainer.ts';
import { accepted, listOf, type Route } from './route.ts';

export const trainerItem = z.object({
  manifest,
  presets: z.array(preset),
  /** Complete JSON Schema, shared blocks included, and the configuration that defaults alone give. */
  schema: z.record(z.string(), z.unknown()),
  defaults: z.record(z.string(), z.unknown()),
  source: z.enum(['built-in', 'user']),
  /** Ids of the presets that people saved here. */
  own_presets: z.array(presetId),
  /** From completed runs; null before there are any. */
  learned: z
    .object({
      runs: z.int().positive(),
      seconds: z.object({ value: z.number(), low: z.number(), high: z.number() }),
      /** The median of the figure that its runs are judged by. */
      quality: z.object({ label: z.string(), value: z.number(), unit: z.string() }).nullable(),
    })
    .nullable(),
  environment: z.object({
    id: z.string(),
    installed: z.boolean(),
    size_bytes: z.int().nullable(),
    /** The run that installs it now. */
    installed_by: z.int().optional(),
  }),
  /** A manifest with a fault is listed, with what is wrong. */
  problems: z.array(issue),
});
export type TrainerItem = z.infer<typeof trainerItem>;

export const checkedConfig = z.object({
  config: z.record(z.string(), z.unknown()),
  origin: z.record(z.string(), z.string()),
  issues: z.array(issue),
  facts: dataFacts.nullable(),
  /** The name that the run gets when none is given. */
  name: z.string(),
  split: z
    .object({
      by: z.string(),
      note: z.string().nullable(),
      sizes: z.record(z.string(), z.int()),
      not_scored: z.array(z.string()),
    })
    .nullable(),
  estimate: z.object({
    seconds: estimate.nullable(),
    checkpoint_bytes: estimate.nullable(),
    /** Null where no price is set for what the run uses, or its time is not known. */
    cost: costEstimate.nullable(),
  }),
  warnings: z.array(launchWarning),
  /** The frozen run as YAML, as it would be submitted. */
  yaml: z.string(),
});

export const trainerRoutes = {
  listTrainers: {
    method: 'GET',
    path: '/api/v1/trainers',
    summary: 'All trainers, broken ones with what is wrong',
    role: 'viewer',
    responses: { 200: listOf(trainerItem) },
  },
  getTrainer: {
    method: 'GET',
    path: '/api/v1/trainers/:trainer',
    summary: 'One trainer',
    role: 'viewer',
    params: z.object({ trainer: z.string() }),
    responses: { 200: trainerItem },
  },
  installTrainer: {
    method: 'POST',
    path: '/api/v1/trainers/:trainer/install',
    summary: 'Install its environment, as a run',
    role: 'admin',
    params: z.object({ trainer: z.string() }),
    responses: { 201: accepted },
  },
  checkConfig: {
    method: 'POST',
    path: '/api/v1/trainers/:trainer/check',
    summary: 'Check a configuration, data included, without submitting',
    role: 'viewer',
    params: z.object({ trainer: z.string() }),
    body: runSpec.omit({ trainer: true }),
    responses: { 200: checkedConfig },
  },
  savePreset: {
    method: 'POST',
    path: '/api/v1/trainers/:trainer/presets',
    summary: 'Save settings as a preset; one of the same id that was saved before is replaced',
    role: 'member',
    params: z.object({ trainer: z.string() }),
    body: presetCreate,
    responses: { 201: preset },
  },
  getPresetYaml: {
    method: 'GET',
    path: '/api/v1/trainers/:trainer/presets/:preset/preset.yaml',
    summary: 'A preset as a file, built-in or saved',
    role: 'viewer',
    params: z.object({ trainer: z.string(), preset: presetId }),
    responses: { 200: 'stream' },
  },
  deletePreset: {
    method: 'DELETE',
    path: '/api/v1/trainers/:trainer/presets/:preset',
    summary: 'Delete a saved preset',
    role: 'member',
    params: z.object({ trainer: z.string(), preset: presetId }),
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
