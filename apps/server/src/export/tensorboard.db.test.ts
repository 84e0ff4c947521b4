import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

/** Reads an archive by its directory, as every unpacker does. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < archive.readUInt16LE(end + 10); i += 1) {
    const packed = archive.readUInt32LE(at + 20);
    const length = archive.readUInt16LE(at + 28);
    const offset = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + length);
    const data = offset + 30 + archive.readUInt16LE(offset + 26);
    const content = inflateRawSync(archive.subarray(data, data + packed));
    expect(content.length).toBe(archive.readUInt32LE(at + 24));
    files.set(name, content);
    at += 46 + length;
  }
  return files;
}

/** Tag, step and value of each event, by the places where this product writes them. */
function scalarsOf(file: Buffer): string[] {
  const scalars: string[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const data = file.subarray(at + 12, at + 12 + length);
    // After the time: the step's field, then an event of one value with a short tag.
    if (data[9] === 0x10) {
      const tag = data.toString('utf8', 17, 17 + (data[16] ?? 0));
      scalars.push(`${tag} ${data[10]} ${data.readFloatLE(length - 4)}`);
    }
    at += 16 + length;
  }
  return scalars;
}

it('the series of a run come as an archive with a folder of event files a group', async () => {
  const { client } = server;
  const run = await client.call('createRun', { body: { executor: 'external', name: 'curves' } });
  const points = [1, 2, 3].flatMap((step) => [
    { key: 'train/loss', step, value: 1 / 2 ** step },
    { key: 'validation/loss', step, value: 2 },
    { key: 'validation/accuracy', step, value: 0.5 },
    { key: 'speed', step, value: 'NaN' as const },
  ]);
  await client.call('intakeMetrics', { params: { id: run.id }, body: { points } });
  const answer = await client.download(`/api/v1/runs/${run.number}/tensorboard.zip`);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toContain(`run-${run.number}-tensorboard.zip`);
  const files = unzip(Buffer.from(await answer.arrayBuffer()));
  const folders = [...files.keys()].map((name) => name.replace(/events\.out\.tfevents\.\d+\.trainyard$/, ''));
  const base = `run-${run.number}/`;
  expect(folders.sort()).toEqual([base, `${base}train/`, `${base}validation/`]);
  const scalars = [...files].map(([name, file]) => [name.split('/').at(-2), scalarsOf(file)] as const);
  expect(Object.fromEntries(scalars)).toEqual({
    [`run-${run.number}`]: ['speed 1 NaN', 'speed 2 NaN', 'speed 3 NaN'],
    train: ['loss 1 0.5', 'loss 2 0.25', 'loss 3 0.125'],
    validation: ['accuracy 1 0.5', 'accuracy 2 0.5', 'accuracy 3 0.5', 'loss 1 2', 'loss 2 2', 'loss 3 2'],
  });
});

it('a run without series is an empty archive, not an error', async () => {
  const run = await server.client.call('createRun', { body: { executor: 'external' } });
  const answer = await server.client.download(`/api/v1/runs/${run.id}/tensorboard.zip`);
  expect(unzip(Buffer.from(await answer.arrayBuffer())).size).toBe(0);
});
