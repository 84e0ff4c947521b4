import { expect, test } from 'vitest';
import { recentCommands, rememberCommand } from './recent-commands.ts';

function memory(text: string | null = null) {
  let held = text;
  return {
    getItem: () => held,
    setItem(_key: string, value: string) {
      held = value;
    },
  };
}
const page = (id: string) => ({ id, title: id, kind: 'Page', href: `/${id}` });

test('the last one stands first, each once, at most six', () => {
  const storage = memory();
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'e']) rememberCommand(page(id), storage);
  expect(recentCommands(storage).map(({ id }) => id)).toEqual(['e', 'g', 'f', 'd', 'c', 'b']);
});

test('what leads nowhere is not remembered', () => {
  const storage = memory();
  rememberCommand({ id: 'x', title: 'Dark colours', kind: 'Command', run: () => undefined }, storage);
  expect(recentCommands(storage)).toEqual([]);
});

test('what others wrote there is not taken', () => {
  expect(recentCommands(memory('{'))).toEqual([]);
  expect(recentCommands(memory('[1,{"id":"a","title":"b","kind":"c","href":"javascript:alert(1)"}]'))).toEqual([]);
});
