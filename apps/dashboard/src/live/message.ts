import type { StreamedEvent } from '@trainyard/api-client';
import type { Connection } from './connection.ts';

/** What the tabs of one browser tell each other. One of them, the leader, holds the stream. */
export type Message =
  /** Of a tab: all that it wants to hear now, and where its newest subscriptions begin. */
  | { kind: 'wish'; tab: string; topics: readonly string[]; places: readonly Place[]; visible: boolean }
  /** Of a tab that is going. */
  | { kind: 'bye'; tab: string }
  /** Of a new leader, which wants to know everybody's wish. */
  | { kind: 'who' }
  /** Of the leader. */
  | { kind: 'events'; events: readonly StreamedEvent[] }
  | { kind: 'places'; places: readonly Place[] }
  | { kind: 'connection'; connection: Connection }
  /** Of the leader: what may have been missed is to be read anew. */
  | { kind: 'resync' }
  /** Of the leader: the run of this topic is not there any more. */
  | { kind: 'gone'; topic: string };

/** A topic and the last number that was heard of it. */
export type Place = readonly [topic: string, seq: number];

export interface Channel {
  post(message: Message): void;
  onMessage(handler: (message: Message) => void): void;
}

/** Calls `lead` when this tab is the leader, until it ends; in every browser one tab leads at a time. */
export interface Leadership {
  lead(whileLeading: (signal: AbortSignal) => Promise<void>): void;
}
