import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@trainyard/api-client';
import { getUpload, uploadOf } from '@trainyard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleDataset } from '../dataset.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer({ uploadLimitBytes: 1_000_000, uploadFileLimit: 20 });
  client = server.client;
});
afterAll(() => server.end());

const file = (path: string, text = 'a,b\n1,2\n') => ({ path, file: new Blob([text]) });
async function uploadsLeft(): Promise<string[]> {
  return readdir(join(server.settings.files, 'uploads')).catch(() => []);
}

describe('an upload', () => {
  it('is stored as it came, and imported by a run', async () => {
    const key = await server.keyFor('member');
    const member = createClient({ url: server.url, key });
    const big = new Uint8Array(300_000).fill(7);
    const run = await member.uploadDataset({
      name: 'shop-floor',
      config: { kind: 'table' },
      files: [file('a/b/readings.csv'), { path: 'c ü".bin', file: new Blob([big]) }],
    });
    expect(run).toMatchObject({ trainer: 'dataset-import', status: 'queued', name: 'import shop-floor' });
    const config = await client.call('getRunConfig', { params: { id: run.id } });
    expect(config.config).toMatchObject({ name: 'shop-floor', kind: 'table' });
    const upload = await getUpload(server.database.store, (await uploadOf(server.database.store, run.id)) ?? '');
    expect(upload).toMatchObject({ whole: true, files: 2, size: 300_008 });
    expect(await readFile(join(upload?.location ?? '', 'a/b/readings.csv'), 'utf8')).toBe('a,b\n1,2\n');
    expect((await readFile(join(upload?.location ?? '', 'c ü".bin'))).equals(big)).toBe(true);
  });

  it.each([
    ['a path that climbs out', { name: 'x', files: [file('../../keys/evil.key')] }, 'path'],
    ['a path from the root', { name: 'x', files: [file('/etc/cron.d/evil')] }, 'path'],
    ['a path with a backslash', { name: 'x', files: [file('..\\evil')] }, 'path'],
    ['the same path twice', { name: 'x', files: [file('a.csv'), file('a.csv')] }, 'twice'],
    ['no file', { name: 'x', files: [] }, 'no file'],
    ['a name that is none', { name: 'No Name!', files: [file('a.csv')] }, 'lower-case'],
    ['more files than allowed', { name: 'x', files: Array.from({ length: 30 }, (_, n) => file(`${n}.csv`)) }, ''],
    ['more bytes than allowed', { name: 'x', files: [file('a.bin', 'x'.repeat(1_200_000))] }, ''],
  ])('with %s is refused in words, and nothing of it stays', async (_what, upload, words) => {
    const before = await uploadsLeft();
    const refused = client.uploadDataset(upload);
    await expect(refused).rejects.toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 400 && status < 500),
    });
    await expect(refused).rejects.toThrow(words);
    expect(await uploadsLeft()).toEqual(before);
  });

  it('with settings that the import does not know is refused before the files are taken', async () => {
    const refused = client.uploadDataset({ name: 'x', config: { colour: 1 }, files: [file('a.csv')] });
    await expect(refused).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('that breaks off half-way leaves nothing behind', async () => {
    const before = await uploadsLeft();
    const stop = new AbortController();
    const endless = new Blob(['x'.repeat(500_000)]);
    const sending = client.uploadDataset({
      name: 'x',
      files: [
        { path: 'a.bin', file: endless },
        { path: 'b.bin', file: endless },
      ],
      onProgress: (sent) => sent > 100_000 && stop.abort(),
      signal: stop.signal,
    });
    await expect(sending).rejects.toThrow();
    await expect.poll(uploadsLeft, { timeout: 5_000 }).toEqual(before);
  });
});

describe('data sets', () => {
  it('are listed, shown by name and version, with their manifest', async () => {
    await sampleDataset(server.parts, { name: 'motors' });
    await sampleDataset(server.parts, { name: 'motors', perBearing: 2 });
    const list = await client.call('listDatasets', { query: { q: 'moto' } });
    expect(list.items.map((dataset) => [dataset.name, dataset.latest.version])).toEqual([['motors', 2]]);
    const first = await client.call('getDataset', { params: { name: 'motors@1' } });
    expect(first.latest).toMatchObject({ version: 1, samples: 24, badge: 'SIMULATED' });
    const manifest = await client.call('getDatasetManifest', { params: { name: 'motors@1' } });
    expect(manifest.unit_column).toBe('bearing_id');
  });

  it('of many rows are read on another thread, so that others are answered meanwhile', async () => {
    await sampleDataset(server.parts, { name: 'large', bearings: 60, perBearing: 200 });
    let slowest = 0;
    let asking = true;
    const others = (async () => {
      while (asking) {
        const began = performance.now();
        await client.call('health');
        slowest = Math.max(slowest, performance.now() - began);
      }
    })();
    const run = await client.call('createRun', {
      body: { trainer: 'signal-cnn', dataset: 'large', config: { 'split.by': 'window' } },
    });
    asking = false;
    await others;
    expect(run.split?.by).toBe('window');
    expect(slowest).toBeLessThan(500);
  });
});

