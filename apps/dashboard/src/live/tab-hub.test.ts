import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBrowser, listen } from './fake-browser.fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(500);
const run = (id: string, from = 0) => ({ run: id, from });

test('ten tabs share one stream, and each hears its own run', async () => {
  const browser = new FakeBrowser();
  const tabs = Array.from({ length: 10 }, () => browser.tab());
  const listeners = tabs.map((tab, index) => listen(tab, [run(`r${index}-`)]));
  await settle();
  for (let index = 0; index < 10; index += 1) browser.server.say(`r${index}-`, 'log-dropped');
  await settle();
  expect(browser.server.streams.size).toBe(1);
  expect(browser.server.mostAtOnce).toBe(1);
  expect(listeners.map(({ heard }) => heard)).toEqual(tabs.map((_, index) => [`r${index}-1`]));
});

test('a run is heard from where its page was loaded, without gap or repeat', async () => {
  const browser = new FakeBrowser();
  for (let i = 0; i < 5; i += 1) browser.server.say('a', 'log-dropped');
  const { heard } = listen(browser.tab(), [run('a', 3)]);
  await settle();
  browser.server.say('a', 'log-dropped');
  await settle();
  expect(heard).toEqual(['a4', 'a5', 'a6']);
});

test('who comes late gets what the others have heard before; the others do not hear it twice', async () => {
  const browser = new FakeBrowser();
  const early = listen(browser.tab(), [run('a', 0)]);
  await settle();
  for (let i = 0; i < 4; i += 1) browser.server.say('a', 'log-dropped');
  await settle();
  const late = listen(browser.tab(), [run('a', 1)]);
  await settle();
  browser.server.say('a', 'log-dropped');
  await settle();
  expect(late.heard).toEqual(['a2', 'a3', 'a4', 'a5']);
  expect(early.heard).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
});

test('when the leading tab goes, another leads where this browser was', async () => {
  const browser = new FakeBrowser();
  const first = browser.tab();
  listen(first, ['runs']);
  const { heard } = listen(browser.tab(), [run('a'), 'runs']);
  await settle();
  browser.server.say('a', 'status-changed');
  await settle();
  first.crash();
  browser.server.say('a', 'log-dropped');
  browser.server.say('b', 'status-changed');
  await settle();
  expect(heard).toEqual(['a1', 'a2', 'b1']);
  expect(browser.server.streams.size).toBe(1);
});

test('a leader that is hidden gives way to a tab that is looked at', async () => {
  const browser = new FakeBrowser();
  const [first, second] = [browser.tab(), browser.tab()];
  listen(first, ['runs'], { whileHidden: true });
  await settle();
  const { heard } = listen(second, [run('a')]);
  await settle();
  const before = browser.server.opened;
  first.sight.show(false);
  await settle();
  browser.server.say('a', 'log-dropped');
  await settle();
  expect(browser.server.opened).toBe(before + 1);
  expect(browser.server.mostAtOnce).toBe(1);
  expect(heard).toEqual(['a1']);
});

test('a connection that was lost is told, and nothing is missed', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const other = browser.tab();
  const { heard } = listen(tab, [run('a'), 'runs']);
  listen(other, ['runs']);
  const resync = vi.fn();
  other.hub.onResync(resync);
  await settle();
  expect([tab.hub.connection.status, other.hub.connection.status]).toEqual(['live', 'live']);
  browser.server.breakConnections();
  await vi.advanceTimersByTimeAsync(50);
  expect([tab.hub.connection.status, other.hub.connection.status]).toEqual(['lost', 'lost']);
  browser.server.say('a', 'log-dropped');
  await settle();
  expect(heard).toEqual(['a1']);
  expect(other.hub.connection.status).toBe('live');
  expect(resync).toHaveBeenCalledTimes(1);
});

test('when every tab is hidden the stream is closed, and what came meanwhile is heard afterwards', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { heard } = listen(tab, [run('a')]);
  const resync = vi.fn();
  tab.hub.onResync(resync);
  await settle();
  tab.sight.show(false);
  await settle();
  expect(browser.server.streams.size).toBe(0);
  expect(tab.hub.connection.status).toBe('idle');
  browser.server.say('a', 'log-dropped');
  tab.sight.show(true);
  await settle();
  expect(heard).toEqual(['a1']);
  expect(resync).toHaveBeenCalledTimes(1);
});

test('what must be told to a hidden page keeps its stream open', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { heard } = listen(tab, ['runs'], { whileHidden: true });
  listen(tab, [run('a')]);
  await settle();
  tab.sight.show(false);
  await settle();
  expect([...browser.server.streams].map(({ topics }) => topics)).toEqual([['runs']]);
  browser.server.say('b', 'status-changed');
  await settle();
  expect(heard).toEqual(['b1']);
});

test('a run that was deleted is told and left out; the other topics go on', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  browser.server.deleted.add('gone');
  const onGone = vi.fn();
  listen(tab, [run('gone')], { onGone });
  const { heard } = listen(tab, [run('a')]);
  await settle();
  browser.server.say('a', 'log-dropped');
  await settle();
  expect(onGone).toHaveBeenCalledWith('run:gone');
  expect(heard).toEqual(['a1']);
  expect(tab.hub.connection.status).toBe('live');
});

test('a run that somebody reads from its beginning is no news for those who watch all runs', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  browser.server.say('old', 'status-changed', new Date(Date.now() - 3_600_000));
  const all = listen(tab, ['runs']);
  await settle();
  const one = listen(tab, [run('old')]);
  await settle();
  browser.server.say('old', 'status-changed');
  await settle();
  expect(one.heard).toEqual(['old1', 'old2']);
  expect(all.heard).toEqual(['old2']);
});

test('when nobody listens any more the stream is closed', async () => {
  const browser = new FakeBrowser();
  const { stop } = listen(browser.tab(), ['runs']);
  await settle();
  expect(browser.server.streams.size).toBe(1);
  stop();
  await settle();
  expect(browser.server.streams.size).toBe(0);
});

test('a change of page opens the stream once', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { stop } = listen(tab, [run('a')]);
  await settle();
  const before = browser.server.opened;
  stop();
  listen(tab, [run('b')]);
  listen(tab, ['runs']);
  await settle();
  expect(browser.server.opened).toBe(before + 1);
});

test('a tab that crashed is forgotten', async () => {
  const browser = new FakeBrowser();
  listen(browser.tab(), ['runs']);
  await settle();
  const crashed = browser.tab();
  listen(crashed, [run('a')]);
  await settle();
  crashed.crash();
  await vi.advanceTimersByTimeAsync(240_000);
  expect([...browser.server.streams].map(({ topics }) => topics)).toEqual([['runs']]);
});

test('a tab that is opened later learns how the connection stands', async () => {
  const browser = new FakeBrowser();
  listen(browser.tab(), ['runs']);
  await settle();
  const later = browser.tab();
  listen(later, ['runs']);
  await settle();
  expect(later.hub.connection.status).toBe('live');
});
