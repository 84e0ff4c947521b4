import type { Page } from 'playwright-core';

/**
 * Clocks that run in the page, so that what is measured is what a person would see there: put in before the page's own
 * scripts by the debugger's door, and read afterwards.
 */
const script = `
window.clock = {
  longTasks: [],
  painted(check) {
    return new Promise((resolve) => {
      const look = () => check() ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0)) : requestAnimationFrame(look);
      look();
    });
  },
  frames(ms) {
    return new Promise((resolve) => {
      const gaps = [];
      const until = performance.now() + ms;
      let before = performance.now();
      const next = (now) => {
        gaps.push(now - before);
        before = now;
        if (now < until) requestAnimationFrame(next); else resolve(gaps.slice(1));
      };
      requestAnimationFrame(next);
    });
  },
};
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.clock.longTasks.push(task.startTime + task.duration);
}).observe({ type: 'longtask', buffered: true });
`;

export async function addClock(page: Page): Promise<void> {
  await page.addInitScript(script);
}

/** Milliseconds since the page was asked for until an expression holds and has been painted. */
export function paintedAt(page: Page, expression: string): Promise<number> {
  return page.evaluate(`clock.painted(() => ${expression})`);
}

/** Milliseconds from doing something in the page until an expression holds and has been painted. */
export function timeOf(page: Page, act: string, expression: string): Promise<number> {
  return page.evaluate(
    `(() => { const began = performance.now(); ${act}; return clock.painted(() => ${expression}).then((at) => at - began); })()`,
  );
}

/** Time between frames, milliseconds, while something goes on. */
export function frameGaps(page: Page, ms: number): Promise<number[]> {
  return page.evaluate(`clock.frames(${ms})`);
}

/** First paint of anything, of content, and when the main thread had nothing left to do of what it did for `content`. */
export async function coldTimes(
  page: Page,
  content: string,
): Promise<{ paint: number; content: number; idle: number }> {
  const shown = await paintedAt(page, content);
  await page.waitForTimeout(1000);
  const paint: number = await page.evaluate(`performance.getEntriesByName('first-paint')[0]?.startTime ?? Infinity`);
  const lastTask: number = await page.evaluate('Math.max(0, ...clock.longTasks)');
  return { paint, content: shown, idle: Math.max(shown, lastTask) };
}
