import { type Section, sectionTypes } from '@trainyard/contracts';
import { samples } from '@trainyard/sections/samples';
import { type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gateIn } from './gate.ts';
import { writeTrainer } from './line-trainer.ts';
import { until, visit } from './visit.ts';

/** Every way in which a manifest may ask for a setting. */
const manifest = `id: weaver
title: Weaver
purpose: Weaves every type of result from settings of every kind.
family: tests
environment: none
entry: [python3, train.py]
parameters:
  type: object
  properties:
    strands: { type: integer, minimum: 1, maximum: 100, default: 10, x-ui: { label: Strands, control: slider, basic: true } }
    rate: { type: number, minimum: 0.0001, maximum: 1, default: 0.01, x-ui: { label: Rate, log: true } }
    tension: { type: number, minimum: 0, default: 1.5, x-ui: { label: Tension, control: number, unit: N, tooltip: Pull on each strand. } }
    pattern: { type: string, enum: [plain, twill], default: plain, x-ui: { label: Pattern, control: select } }
    dense: { type: boolean, default: false, x-ui: { label: Dense, control: switch } }
    label: { type: string, default: cloth, x-ui: { label: Label, control: text, group: advanced } }
    story: { type: string, maxLength: 2000, default: "", x-ui: { label: Story, group: advanced } }
    colours:
      type: array
      items: { type: string, enum: [red, green, blue] }
      uniqueItems: true
      default: [red]
      x-ui: { label: Colours, control: multiselect, group: architecture }
    widths:
      type: array
      items: { type: integer }
      default: [3, 5]
      x-ui: { label: Widths, control: list, group: architecture }
    aliases: { type: object, additionalProperties: { type: string }, default: {}, x-ui: { label: Aliases, group: data } }
    cut:
      oneOf: [{ type: integer, minimum: 0 }, { type: string, enum: [none] }]
      default: none
      x-ui: { label: Cut, group: data }
    loom:
      type: object
      title: Loom
      properties:
        speed: { type: integer, minimum: 1, maximum: 9, default: 2, x-ui: { label: Speed, control: slider } }
rules:
  - rule: self.strands >= self.loom.speed
    message: "A loom of speed {self.loom.speed} needs as many strands, got {self.strands}"
    path: strands
capabilities: { pause: true, stop: true, exact_resume: exact }
sections: [${sectionTypes.join(', ')}]
`;

const program = (gate: string) => `import json
import time
from pathlib import Path

import trainyard


def main() -> None:
    run = trainyard.start(exact_resume=True)
    run.track()
    for epoch in run.epochs(6):
        while epoch == 5 and not Path(${JSON.stringify(gate)}).exists():
            time.sleep(0.02)
        run.metric(epoch + 1, {"looseness": 1 / (epoch + 1)}, "train")
    print("woven", flush=True)
    for section in json.loads(Path("sections.json").read_text()):
        run.section(section["type"], section["title"], section["data"], section["notes"])
    run.done({"woven": run.config["strands"]})


if __name__ == "__main__":
    main()
`;

/** One of each type, each with a title of its own. */
const sections: Section[] = sectionTypes.map((type) => {
  const found = samples.find(({ section, awkward }) => section.type === type && !awkward)?.section;
  if (found === undefined) throw new Error(`there is no sample of ${type}`);
  const section = { ...found, title: `Woven ${type}` };
  // The signals of these cases lie in the gallery, not in the files of the run.
  if (section.type !== 'failure-cases') return section;
  return { ...section, data: { cases: section.data.cases.map(({ signal: _, ...one }) => one) } };
});

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
}, 120_000);

