import { type classifySignal, TrainyardError } from '@trainyard/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ClassifyAsk } from './classify-signal.ts';
import { signalUnfit } from './read-signal.ts';

/** Minutes of several channels; longer recordings are sent in stretches. */
const largestFile = 64 * 1024 * 1024;
const rate = z.coerce.number().positive().max(100_000_000);

interface Received extends Pick<ClassifyAsk, 'source' | 'rateHz'> {
  /** Turns of the shaft a second. */
  speedHz: number | null;
}

function hertz(value: unknown, what: string): number {
  const given = rate.safeParse(value);
  if (!given.success) throw signalUnfit(`its ${what} "${String(value).slice(0, 40)}" is no number of Hz above 0`);
  return given.data;
}

async function receiveFile(request: FastifyRequest): Promise<Received> {
  let rateHz: number | null = null;
  let speedHz: number | null = null;
  for await (const part of request.parts({ limits: { files: 1, fileSize: largestFile, fields: 10 } })) {
    if (part.type === 'field') {
      if (part.value === '') continue;
      if (part.fieldname === 'rate_hz') rateHz = hertz(part.value, 'rate');
      if (part.fieldname === 'speed_hz') speedHz = hertz(part.value, 'speed');
      continue;
    }
    const pieces: Uint8Array[] = [];
    // Own copies, small ones: they are handed to the thread, and the whole is never put together here.
    for await (const piece of part.file) pieces.push(new Uint8Array(piece));
    if (part.file.truncated)
      throw signalUnfit(`the file is larger than ${largestFile / 1024 / 1024} MiB; send a stretch of it`);
    return { source: { pieces }, rateHz, speedHz };
  }
  throw signalUnfit('no file came');
}

/** A list is copied value by value on its way to the thread, memory is handed over. */
function numbersOf(signal: unknown[]): Received['source'] {
  const channel = new Float64Array(signal.length);
  for (const [i, value] of signal.entries()) {
    if (typeof value !== 'number') return { numbers: signal };
    channel[i] = value;
  }
  return { channel };
}

/** A file as multipart, or numbers as JSON. */
export async function receiveSignal(
  request: FastifyRequest,
  body: z.infer<typeof classifySignal> | null | undefined,
): Promise<Received> {
  if (request.isMultipart()) return receiveFile(request);
  if (body === null || body === undefined) throw new TrainyardError('body-type-unsupported');
  return { source: numbersOf(body.signal), rateHz: body.rate_hz, speedHz: body.speed_hz ?? null };
}
