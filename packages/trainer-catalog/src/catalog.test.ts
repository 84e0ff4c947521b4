import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { batchMetric, frozenRun, TrainyardError } from '@trainyard/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtinRoot, type Catalog, createCatalog, frozenToYaml, readConfigFile, scaffoldTrainer } from './index.ts';

let folder: string;
let catalog: Catalog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalog-'));
  catalog = createCatalog({
    builtinRoots: [join(folder, 'trainers')],
    userRoot: join(folder, 'own'),
    environmentsRoot: join(folder, 'environments'),
    python: '3.11',
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
}

const good = `id: line
title: Line
purpose: Fits a line.
family: tests
environment: none
entry: [python3, fit.py]
parameters:
  type: object
  properties:
    epochs: { type: integer, minimum: 1, maximum: 500, default: 20 }
    batch_size: { type: integer, enum: [16, 32, 64], default: 16 }
rules:
  - { rule: "self.batch_size <= self.epochs", message: "Batch size must be at most {self.epochs}" }
`;

async function putGood(change: (text: string) => string = (text) => text): Promise<void> {
  await put('trainers/pack/line/trainer.yaml', change(good));
  await put('trainers/pack/line/fit.py', 'print(1)\n');
}

async function problemsOf(change: (text: string) => string): Promise<string[]> {
  await putGood(change);
  return (await catalog.list()).flatMap((one) => one.problems).map((issue) => `${issue.path}: ${issue.message}`);
}

describe('the catalogue', () => {
  it('finds trainers of packs and of the user, without a restart', async () => {
    expect(await catalog.list()).toEqual([]);
    await putGood();
    expect(await catalog.get('line')).toMatchObject({ source: 'built-in', problems: [], defaults: { epochs: 20 } });
    await scaffoldTrainer('my-line', join(folder, 'own/my-line'));
    expect((await catalog.list()).map((one) => [one.id, one.source])).toEqual([
      ['line', 'built-in'],
      ['my-line', 'user'],
    ]);
    await putGood((text) => text.replace('default: 20', 'default: 100'));
    expect((await catalog.get('line')).defaults.epochs).toBe(100);
  });

  it('reads presets, the usual ones first, and says what is wrong with one', async () => {
    await putGood();
    await put(
      'trainers/pack/line/presets/standard.yaml',
      'id: standard\ntitle: S\npurpose: P\nconfig: { epochs: 60 }\n',
    );
    await put('trainers/pack/line/presets/quick.yaml', 'id: quick\ntitle: Q\npurpose: P\nconfig: { epochs: 16 }\n');
    expect((await catalog.get('line')).presets.map((one) => one.id)).toEqual(['quick', 'standard']);
    await put('trainers/pack/line/presets/max.yaml', 'id: maxx\ntitle: M\npurpose: P\nconfig: { epoch: 600 }\n');
    expect((await catalog.get('line')).problems.map((one) => `${one.path}: ${one.message}`)).toEqual([
      'presets/max.yaml: The id "maxx" must be the file\'s name without ".yaml"',
      'presets/max.yaml: Unknown setting "epoch". Did you mean "epochs"?',
    ]);
  });

  it('lists a broken trainer with file, line and reason, and does not run it', async () => {
    expect(await problemsOf((text) => text.replace('family:', 'famly:'))).toEqual([
      'trainer.yaml: "family" is missing: expected a text',
      'trainer.yaml, line 4: Unknown key "famly". Did you mean "family"?',
    ]);
    expect(await problemsOf((text) => text.replace('entry: [python3, fit.py]', 'entry: fit.py'))).toEqual([
      'trainer.yaml, line 6: "entry" must be a list, got a text',
    ]);
    expect(await problemsOf((text) => text.replace('title: Line', 'title: [Line'))).toEqual([
      expect.stringMatching(/^trainer.yaml: .* at line 3/),
    ]);
    expect(await problemsOf((text) => text.replace('self.batch_size <=', 'self.batch_sise <='))).toEqual([
      'rules: The rule "self.batch_sise <= self.epochs" cannot be used: there is no parameter "batch_sise". Did you mean "self.batch_size"?',
    ]);
    expect(
      await problemsOf((text) => text.replace('fit.py', 'fitt.py').replace('environment: none', 'environment: nome')),
    ).toEqual([
      'environment: There is no environment "nome"; there are none, node. Did you mean "none"?',
      'entry: The program "fitt.py" is not in the trainer\'s folder',
    ]);
    const error = await catalog.usable('line').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TrainyardError);
    expect(error).toMatchObject({ code: 'trainer-broken', issues: [{ path: 'environment' }, { path: 'entry' }] });
  });

  it('shares settings and rules between the trainers of a pack, and lets one of them differ', async () => {
    const shared = `properties:
  epochs: { type: integer, minimum: 1, default: 9, x-ui: { label: Epochs, unit: passes } }
  rate: { type: number, default: 0.1 }
rules:
  - { rule: "self.rate <= 1.0", message: Too fast }
continue: [rate]
`;
    await put('trainers/pack/parameters/training.yaml', shared);
    await putGood((text) => text.replace('parameters:', 'include: [training]\nparameters:'));
    const trainer = await catalog.get('line');
    expect(trainer.problems).toEqual([]);
    expect(trainer.defaults).toEqual({ batch_size: 16, epochs: 20, rate: 0.1 });
    expect(trainer.manifest.parameters).toMatchObject({
      properties: { epochs: { maximum: 500, default: 20, 'x-ui': { unit: 'passes' } } },
    });
    expect(trainer.rules.map((one) => one.message)).toEqual(['Batch size must be at most {self.epochs}', 'Too fast']);
    expect(trainer.manifest.capabilities.continue).toEqual(['rate']);
    await put('trainers/pack/parameters/training.yaml', shared.replace('default: 0.1', 'default: 0.25'));
    expect((await catalog.get('line')).defaults.rate).toBe(0.25);
    await put('trainers/pack/parameters/training.yaml', shared.replace('continue:', 'continu:'));
    expect((await catalog.get('line')).problems.map((one) => `${one.path}: ${one.message}`)).toEqual([
      '../parameters/training.yaml, line 6: Unknown key "continu". Did you mean "continue"?',
    ]);
    expect(await problemsOf((text) => text.replace('parameters:', 'include: [trainin]\nparameters:'))).toEqual([
      'include: There is no file "../parameters/trainin.yaml" to include',
    ]);
  });

  it('names the nearest trainer where there is none', async () => {
    await putGood();
    await expect(catalog.get('lime')).rejects.toThrow('There is no trainer "lime". Did you mean "line"?');
  });

  it('lists the second trainer of a name with what is wrong', async () => {
    await putGood();
    await put('own/line/trainer.yaml', good.replace('[python3, fit.py]', '[python3]'));
    expect((await catalog.list()).map((one) => one.problems.length)).toEqual([0, 1]);
  });

  it('names an environment by its lock, the Python and the platform', async () => {
    await put('trainers/environments/tiny/environment.yaml', 'id: tiny\ntitle: Tiny\nsize_bytes: 5\n');
    await put('trainers/environments/tiny/requirements.txt', 'numpy==2.0\n');
    const state = await catalog.environment('tiny');
    expect(state).toMatchObject({ installed: false, size_bytes: 5 });
    expect(state.folder).toMatch(/environments\/tiny-[0-9a-f]{12}-python3\.11-[a-z]+-[a-z0-9]+$/);
    await put(`${(state.folder ?? '').slice(folder.length + 1)}/.trainyard-environment.json`, '{}');
    expect((await catalog.environment('tiny')).installed).toBe(true);
    const elsewhere = createCatalog({
      builtinRoots: [join(folder, 'trainers')],
      userRoot: null,
      environmentsRoot: join(folder, 'environments'),
      python: null,
    });
    expect(await elsewhere.environment('tiny')).toMatchObject({ installed: true, folder: state.folder });
    await expect(catalog.environment('tinny')).rejects.toThrow(/there are none, node, tiny/);
  });
});

