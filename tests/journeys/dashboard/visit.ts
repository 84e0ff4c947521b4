import { Complaints, type Product, type Screen, signedIn } from '@trainyard/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Generous: the machine may have more to do than this test. */
export const patienceMs = 60_000;

export interface Visit extends AsyncDisposable {
  context: BrowserContext;
  page: Page;
  complaints: Complaints;
  /** One more tab of the same person; what it complains of counts too. */
  tab(): Promise<Page>;
}

/** A person with a browser of their own, on the first page. */
export async function visit(
  browser: Browser,
  product: Pick<Product, 'url' | 'key'>,
  screen: Screen = {},
): Promise<Visit> {
  const context = await signedIn(browser, product, screen);
  context.setDefaultTimeout(patienceMs);
  const complaints = new Complaints();
  const tab = async (): Promise<Page> => {
    const page = await context.newPage();
    complaints.watch(page);
    return page;
  };
  return { context, complaints, tab, page: await tab(), [Symbol.asyncDispose]: () => context.close() };
}

interface Described {
  getAttribute(name: string): string | null;
  ownerDocument: { getElementById(id: string): { textContent: string | null } | null };
}

/** What a screen reader adds to a control's name: its hint, or what is wrong with it. */
export function descriptionOf(control: Locator): Promise<string> {
  return control.evaluate((element: Described) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => element.ownerDocument.getElementById(id)?.textContent ?? '')
      .join(' '),
  );
}

/** Whether the page needs no sideways scrolling. */
export function fitsItsWindow(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= innerWidth');
}

export function until(check: () => unknown, what: string) {
  return expect.poll(check, { timeout: patienceMs, interval: 100, message: what });
}
