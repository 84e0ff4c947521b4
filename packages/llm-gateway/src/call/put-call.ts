import { setTimeout as wait } from 'node:timers/promises';
import { type LanguageAnswer, TrainyardError } from '@trainyard/contracts';
import {
  type AttemptReserved,
  type AttemptSettled,
  type LedgerCall,
  type Look,
  newId,
  type PriceNow,
  type Reservation,
} from '@trainyard/store';
import type { Account } from '../provider/account.ts';
import type { Question } from './attempt.ts';
import { backoffMs, longestRetryAfterMs } from './backoff.ts';
import { costOf, mostCost } from './cost.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Landed } from './flight.ts';
import type { Gate, WayOut } from './gate.ts';
import type { Ledger } from './ledger.ts';
import { WrittenQuestion } from './written-question.ts';

export interface Put {
  call: LedgerCall;
  account: Account;
  price: PriceNow;
  question: Question;
  /** Whose earlier answer will do. */
  look: Look;
  /** Where its text goes as it comes; without it the answer comes whole. */
  say: ((delta: string) => void) | null;
}

export interface PutParts {
  ledger: Ledger;
  gate: Gate;
  /** The wait before the second attempt. */
  backoffBaseMs: number;
  /** How long to wait for what others hold of a budget. */
  reserveWaitMs: number;
  random: () => number;
}

type Tried =
  | { kind: 'answered'; landed: Landed }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'refused'; error: TrainyardError };

const noUsage = { input_tokens: null, cached_input_tokens: null, output_tokens: null, reasoning_tokens: null };

function ofAnswer(price: PriceNow, answer: LanguageAnswer) {
  const { revision, usage_raw, usage } = answer;
  const cost_usd = costOf(price, usage);
  // Answered, and nobody counted: what was reserved for it is the best that is known.
  const kept = cost_usd === null;
  return {
    status: 'ok' as const,
    answer_id: newId(),
    answer,
    revision,
    usage_raw,
    ...usage,
    cost_usd,
    kept,
    error: null,
  };
}

function ofFailure({ kind, status, says, perhapsPaid }: Failure) {
  const unknown = kind === 'timeout' || kind === 'cut';
  return {
    status: unknown ? ('unknown' as const) : ('failed' as const),
    answer_id: null,
    answer: null,
    revision: null,
    usage_raw: null,
    ...noUsage,
    cost_usd: perhapsPaid ? null : '0',
    kept: perhapsPaid,
    error: { kind, status, says },
  };
}

/** Through the gate, and its cost held. Who waits for what others hold waits outside, and not for ever. */
async function enterAndReserve(
  { ledger, gate, reserveWaitMs }: PutParts,
  reserved: AttemptReserved,
  written: WrittenQuestion,
): Promise<{ leave: WayOut; reservation: Reservation }> {
  const until = performance.now() + reserveWaitMs;
  for (;;) {
    const leave = await gate.enter();
    let reservation: Reservation | null = null;
    try {
      const reserving = ledger.reserve(reserved);
      written.begin();
      reservation = await reserving;
    } finally {
      if (reservation?.outcome !== 'held') leave('unused');
    }
    if (reservation.outcome !== 'wait' || performance.now() > until) return { leave, reservation };
    await ledger.someSettled();
  }
}

/** Of a budget in money something may be left, and less than the call might take. */
function howReached(needed: string | null, left: number | null): string {
  if (needed === null || left === null || left <= 0 || Number(needed) <= left) return 'is used up';
  const usd = (amount: number): string =>
    `$${amount.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: false })}`;
  return `does not pay for the next call, which could cost up to ${usd(Number(needed))} where ${usd(left)} are left`;
}

async function refusalOf(
  { account, question }: Put,
  { outcome, of_run, budget_id }: Reservation,
  { ledger, needed }: { ledger: Ledger; needed: string | null },
): Promise<TrainyardError> {
  const budget = of_run === null ? 'the budget of the installation' : of_run ? 'the budget of this run' : 'your budget';
  const whose = outcome === 'wait' ? `What other calls do not hold of ${budget}` : budget;
  const left = outcome === 'reached' && budget_id !== null ? await ledger.leftOf(budget_id) : null;
  const how = howReached(needed, left);
  const words = { how, whose: whose.replace(/^./, (first) => first.toUpperCase()), model: question.model };
  return new TrainyardError(outcome === 'unpriced' ? 'price-unknown' : 'budget-reached', {
    ...words,
    provider: account.name,
  });
}

async function tryOnce(
  parts: PutParts,
  put: Put,
  { attempt, written }: { attempt: number; written: WrittenQuestion },
): Promise<Tried> {
  const { call, account, price, question } = put;
  const { ledger } = parts;
  const { price_version } = price;
  const reserved: AttemptReserved = {
    ...call,
    id: newId(),
    attempt,
    look: attempt === 1 ? put.look : null,
    price_version,
    reserved_usd: mostCost(price, question),
  };
  const { leave, reservation } = await enterAndReserve(parts, reserved, written);
  try {
    if (reservation.replayed !== null) {
      return { kind: 'answered', landed: { ...reservation.replayed, cached: true, cost: 0 } };
    }
    if (reservation.outcome !== 'held') {
      const needed = reserved.reserved_usd;
      return { kind: 'refused', error: await refusalOf(put, reservation, { ledger, needed }) };
    }
    const limit = AbortSignal.timeout(account.timeoutMs);
    const began = performance.now();
    const settle = (how: Omit<AttemptSettled, keyof AttemptReserved | 'latency_ms'>): Promise<void> =>
      ledger.settle({ ...reserved, ...how, latency_ms: performance.now() - began });
    let answer: LanguageAnswer;
    try {
      answer = await written.send(limit);
    } catch (error) {
      const failure = failureOf(error, { key: account.key, timedOut: limit.aborted, now: Date.now() });
      await settle(ofFailure(failure));
      return { kind: 'failed', failure };
    }
    const settled = ofAnswer(price, answer);
    await settle(settled);
    const cost = settled.cost_usd === null ? null : Number(settled.cost_usd);
    return { kind: 'answered', landed: { answerId: settled.answer_id, answer, cached: false, cost } };
  } finally {
    leave();
  }
}

function errorOf({ account, question }: Put, { kind, says }: Failure, attempts: number): TrainyardError {
  const words = { provider: account.name, model: question.model, detail: says.replace(/\.$/, ''), attempts };
  if (kind === 'key') return new TrainyardError('provider-key-refused', words);
  if (kind === 'unreachable') return new TrainyardError('provider-unreachable', words);
  return new TrainyardError(kind === 'refused' ? 'provider-refused' : 'provider-failed', words);
}

/**
 * Puts a call until it is answered, the provider refuses it, its attempts are used up, or a budget is. Every attempt is a
 * row of the ledger, reserved before it is sent.
 */
export async function putCall(parts: PutParts, put: Put): Promise<Landed> {
  const written = new WrittenQuestion(put.account, put.question, put.say);
  for (let attempt = 1; ; attempt += 1) {
    const tried = await tryOnce(parts, put, { attempt, written });
    if (tried.kind === 'answered') return tried.landed;
    if (tried.kind === 'refused') throw tried.error;
    const { failure } = tried;
    const { retryAfterMs } = failure;
    // Text that somebody has read cannot be taken back.
    const over =
      written.said || !failure.passing || attempt > put.account.retries || (retryAfterMs ?? 0) > longestRetryAfterMs;
    if (over) throw errorOf(put, failure, attempt);
    const { backoffBaseMs: baseMs, random } = parts;
    await wait(backoffMs(attempt, { baseMs, retryAfterMs, random }));
  }
}
