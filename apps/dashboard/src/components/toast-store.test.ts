import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeToast, currentToasts, holdToasts, releaseToasts, toast } from './toast-store.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { id } of currentToasts()) closeToast(id);
  vi.useRealTimers();
});

const titles = () => currentToasts().map(({ title }) => title);

test('a toast goes by itself, a problem stays longer', () => {
  toast({ tone: 'ok', title: 'Saved' });
  toast({ tone: 'bad', title: 'Refused' });
  vi.advanceTimersByTime(7_000);
  expect(titles()).toEqual(['Refused']);
  vi.advanceTimersByTime(10_000);
  expect(titles()).toEqual([]);
});

test('the same words are shown once', () => {
  toast({ tone: 'bad', title: 'No server answers' });
  toast({ tone: 'bad', title: 'No server answers' });
  expect(titles()).toEqual(['No server answers']);
});

test('of many, the newest four are shown', () => {
  for (let i = 1; i <= 6; i += 1) toast({ tone: 'plain', title: `note ${i}`, forMs: null });
  expect(titles()).toEqual(['note 3', 'note 4', 'note 5', 'note 6']);
});

test('it is closed by what toast() answers', () => {
  const close = toast({ tone: 'plain', title: 'Deleting', forMs: null });
  close();
  expect(titles()).toEqual([]);
});

test('none goes away while it is held, and none stays for good afterwards', () => {
  toast({ tone: 'ok', title: 'Saved' });
  holdToasts();
  toast({ tone: 'ok', title: 'Sent' });
  vi.advanceTimersByTime(60_000);
  expect(titles()).toEqual(['Saved', 'Sent']);
  releaseToasts();
  vi.advanceTimersByTime(7_000);
  expect(titles()).toEqual([]);
});
