import { TrainyardError } from '@trainyard/contracts';
import { type Completion, firstChunk, lastChunks, textChunk } from '@trainyard/llm-gateway';
import type { FastifyReply } from 'fastify';
import { securityHeaders } from '../http/security-headers.ts';
import { openAiError } from './openai-error.ts';

type Choice = Parameters<typeof lastChunks>[1];

/** A chat completion as server-sent events. A reader that is gone is written to no more; the call goes on without it. */
export class ChatStream {
  readonly #reply: FastifyReply;
  readonly #completion: Completion;
  readonly #withUsage: boolean;
  #said = '';
  begun = false;

  constructor(reply: FastifyReply, completion: Completion, withUsage: boolean) {
    this.#reply = reply;
    this.#completion = completion;
    this.#withUsage = withUsage;
  }

  #begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.#reply.hijack();
    const { raw } = this.#reply;
    // A reader that goes away in the middle is no fault.
    raw.on('error', () => undefined);
    raw.writeHead(200, {
      ...securityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-request-id': this.#reply.request.id,
    });
    this.#write(firstChunk(this.#completion));
  }

  #write(data: object | string): void {
    const { raw } = this.#reply;
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  }

  text(delta: string): void {
    this.#begin();
    this.#said += delta;
    this.#write(textChunk(this.#completion, delta));
  }

  /** What was not told as it came, because it was there already, is told now. */
  end(choice: Choice): FastifyReply {
    const rest = choice.answer.text.slice(this.#said.length);
    if (rest !== '') this.text(rest);
    this.#begin();
    for (const chunk of lastChunks(this.#completion, choice, this.#withUsage)) this.#write(chunk);
    this.#write('[DONE]');
    this.#reply.raw.end();
    return this.#reply;
  }

  /** The stream has begun: its error can only be told in it. */
  fail(error: unknown): FastifyReply {
    const { request } = this.#reply;
    if (!(error instanceof TrainyardError)) request.log.error({ err: error }, 'a stream failed on our side');
    const known = error instanceof TrainyardError ? error : new TrainyardError('internal', { request_id: request.id });
    this.#write({ error: openAiError(known) });
    this.#reply.raw.end();
    return this.#reply;
  }
}
