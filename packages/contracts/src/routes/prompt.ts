import { z } from 'zod';
import {
  prompt,
  promptCreate,
  promptCurrent,
  promptName,
  promptPatch,
  promptVersion,
  promptVersionCreate,
  promptVersionLine,
} from '../prompt.ts';
import { listOf, listQuery, type Route } from './route.ts';

const byName = z.object({ name: promptName });
const byVersion = byName.extend({ version: z.coerce.number().int().positive() });

export const promptRoutes = {
  listPrompts: {
    method: 'GET',
    path: '/api/v1/prompts',
    summary: 'Prompts with their current versions',
    role: 'viewer',
    query: listQuery.pick({ q: true, limit: true, cursor: true }),
    responses: { 200: listOf(prompt) },
  },
  createPrompt: {
    method: 'POST',
    path: '/api/v1/prompts',
    summary: 'A prompt with its first version',
    role: 'member',
    body: promptCreate,
    responses: { 201: prompt },
  },
  getPrompt: {
    method: 'GET',
    path: '/api/v1/prompts/:name',
    summary: 'One prompt and its current version',
    role: 'viewer',
    params: byName,
    responses: { 200: prompt },
  },
  patchPrompt: {
    method: 'PATCH',
    path: '/api/v1/prompts/:name',
    summary: 'What it is for',
    role: 'member',
    params: byName,
    body: promptPatch,
    responses: { 200: prompt },
  },
  deletePrompt: {
    method: 'DELETE',
    path: '/api/v1/prompts/:name',
    summary: 'Forget a prompt and its versions; its owner or an admin may. Runs keep the texts that they used',
    role: 'member',
    params: byName,
    responses: { 204: null },
  },
  listPromptVersions: {
    method: 'GET',
    path: '/api/v1/prompts/:name/versions',
    summary: 'All versions without their texts, newest first: who made them, from which, and why',
    role: 'viewer',
    params: byName,
    responses: { 200: z.object({ items: z.array(promptVersionLine) }) },
  },
  createPromptVersion: {
    method: 'POST',
    path: '/api/v1/prompts/:name/versions',
    summary: 'A further version (201); a text that is there already keeps its number (200)',
    role: 'member',
    params: byName,
    body: promptVersionCreate,
    responses: { 200: promptVersion, 201: promptVersion },
  },
  getPromptVersion: {
    method: 'GET',
    path: '/api/v1/prompts/:name/versions/:version',
    summary: 'One version, whole',
    role: 'viewer',
    params: byVersion,
    responses: { 200: promptVersion },
  },
  usePromptVersion: {
    method: 'PUT',
    path: '/api/v1/prompts/:name/current',
    summary: 'Use a version from now on where none is named',
    role: 'member',
    params: byName,
    body: promptCurrent,
    responses: { 200: prompt },
  },
} as const satisfies Record<string, Route>;
