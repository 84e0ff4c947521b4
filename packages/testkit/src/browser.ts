import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where distributions put it; `TRAINYARD_TEST_CHROMIUM` names another. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function chromiumPath(): string | null {
  const named = process.env.TRAINYARD_TEST_CHROMIUM;
  return (named ? [named] : places).find((place) => existsSync(place)) ?? null;
}

/** A real browser, the system's own. Throws in words where none is installed. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null)
    throw new Error('The tests of the dashboard need Chromium (Debian: apt install chromium), and found none.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Screen {
  width?: number;
  height?: number;
  mode?: 'light' | 'dark';
  timezone?: string;
}

/** A browser's window of its own, signed in by a one-time link like anyone else's. */
export async function signedIn(
  browser: Browser,
  { url, key }: { url: string; key: string },
  screen: Screen = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: screen.width ?? 1440, height: screen.height ?? 900 },
    colorScheme: screen.mode ?? 'light',
    baseURL: url,
    ...(screen.timezone === undefined ? {} : { timezoneId: screen.timezone }),
  });
  const answer = await fetch(`${url}/api/v1/sign-in-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  const { url: link }: { url: string } = JSON.parse(await answer.text());
  // The API's request context shares its cookies with the pages.
  await context.request.get(link, { maxRedirects: 0 });
  return context;
}

/** What a page complained of: uncaught errors, console errors, blocked content, answers that say our side failed. */
export class Complaints {
  readonly all: string[] = [];

  watch(page: Page): this {
    page.on('pageerror', (error) => this.all.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      // A refused request is told by the browser too; whether it was expected the test knows better.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
        this.all.push(`console: ${message.text()}`);
      if (/Content Security Policy/i.test(message.text())) this.all.push(`blocked: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 500 && response.status() !== 503)
        this.all.push(`${response.status()} ${response.url()}`);
    });
    return this;
  }
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeFinding {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Ends when three frames in a row saw nothing fade or slide in, or after 3 s; what pulses without end is not waited for. */
const settled = `(async () => {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const moving = ({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity;
  const end = performance.now() + 3000;
  for (let still = 0; still < 3 && performance.now() < end; still++) {
    await frame();
    if (document.getAnimations().some(moving)) still = -1;
  }
})()`;

/** What axe-core finds on the page as it is once it has settled, a line a finding. */
export async function axeFindings(page: Page): Promise<string[]> {
  // A half-faded dialog is not what anybody reads, and its colors say nothing.
  await page.evaluate(settled);
  // By the debugger's door: the page's own policy lets no script in.
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const script = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(axeRules)} }, resultTypes: ['violations'] }).then((r) => r.violations)`;
  const found: AxeFinding[] = await page.evaluate(script);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.failureSummary ?? ''}`.trim()),
  );
}