describe('freeze', () => {
  const nothing = { dataset: null, split: null, facts: null };

  it('records all that a repeat needs', async () => {
    await putGood();
    const trainer = await catalog.usable('line');
    const { frozen, issues } = await catalog.freeze({ trainer, spec: { config: { epochs: '50' } }, ...nothing });
    expect(issues).toEqual([{ path: 'epochs', message: 'Epochs must be a whole number from 1 to 500, got "50"' }]);
    const again = await catalog.freeze({ trainer, spec: { config: { epochs: 50 }, seed: 7 }, ...nothing });
    expect(again.issues).toEqual([]);
    expect(again.frozen).toMatchObject({
      trainer: { id: 'line', code_digest: frozen.trainer.code_digest, environment: 'none', lock_digest: null },
      config: { epochs: 50, batch_size: 16 },
      origin: { epochs: 'set', batch_size: 'default' },
      seed: 7,
      resources: { threads: 1, gpus: 0 },
    });
    expect(frozenRun.parse(again.frozen)).toEqual(again.frozen);
  });

  it('goes through YAML and back unchanged', async () => {
    await putGood();
    const { frozen } = await catalog.freeze({
      trainer: await catalog.usable('line'),
      spec: { config: {} },
      ...nothing,
    });
    expect(readConfigFile(frozenToYaml(frozen))).toEqual({ config: frozen.config, frozen });
    expect(readConfigFile('epochs: 3\n')).toEqual({ config: { epochs: 3 }, frozen: null });
    expect(() => readConfigFile('- 1')).toThrow(/must be a YAML mapping/);
  });

  it('has another code digest when the code changes, and only then', async () => {
    await putGood();
    const trainer = await catalog.usable('line');
    const before = await catalog.codeDigest(trainer);
    await put('trainers/pack/line/__pycache__/fit.pyc', 'x');
    await put('trainers/pack/other/trainer.yaml', good);
    expect(await catalog.codeDigest(trainer)).toBe(before);
    await put('trainers/pack/line/fit.py', 'print(2) # changed\n');
    const after = await catalog.codeDigest(trainer);
    expect(after).not.toBe(before);
    await put('trainers/pack/shared.py', 'x = 1\n');
    expect(await catalog.codeDigest(trainer)).not.toBe(after);
  });

  it('has another code digest when a package that its program imports changes', async () => {
    await putGood((text) => text.replace('[python3, fit.py]', '[node, main.ts]'));
    await put('trainers/pack/line/main.ts', '');
    const dependencies = (...names: string[]) =>
      JSON.stringify({ version: '1.0.0', dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });
    await put('trainers/pack/line/package.json', dependencies('@here/strategies'));
    await put('packages/strategies/package.json', dependencies('@here/numbers', 'far', 'not-installed'));
    await put('packages/strategies/src/racing.ts', 'export const accept = 0.9;\n');
    await put('packages/numbers/package.json', dependencies('@here/strategies'));
    await put('packages/numbers/src/index.ts', 'export {};\n');
    await put('node_modules/far/package.json', dependencies());
    await mkdir(join(folder, 'node_modules/@here'), { recursive: true });
    for (const name of ['strategies', 'numbers']) {
      await symlink(join(folder, 'packages', name), join(folder, 'node_modules/@here', name));
    }
    const trainer = await catalog.usable('line');
    const seen = [await catalog.codeDigest(trainer)];
    await put('packages/strategies/src/racing.test.ts', 'a test changes no run\n');
    await put('packages/strategies/README.md', 'nor do words\n');
    expect(await catalog.codeDigest(trainer)).toBe(seen[0]);
    for (const [path, text] of [
      ['packages/strategies/src/racing.ts', 'export const accept = 0.95;\n'],
      ['packages/numbers/src/index.ts', 'export const half = 0.5;\n'],
      ['node_modules/far/package.json', JSON.stringify({ version: '1.0.1' })],
    ] as const) {
      await put(path, text);
      const digest = await catalog.codeDigest(trainer);
      expect(seen).not.toContain(digest);
      seen.push(digest);
    }
  });

  it('refuses a preset that is not there, a data set that is not taken, and a GPU that is not used', async () => {
    await putGood();
    const trainer = await catalog.usable('line');
    expect(() => catalog.configure({ trainer, spec: { config: {}, preset: 'max' } })).toThrow(
      /has no preset "max"; it has none/,
    );
    const { issues } = await catalog.freeze({
      trainer,
      spec: { config: {}, gpus: 1 },
      dataset: { name: 'd', version: 1, digest: 'x' },
      split: null,
      facts: null,
    });
    expect(issues.map((one) => one.path)).toEqual(['dataset', 'gpus']);
  });
});