describe('samples of a data set', () => {
  it('are listed in the order of the index, by label, page by page', async () => {
    await sampleDataset(server.parts, { name: 'samples' });
    const params = { name: 'samples' };
    const first = await client.call('listSamples', { params, query: { limit: 5 } });
    expect(first).toMatchObject({ total: 24, next_cursor: '5' });
    expect(first.items[0]).toEqual({
      sample_id: 'healthy-0-0',
      file: 'data/all.npy',
      label: 'healthy',
      rate_hz: 1000,
      n: 2000,
      seconds: 2,
      columns: { bearing_id: 'healthy0', load: '0' },
    });
    const next = await client.call('listSamples', { params, query: { limit: 100, cursor: '5', label: 'inner' } });
    expect(next.items.map((sample) => sample.label)).toEqual(Array.from({ length: 7 }, () => 'inner'));
    expect(next.next_cursor).toBeNull();
    await expect(client.call('listSamples', { params: { name: 'absent' } })).rejects.toMatchObject({
      code: 'dataset-not-found',
    });
  });

  it('are drawn as envelope and spectrum, in the physical unit', async () => {
    await sampleDataset(server.parts, { name: 'tones', tones: true });
    const params = { name: 'tones' };
    // The fourth recording is a tone of 200 Hz whose amplitude is 1000 counts of a thousandth.
    const view = await client.call('getSignal', { params, query: { sample: 'healthy-1-0', points: 100 } });
    expect(view).toMatchObject({
      sample_id: 'healthy-1-0',
      channel: 0,
      channels: ['acceleration'],
      rate_hz: 1000,
      n: 2000,
    });
    expect(view.waveform.seconds).toHaveLength(100);
    expect(Math.max(...view.waveform.high)).toBeCloseTo(0.951, 3);
    expect(Math.min(...view.waveform.low)).toBeCloseTo(-0.951, 3);
    const top = view.spectrum.amplitude.indexOf(Math.max(...view.spectrum.amplitude));
    expect(Math.abs((view.spectrum.hz[top] ?? 0) - 200)).toBeLessThan(1);
    expect(view.spectrum.amplitude[top]).toBeGreaterThan(0.85);
    const ofWindow = await client.call('getSignal', { params, query: { sample: 'healthy-1-0#3' } });
    expect(ofWindow.sample_id).toBe('healthy-1-0');
    expect(ofWindow).toMatchObject({ from_s: 0, n: 2000 });
    // Windows of half a second that overlap by half: the fourth begins after three quarters of a second.
    const cut = { window: 0.5, overlap: 50 };
    const window = await client.call('getSignal', { params, query: { sample: 'healthy-1-0#3', ...cut } });
    expect(window).toMatchObject({ sample_id: 'healthy-1-0', from_s: 0.75, n: 500 });
    expect(window.waveform.seconds[0]).toBe(0.75);
    const whole = await client.call('getSignal', { params, query: { sample: 'healthy-1-0', ...cut } });
    expect(whole).toMatchObject({ from_s: 0, n: 2000 });
    const stretch = await client.call('getSignal', {
      params,
      query: { sample: 'healthy-1-0#3', from: 1.5, seconds: 0.25 },
    });
    expect(stretch).toMatchObject({ n: 250, rate_hz: 1000 });
    expect(stretch.waveform.seconds[0]).toBe(1.5);
    expect(stretch.waveform.seconds.at(-1)).toBeCloseTo(1.749, 9);
  });

  it('that cannot be drawn say why', async () => {
    const ask = (name: string, sample: string, channel = 0) =>
      client.call('getSignal', { params: { name }, query: { sample, channel } });
    await expect(ask('tones', 'nobody')).rejects.toMatchObject({ code: 'sample-not-found', status: 404 });
    await expect(ask('tones', 'healthy-0-0', 1)).rejects.toThrow('it has 1 channel, channel 1 was asked for');
    await expect(ask('samples', 'healthy-0-0')).rejects.toMatchObject({ code: 'signal-unreadable', status: 422 });
    await expect(ask('samples', 'healthy-0-0')).rejects.toThrow('no .npy file');
  });
});
