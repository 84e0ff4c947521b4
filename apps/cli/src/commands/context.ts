import type { Client } from '@trainyard/api-client';
import { readSettings, type Settings } from '@trainyard/settings';
import { inkFor } from '../terminal/ink.ts';
import type { Look } from '../terminal/live-view.ts';
import { exitCodes } from '../terminal/status-words.ts';
import { processTerminal, quietTerminal, type Terminal } from '../terminal/terminal.ts';
import { connect } from './connection.ts';

/** What every command gets. Settings, server and signal handlers are only taken up by the commands that need them. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly look: Look;
  readonly settings: Settings;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  now(): number;
  client(): Promise<Client>;
  /** The same context with standard output kept for one JSON value. */
  quiet(): CommandContext;
  /** Prints the one JSON value of a `--json` command. */
  json(value: unknown): void;
}

export function lookOf(terminal: Terminal): Look {
  return { ink: inkFor(terminal.color), columns: terminal.columns };
}

let interruption: AbortController | null = null;

/** Ctrl-C ends the command; a second one ends the process at once. */
function interruptionSignal(): AbortSignal {
  if (interruption === null) {
    const controller = new AbortController();
    interruption = controller;
    const onSignal = () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  }
  return interruption.signal;
}

export function processContext(terminal: Terminal = processTerminal()): CommandContext {
  let settings: Settings | null = null;
  let client: Promise<Client> | null = null;
  const context: CommandContext = {
    terminal,
    look: lookOf(terminal),
    get settings() {
      settings ??= readSettings();
      return settings;
    },
    get signal() {
      return interruptionSignal();
    },
    now: () => Date.now(),
    client() {
      client ??= connect(context.settings);
      return client;
    },
    quiet: () => ({ ...processContext(quietTerminal(terminal)), json: context.json }),
    json: (value) => terminal.out(JSON.stringify(value, null, 2)),
  };
  return context;
}
