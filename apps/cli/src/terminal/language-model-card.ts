import type { LanguageModel } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';

function parameter(value: number | null): string {
  return value === null ? 'its own' : String(value);
}

export function languageModelList(models: readonly LanguageModel[], look: Look): string {
  return tableText(
    [
      { title: 'language model', wrap: true },
      { title: 'provider', wrap: true },
      { title: 'its model', wrap: true },
      { title: 'temperature', right: true },
      { title: 'max tokens', right: true },
      { title: 'top-p', right: true },
      { title: 'top-k', right: true },
      { title: 'your default for', wrap: true },
    ],
    models.map((one) => [
      one.name,
      one.provider,
      one.model,
      parameter(one.temperature),
      String(one.max_tokens),
      parameter(one.top_p),
      parameter(one.top_k),
      one.active ? one.default_for.join(', ') : 'not active',
    ]),
    look,
  );
}

export function languageModelCard(one: LanguageModel, look: Look): string {
  const facts = factsText(
    [
      ['provider', `${one.provider} (${one.kind})`],
      ['its model', one.model],
      ['temperature', parameter(one.temperature)],
      ['max tokens', String(one.max_tokens)],
      ['top-p', parameter(one.top_p)],
      ['top-k', parameter(one.top_k)],
      ['your default for', one.default_for.join(', ') || null],
      ['active', one.active ? null : 'no: it is neither offered nor asked'],
      ['made by', one.owner.name],
    ],
    look,
  );
  return `${look.ink.bold(one.name)}\n\n${facts}`;
}
