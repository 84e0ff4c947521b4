import type { StreamedEvent } from '@trainyard/api-client';
import type { Place } from './message.ts';
import type { SubscribeSpec } from './tab-hub.ts';
import { nameOf } from './topic.ts';

/** What the topic `runs` brings; a run's own topic brings these too, and then they come by that one only. */
const kindsOfAllRuns = new Set<StreamedEvent['kind']>(['run-submitted', 'status-changed', 'run-edited']);
/** Server and browser may be apart by so much without an old event being taken for a new one. */
const clockSkewMs = 120_000;

/** One listener with its place in every run: each event reaches it once and in order. */
export class Subscription {
  readonly names: string[];
  readonly whileHidden: boolean;
  readonly #spec: SubscribeSpec;
  readonly #heard = new Map<string, number>();
  readonly #runs = new Set<string>();
  readonly #all: boolean;
  readonly #since: number;

  constructor(spec: SubscribeSpec, now: number) {
    this.#spec = spec;
    this.#since = now - clockSkewMs;
    this.whileHidden = spec.whileHidden;
    this.names = spec.topics.map(nameOf);
    this.#all = spec.topics.includes('runs');
    for (const topic of spec.topics) {
      if (topic === 'runs') continue;
      this.#runs.add(topic.run);
      this.#heard.set(topic.run, topic.from);
    }
  }

  /** Where it stands in its runs. */
  places(): Place[] {
    return [...this.#runs].map((run) => [`run:${run}`, this.#heard.get(run) ?? 0] as const);
  }

  take(event: StreamedEvent): void {
    const own = this.#runs.has(event.run_id);
    if (!own && !(this.#all && this.#isNews(event))) return;
    if (event.seq <= (this.#heard.get(event.run_id) ?? 0)) return;
    this.#heard.set(event.run_id, event.seq);
    this.#spec.onEvent(event);
  }

  /** A run that another listener reads from its beginning is no news for those who watch all runs. */
  #isNews(event: StreamedEvent): boolean {
    return kindsOfAllRuns.has(event.kind) && Date.parse(event.at) >= this.#since;
  }

  gone(topic: string): void {
    const run = topic.slice('run:'.length);
    if (!this.#runs.delete(run)) return;
    this.#heard.delete(run);
    this.names.splice(this.names.indexOf(topic), 1);
    this.#spec.onGone?.(topic);
  }
}