describe('scaffoldTrainer', () => {
  it('makes a trainer without problems, once', async () => {
    const made = await scaffoldTrainer('my-trainer', join(folder, 'own/my-trainer'));
    expect(made.files).toContain('train.py');
    const trainer = await catalog.load(made.folder);
    expect(trainer).toMatchObject({ id: 'my-trainer', problems: [], manifest: { title: 'My trainer' } });
    expect(trainer.presets.map((one) => one.id)).toEqual(['quick', 'standard']);
    await expect(scaffoldTrainer('my-trainer', made.folder)).rejects.toThrow(/exists and is not empty/);
    await expect(scaffoldTrainer('My Trainer', join(folder, 'x'))).rejects.toThrow(/lower-case words joined by "-"/);
  });
});

describe('the trainers that come with the product', () => {
  const shipped = createCatalog({
    builtinRoots: [builtinRoot],
    userRoot: null,
    environmentsRoot: join(tmpdir(), 'no-environments'),
    python: '3.11',
  });

  it('have no problems', async () => {
    const trainers = await shipped.list();
    expect(trainers.map((one) => one.id)).toContain('script');
    expect(
      trainers.flatMap((one) => one.problems.map((issue) => `${one.id}: ${issue.path}: ${issue.message}`)),
    ).toEqual([]);
  });

  it('score prompts by every metric that batches and metric sets know, with all their settings', async () => {
    const { manifest } = await shipped.usable('prompt-optimizer');
    const kinds = batchMetric.options.flatMap(({ shape: { metric } }) =>
      metric.type === 'enum' ? metric.options : [metric.value],
    );
    const settings = batchMetric.options.flatMap(({ shape }) => Object.keys(shape));
    const properties = {
      ...Object.fromEntries(settings.map((name) => [name, expect.anything()])),
      metric: { enum: expect.arrayContaining(kinds) },
    };
    expect(manifest.parameters.properties).toMatchObject({ metrics: { items: { properties } } });
  });
});
