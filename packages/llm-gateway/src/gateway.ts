import { hostname } from 'node:os';
import {
  type ChatRequest,
  type LanguageRole,
  type Provider,
  type ProviderCreate,
  type ProviderPatch,
  type ProviderTest,
  TrainyardError,
} from '@trainyard/contracts';
import {
  getProvider,
  type LedgerCall,
  newId,
  noteProviderTest,
  noteSharedAnswer,
  type PriceNow,
  replayCall,
  type Store,
} from '@trainyard/store';
import type { Question } from './call/attempt.ts';
import { callKey } from './call/call-key.ts';
import { Flight, type Landed } from './call/flight.ts';
import { Gate } from './call/gate.ts';
import { Ledger } from './call/ledger.ts';
import { plainParameters } from './call/plain-parameters.ts';
import { putCall } from './call/put-call.ts';
import { questionOf } from './chat/openai-shape.ts';
import { GatewayLife } from './gateway-life.ts';
import type { Account } from './provider/account.ts';
import { AccountBook } from './provider/account-book.ts';
import { addProvider, changeProvider } from './provider/keep-provider.ts';
import { testConnection } from './provider/test-connection.ts';
import { ensureSealingKey } from './secret/sealing-key.ts';

export interface GatewayOptions {
  store: Store;
  home: string;
  backoffMs: number;
  beatSeconds: number;
  leaseSeconds: number;
  /** How long an answer waits for a database that is away. */
  databaseWaitSeconds: number;
  /** How long calls under way are waited for at the end. */
  stopSeconds: number;
  warn: (error: unknown, what: string) => void;
}

/** Who asks, and for which run. */
export interface ChatCaller {
  userId: string;
  runId: string | null;
  /** Throws where a model is not to be asked; null where any may be. */
  accepts: ((target: { provider: string; model: string }) => void) | null;
}

/** What the ledger keeps beside the question. */
export interface ChatCircumstances {
  role: LanguageRole | null;
  sample: number;
  /** Whether an answer that another was given will do. */
  cache: boolean;
}

interface Asked {
  caller: ChatCaller;
  circumstances: ChatCircumstances;
  languageModel: string | null;
  account: Account;
  price: PriceNow;
  question: Question;
  onText: ((delta: string) => void) | null;
}

/** As long as OpenAI's own clients wait for an answer. */
const reserveWaitMs = 600_000;

const ofBudget = new Set<string>(['budget-reached', 'price-unknown']);

