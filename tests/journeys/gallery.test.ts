import { readFile } from 'node:fs/promises';
import { axeFindings, Complaints, type Product, signedIn, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
}, 60_000);

async function opened(screen: { width: number; mode: 'light' | 'dark' }): Promise<{
  page: Page;
  context: BrowserContext;
  complaints: Complaints;
}> {
  const context = await signedIn(browser, product, { ...screen, height: 900 });
  const page = await context.newPage();
  const complaints = new Complaints().watch(page);
  await page.goto('/gallery');
  await page.getByRole('heading', { level: 1, name: 'Gallery' }).waitFor();
  return { page, context, complaints };
}

/** Brings every chart near the screen, since only then it is drawn. */
async function drawn(page: Page): Promise<number> {
  const pictures = page.locator('main [role="img"]');
  const count = await pictures.count();
  for (let i = 0; i < count; i++) {
    await pictures.nth(i).scrollIntoViewIfNeeded();
    await pictures.nth(i).locator('canvas').first().waitFor();
  }
  return count;
}

describe('the gallery of results', () => {
  for (const mode of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      it(`shows every type, good and awkward, and axe finds nothing: ${mode}, ${width} pixels`, async () => {
        const { page, context, complaints } = await opened({ width, mode });
        expect(await page.locator('[id^="gallery-"]').count()).toBeGreaterThan(50);
        expect(await drawn(page)).toBeGreaterThan(15);
        expect(await axeFindings(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
        expect(complaints.all).toEqual([]);
        await context.close();
      });
    }
  }

  it('leads from a cell of the matrix to its failures, by keyboard alone', async () => {
    const { page, context, complaints } = await opened({ width: 1440, mode: 'light' });
    const matrix = page.locator('#gallery-matrix');
    await matrix.locator('button[data-r="0"][data-c="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate('document.activeElement.dataset.c')).toBe('1');
    await page.keyboard.press('Enter');
    const failures = page.locator('#gallery-failures');
    await failures.getByText('taken for Inner race: 1 of 12').waitFor();
    await failures.getByText('root mean square').first().waitFor();
    await failures.getByText('Marked: 1X 29.2 Hz').waitFor();
    await failures.getByText('Most alike in training:').waitFor();
    await failures.getByRole('button', { name: 'Show all' }).click();
    await expect
      .poll(() =>
        failures
          .getByRole('listitem')
          .filter({ has: page.locator('[aria-pressed]') })
          .count(),
      )
      .toBe(12);
    expect(complaints.all).toEqual([]);
    await context.close();
  });

  it('gives a chart as PNG, SVG, CSV and as a table', async () => {
    const { page, context, complaints } = await opened({ width: 1440, mode: 'dark' });
    const curves = page.locator('#gallery-curves');
    const save = async (item: string): Promise<Buffer> => {
      await curves.getByRole('button', { name: /^Download/ }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ]);
      return readFile(await download.path());
    };
    expect((await save('Picture (PNG)')).subarray(1, 4).toString()).toBe('PNG');
    const svg = (await save('Vectors (SVG)')).toString();
    expect(svg).toContain('<svg');
    expect(svg).toContain('validation accuracy');
    const csv = (await save('Table (CSV)')).toString().split('\r\n');
    expect(csv[0]).toBe('epoch,train loss,validation loss,train accuracy,validation accuracy');
    expect(csv).toHaveLength(62);
    await curves.getByRole('button', { name: /^View as table/ }).click();
    await curves.getByRole('columnheader', { name: 'validation accuracy' }).waitFor();
    expect(complaints.all).toEqual([]);
    await context.close();
  });

  it('saves the picture of a heat map whole, thousands of cells and all', async () => {
    const { page, context } = await opened({ width: 1440, mode: 'dark' });
    await page
      .locator('#gallery-spectrogram')
      .getByRole('button', { name: /^Download/ })
      .click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Picture (PNG)' }).click(),
    ]);
    const picture = (await readFile(await download.path())).toString('base64');
    // Colours along the middle column: cells from top to bottom, none of them the bare ground.
    const bare = await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${picture}'), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const colour = (x, y) => [...context.getImageData(x, y, 1, 1).data].join();
      const ground = colour(2, 2);
      return Array.from({ length: 40 }, (_, i) => Math.round(image.height * (0.05 + 0.0215 * i)))
        .filter((y) => colour(image.width >> 1, y) === ground).length;
    })()`);
    expect(bare).toBe(0);
    await context.close();
  });

  it('runs nothing that a hostile name or text brings along', async () => {
    const { page, context } = await opened({ width: 1440, mode: 'light' });
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await drawn(page);
    expect(dialogs).toEqual([]);
    expect(await page.locator('main script, main img').count()).toBe(0);
    expect(await page.locator('main a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('#gallery-hostile-matrix h3').textContent()).toBe('<script>alert("x")</script>');
    await context.close();
  });
});
