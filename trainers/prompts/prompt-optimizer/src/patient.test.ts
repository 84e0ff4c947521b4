import { expect, it } from 'vitest';
import { patiently, takenBy } from './patient.ts';

const answer = (status: number, body: string) => new Response(body, { status });

it('waits for a server that is away or cannot answer now, and tells each time why', async () => {
  const answers = [
    () => Promise.reject(new TypeError('fetch failed')),
    () => Promise.resolve(answer(503, '{"detail":"The database is away."}')),
    // A server that was killed while it wrote.
    () => Promise.resolve(answer(200, '{"version": ')),
    () => Promise.resolve(answer(201, '{"version":7}')),
  ];
  const told: string[] = [];
  const taken = await patiently(
    async () => takenBy(await (answers.shift() ?? (() => Promise.reject(new Error('asked too often'))))()),
    (reason) => told.push(reason) > 0,
  );
  expect(taken).toEqual({ version: 7 });
  expect(told).toHaveLength(3);
  expect(told[1]).toContain('The database is away');
});

it('throws what is refused, in the words of the server, and gives up where the run is to leave', async () => {
  const refused = async () => takenBy(answer(403, '{"detail":"Not for this key."}'));
  await expect(patiently(refused, () => true)).rejects.toThrow('Not for this key.');
  const away = async () => takenBy(answer(503, '{}'));
  expect(await patiently(away, () => false)).toBeNull();
});