/**
 * The one door to every language model. A call goes: joined to an equal one that is under way → gate of its provider →
 * ledger (was it answered before? else it is reserved) → provider → settlement → answer. Where the gate is not free, the
 * ledger is looked at before it too. Once a call is put, it runs to its end, whoever waits for it.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #id = newId();
  readonly #sealingKey: Buffer;
  readonly #book: AccountBook;
  readonly #ledger: Ledger;
  readonly #life: GatewayLife;
  readonly #gates = new Map<string, Gate>();
  readonly #flights = new Map<string, Flight>();

  private constructor(options: GatewayOptions, sealingKey: Buffer) {
    const { store, beatSeconds, leaseSeconds, warn } = options;
    this.#options = options;
    this.#sealingKey = sealingKey;
    this.#book = new AccountBook(store, sealingKey);
    this.#ledger = new Ledger(store, { gatewayId: this.#id, waitSeconds: options.databaseWaitSeconds, warn });
    const self = { id: this.#id, host: hostname(), pid: process.pid };
    this.#life = new GatewayLife(store, { ...self, beatSeconds, leaseSeconds, warn });
  }

  /** What a dead server had asked is told as unknown before the first call. */
  static async open(options: GatewayOptions): Promise<Gateway> {
    const gateway = new Gateway(options, await ensureSealingKey(options.home));
    await gateway.#life.start();
    return gateway;
  }

  /** Something that calls depend on was changed. */
  forget(): void {
    this.#book.forget();
  }

  /** Throws provider-exists, provider-key-unfit. */
  addProvider(ownerId: string, given: ProviderCreate): Promise<Provider> {
    return addProvider(this.#options.store, this.#sealingKey, { ownerId, given });
  }

  /** Throws provider-not-found, provider-exists, provider-key-unfit, provider-key-needed. */
  async changeProvider(name: string, patch: ProviderPatch): Promise<Provider> {
    const changed = await changeProvider(this.#options.store, this.#sealingKey, { name, patch });
    this.forget();
    return changed;
  }

  /** Throws provider-not-found, provider-key-unreadable. */
  async testProvider(userId: string, name: string, model: string | undefined): Promise<ProviderTest> {
    const { store } = this.#options;
    const { id } = await getProvider(store, name);
    const found = await this.#book.ofProvider(id, model ?? '*');
    if (found === null) throw new TrainyardError('provider-not-found', { name, nearest: '' });
    const { account, price } = found;
    const test = await testConnection({ ...account, retries: 0 }, model, async (asked) => {
      const began = performance.now();
      try {
        const { answer } = await this.#ask({
          caller: { userId, runId: null, accepts: null },
          circumstances: { role: null, sample: 0, cache: false },
          languageModel: null,
          account: { ...account, retries: 0 },
          price,
          question: tinyQuestion(asked),
          onText: null,
        });
        return { ok: true, text: answer.text, ms: performance.now() - began };
      } catch (error) {
        if (error instanceof TrainyardError && error.kind !== 'ours') return { ok: false, says: wordsOf(error) };
        throw error;
      }
    });
    await noteProviderTest(store, id, test.ok);
    return test;
  }

  /**
   * Answers a chat request; its text is told as it comes where somebody wants it so. Throws language-model-not-found,
   * language-model-inactive, language-default-missing, budget-reached, price-unknown, provider-failed, provider-unreachable, provider-refused, provider-key-refused,
   * provider-key-unreadable.
   */
  async chat(
    caller: ChatCaller,
    request: ChatRequest,
    circumstances: ChatCircumstances,
    onText: ((delta: string) => void) | null = null,
  ): Promise<Landed> {
    const { target, account } = await this.#book.find(caller.userId, request.model);
    caller.accepts?.(target);
    return this.#ask({
      caller,
      circumstances,
      languageModel: target.language_model,
      account,
      price: target,
      question: questionOf(request, target),
      onText,
    });
  }

  async #ask(asked: Asked): Promise<Landed> {
    const { caller, circumstances } = asked;
    const call = this.#callOf(asked);
    // Who wants an answer of their own shares it with their own run only.
    const name = circumstances.cache ? call.key : `${caller.runId ?? call.request_id} ${call.key}`;
    for (;;) {
      const under = this.#flights.get(name);
      if (under === undefined) return this.#fly(name, call, asked);
      const began = performance.now();
      if (asked.onText !== null) under.follow(asked.onText);
      try {
        const landed = await under.landed;
        await noteSharedAnswer(this.#options.store, call, landed.answerId, performance.now() - began);
        return { ...landed, cached: true, cost: 0 };
      } catch (error) {
        // That was the end of another's budget, perhaps not of ours.
        if (!(error instanceof TrainyardError && ofBudget.has(error.code))) throw error;
        if (this.#flights.get(name) === under) this.#flights.delete(name);
      }
    }
  }

  #callOf({ caller, circumstances, languageModel, account, question }: Asked): LedgerCall {
    return {
      request_id: newId(),
      gateway_id: this.#id,
      user_id: caller.userId,
      run_id: caller.runId,
      role: circumstances.role,
      language_model: languageModel,
      provider_id: account.id,
      provider: account.name,
      model: question.model,
      parameters: question.parameters,
      sample: circumstances.sample,
      key: callKey(account, question, circumstances.sample),
    };
  }

  #fly(name: string, call: LedgerCall, asked: Asked): Promise<Landed> {
    const { store, backoffMs } = this.#options;
    const { account, price, question, circumstances } = asked;
    const flight = new Flight(async (say) => {
      const { cache } = circumstances;
      const gate = this.#gateOf(account);
      // What was answered before does not wait in line; where there is none, looking and reserving are one trip.
      const before = gate.isFree ? null : await replayCall(store, call, { cache, latencyMs: 0 });
      if (before !== null) return { ...before, cached: true, cost: 0 };
      const parts = {
        ledger: this.#ledger,
        gate,
        backoffBaseMs: backoffMs,
        reserveWaitMs,
        random: Math.random,
      };
      const look = cache ? 'any' : call.run_id === null ? null : 'own';
      return putCall(parts, { call, account, price, question, look, say: asked.onText === null ? null : say });
    });
    if (asked.onText !== null) flight.follow(asked.onText);
    this.#flights.set(name, flight);
    const land = (): void => {
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    };
    flight.landed.then(land, land);
    return flight.landed;
  }

  #gateOf({ id, maxConcurrent, maxPerMinute }: Account): Gate {
    const gate = this.#gates.get(id) ?? new Gate({ maxConcurrent, maxPerMinute });
    gate.limits = { maxConcurrent, maxPerMinute };
    this.#gates.set(id, gate);
    return gate;
  }

  /** Waits a while for calls under way; then they are of unknown outcome. */
  async close(): Promise<void> {
    const under = Promise.allSettled([...this.#flights.values()].map(({ landed }) => landed));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, this.#options.stopSeconds * 1000);
    });
    await Promise.race([under, late]);
    clearTimeout(timer);
    await this.#ledger.close();
    await this.#life.end();
  }
}

function tinyQuestion(model: string): Question {
  return {
    model,
    messages: [{ role: 'user', text: 'Say OK.' }],
    parameters: { ...plainParameters, max_tokens: 16 },
  };
}

/** What a provider said is a part of a sentence already. */
function wordsOf({ params, message }: TrainyardError): string {
  return typeof params.detail === 'string' ? params.detail : message.replace(/\.$/, '');
}