it('a folder that is added while the product runs is listed, configured, watched and read, with the dashboard as it is', async () => {
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  const catalogue = await somebody.tab();
  await catalogue.goto('/trainers');
  await catalogue.getByRole('link', { name: 'Classical features' }).waitFor();
  await page.goto('/new');
  await page.getByRole('list', { name: 'Trainers' }).getByRole('button', { name: 'Classical features' }).waitFor();

  const gate = gateIn(product.home, 'weaver');
  gate.close();
  writeTrainer(product.home, 'weaver', {
    'train.py': program(gate.file),
    'sections.json': JSON.stringify(sections),
    'trainer.yaml': manifest,
  });
  await catalogue.getByRole('link', { name: 'Weaver' }).waitFor();
  // Behind another tab a page is drawn once a second.
  await catalogue.close();
  await page.getByRole('list', { name: 'Trainers' }).getByRole('button', { name: 'Weaver' }).click();

  // Basic shows what the manifest calls basic; expert all of it.
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
  const text = (name: string) => page.getByRole('textbox', { name, exact: true });
  expect(await text('Strands').count()).toBe(1);
  expect(await text('Tension').count()).toBe(0);
  await page.getByText(/^Expert, all 12/).click();
  await page.getByRole('slider', { name: 'Strands, slider' }).press('ArrowRight');
  await until(() => text('Strands').inputValue(), 'what the slider sets').toBe('11');
  await text('Rate').fill('0.5');
  await text('Tension').fill('2.25');
  await page.getByRole('button', { name: 'About Tension: Pull on each strand.' }).waitFor();
  await page.getByRole('combobox', { name: 'Pattern', exact: true }).selectOption('twill');
  await page.getByRole('switch', { name: 'Dense' }).press('Space');
  await text('Label').fill('linen');
  await text('Story').fill('First line.\nSecond line.');
  await page.getByRole('group', { name: 'Colours' }).getByText('blue').click();
  await text('Widths').fill('1, 2, 4');
  await page.getByRole('button', { name: 'Add to Aliases' }).click();
  await text('Aliases, name 1').fill('warp');
  await text('Aliases, value 1').fill('w');
  await page.getByRole('combobox', { name: 'Cut, kind' }).selectOption('number');
  await text('Cut').fill('7');
  await text('Speed').fill('9');
  await text('Strands').fill('8');
  await page.getByText('A loom of speed 9 needs as many strands, got 8').first().waitFor();
  await text('Strands').fill('12');
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
  await page.getByRole('button', { name: 'Launch with these settings' }).click();
  await page.getByRole('button', { name: /^Open the/ }).click();
  await page.waitForURL(/\/runs\/\d+$/);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const frozen = await product.client.call('getRunConfig', { params: { id } });
  expect(frozen.config).toEqual({
    strands: 12,
    rate: 0.5,
    tension: 2.25,
    pattern: 'twill',
    dense: true,
    label: 'linen',
    story: 'First line.\nSecond line.',
    colours: ['red', 'blue'],
    widths: [1, 2, 4],
    aliases: { warp: 'w' },
    cut: 7,
    loom: { speed: 9 },
  });

  await page.getByRole('region', { name: 'Metrics' }).getByText('looseness').first().waitFor();
  await page.getByText('Epoch 5 of 6', { exact: true }).first().waitFor();
  gate.open();
  await page.getByRole('table', { name: 'Log' }).getByText('woven').waitFor();
  // The results open by themselves.
  await page.waitForURL(/\/results/);
  const tabs = page.getByRole('tab');
  await until(() => tabs.count(), 'a tab for each group').toBeGreaterThan(10);
  const shown = new Map<string, number>();
  for (const tab of await tabs.all()) {
    await tab.click();
    await until(() => tab.getAttribute('aria-selected'), 'the tab').toBe('true');
    for (const title of await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()) {
      if (!title.startsWith('Woven ')) continue;
      const region = page.getByRole('region', { name: title, exact: true });
      // A heading alone is not a result.
      const body = (await region.innerText()).replace(title, '').trim().length;
      shown.set(title, body + (await region.locator('[role="img"], table, canvas').count()));
    }
  }
  expect([...shown.keys()].sort()).toEqual(sections.map(({ title }) => title).sort());
  for (const [title, amount] of shown) expect(amount, `what ${title} shows`).toBeGreaterThan(3);
  expect(complaints.all).toEqual([]);
});
