import { z } from 'zod';
import {
  callStatus,
  languageBudget,
  languageBudgetSet,
  languageCall,
  languagePrice,
  languagePriceSet,
  languageUsageSum,
  usageGroup,
} from '../language-call.ts';
import { languageRole } from '../language-role.ts';
import { idOrNumber, timestamp } from '../run.ts';
import { byId, listOf, type Route } from './route.ts';

const which = z.object({
  run: idOrNumber.optional(),
  /** In place of a run. */
  batch: idOrNumber.optional(),
  role: languageRole.optional(),
  status: callStatus.optional(),
  /** A language model's name. */
  language_model: z.string().min(1).max(100).optional(),
  /** From this moment on. */
  since: timestamp.optional(),
  /** For administrators: the calls of everybody. */
  everybody: z.enum(['true', 'false']).optional(),
});
/** A user's id or name; `me` is the caller. */
const byUser = z.object({ user: z.string().min(1).max(200) });

export const languageCallRoutes = {
  listPrices: {
    method: 'GET',
    path: '/api/v1/language-prices',
    summary: 'The price table of language models, in US dollars for a million tokens, with what was good before',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(languagePrice) }) },
  },
  addPrice: {
    method: 'POST',
    path: '/api/v1/language-prices',
    summary: 'Set a price from a moment on; calls made before keep theirs',
    role: 'admin',
    body: languagePriceSet,
    responses: { 201: languagePrice },
  },
  listLanguageCalls: {
    method: 'GET',
    path: '/api/v1/language-calls',
    summary: 'The ledger: one’s own calls to language models, every attempt, newest first',
    role: 'viewer',
    query: which.extend({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.uuid().optional(),
      /** The attempts of one call. */
      request: z.uuid().optional(),
    }),
    responses: { 200: listOf(languageCall) },
  },
  sumLanguageUsage: {
    method: 'GET',
    path: '/api/v1/language-calls/usage',
    summary:
      'Calls, tokens and cost added up by role, run, user, model, provider, day or in all; on request for each day',
    role: 'viewer',
    query: which.extend({
      by: usageGroup.default('language_model'),
      each_day: z.enum(['true', 'false']).optional(),
    }),
    responses: { 200: z.object({ items: z.array(languageUsageSum) }) },
  },
  listLanguageBudgets: {
    method: 'GET',
    path: '/api/v1/language-budgets',
    summary: 'One’s own budget and those of one’s runs; for administrators all, and that of the installation',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(languageBudget) }) },
  },
  setUserBudget: {
    method: 'PUT',
    path: '/api/v1/language-budgets/users/:user',
    summary: 'Limit what a person’s calls may cost together from now on; that of others, for administrators',
    role: 'member',
    params: byUser,
    body: languageBudgetSet,
    responses: { 200: languageBudget },
  },
  removeUserBudget: {
    method: 'DELETE',
    path: '/api/v1/language-budgets/users/:user',
    summary: 'Have no limit for a person any more, for administrators',
    role: 'admin',
    params: byUser,
    responses: { 204: null },
  },
  setInstallationBudget: {
    method: 'PUT',
    path: '/api/v1/language-budgets/installation',
    summary: 'Limit what all calls of everybody may cost together from now on',
    role: 'admin',
    body: languageBudgetSet,
    responses: { 200: languageBudget },
  },
  removeInstallationBudget: {
    method: 'DELETE',
    path: '/api/v1/language-budgets/installation',
    summary: 'Have no limit for everybody together any more',
    role: 'admin',
    responses: { 204: null },
  },
  setRunBudget: {
    method: 'PUT',
    path: '/api/v1/runs/:id/language-budget',
    summary: 'Limit what the calls of a run may cost together, those included that it has made',
    role: 'member',
    params: byId,
    body: languageBudgetSet,
    responses: { 200: languageBudget },
  },
  removeRunBudget: {
    method: 'DELETE',
    path: '/api/v1/runs/:id/language-budget',
    summary: 'Have no limit for a run any more',
    role: 'member',
    params: byId,
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
