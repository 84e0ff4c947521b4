import type { LanguageModel } from '@trainyard/contracts';
import type { GivenBody } from '@trainyard/contracts/routes';

/** What stands in the form, as text. An empty parameter is the provider's own. */
export interface ModelFields {
  name: string;
  provider: string;
  model: string;
  temperature: string;
  maxTokens: string;
  topP: string;
  topK: string;
}

/** Top-k is left to the server at first: it knows who takes none. */
export const emptyModel: ModelFields = {
  name: '',
  provider: '',
  model: '',
  temperature: '0',
  maxTokens: '1024',
  topP: '1',
  topK: 'usual',
};

/** A model as it stands in the form that changes it. */
export function modelFields(one: LanguageModel): ModelFields {
  const own = (value: number | null): string => (value === null ? '' : String(value));
  return {
    name: one.name,
    provider: one.provider,
    model: one.model,
    temperature: own(one.temperature),
    maxTokens: String(one.max_tokens),
    topP: own(one.top_p),
    topK: own(one.top_k),
  };
}

/** Null for what cannot be read; the server says what is out of bounds. */
function numberOf(text: string): number | null {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}

/** The first parameter that is no number, in words; null where all can be read. */
export function unreadable(fields: ModelFields): string | null {
  const numbers: [string, string][] = [
    ['Temperature', fields.temperature],
    ['Longest answer', fields.maxTokens],
    ['Top-p', fields.topP],
    ['Top-k', fields.topK === 'usual' ? '' : fields.topK],
  ];
  const wrong = numbers.find(([, text]) => text.trim() !== '' && numberOf(text) === null);
  return wrong === undefined ? null : `${wrong[0]}: expected a number, got ${JSON.stringify(wrong[1])}.`;
}

export function modelBody(fields: ModelFields): GivenBody<'createLanguageModel'> {
  const most = numberOf(fields.maxTokens);
  return {
    name: fields.name.trim(),
    provider: fields.provider,
    model: fields.model.trim(),
    temperature: numberOf(fields.temperature),
    top_p: numberOf(fields.topP),
    ...(most === null ? {} : { max_tokens: most }),
    ...(fields.topK === 'usual' ? {} : { top_k: numberOf(fields.topK) }),
  };
}
