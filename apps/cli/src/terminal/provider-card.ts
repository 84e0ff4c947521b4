import type { Provider, ProviderTest } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';
import { agoText, countText } from './words.ts';

function testedText({ tested }: Provider, now: number): string {
  if (tested === null) return 'not yet';
  return `${tested.ok ? 'works' : 'fails'}, ${agoText(tested.at, now)}`;
}

function placeOf({ base_url, project, location }: Provider): string {
  return base_url ?? [project, location].filter((part) => part !== null).join(', ');
}

export function providerList(providers: readonly Provider[], now: number, look: Look): string {
  return tableText(
    [
      { title: 'provider', wrap: true },
      { title: 'kind' },
      { title: 'where', wrap: true },
      { title: 'key' },
      { title: 'models', right: true },
      { title: 'connection' },
    ],
    providers.map((one) => [
      one.name,
      one.kind,
      placeOf(one),
      one.has_key ? 'set' : 'none',
      String(one.models),
      testedText(one, now),
    ]),
    look,
  );
}

export function providerCard(one: Provider, now: number, look: Look): string {
  const perMinute = one.max_per_minute === null ? '' : `, ${one.max_per_minute} a minute`;
  const facts = factsText(
    [
      ['kind', one.kind],
      ['address', one.base_url],
      ['project', one.project],
      ['location', one.location],
      ['key', one.has_key ? 'set' : 'none'],
      ['calls', `${one.max_concurrent} at once${perMinute}`],
      ['timeout', `${one.timeout_s} s, then tried again up to ${countText(one.retries, 'time')}`],
      ['models', String(one.models)],
      ['connection', testedText(one, now)],
      ['added by', one.owner.name],
    ],
    look,
  );
  return `${look.ink.bold(one.name)}\n\n${facts}`;
}

export function providerTestText({ checks, ok }: ProviderTest, look: Look): string {
  const { ink } = look;
  const lines = checks.map((check) => `${check.ok ? ink.good('ok  ') : ink.bad('FAIL')} ${check.says}`);
  return [...lines, '', ok ? 'The connection works.' : 'The connection does not work yet.'].join('\n');
}
