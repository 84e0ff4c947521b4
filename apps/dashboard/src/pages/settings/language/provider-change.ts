import type { Provider } from '@trainyard/contracts';
import type { GivenBody } from '@trainyard/contracts/routes';
import { type LimitFields, limitBody, limitFields } from './provider-limits.ts';

/** What stands in the form that changes a provider. */
export interface ChangeFields {
  name: string;
  baseUrl: string;
  /** Empty: as it is. */
  key: string;
  removeKey: boolean;
  limits: LimitFields;
}

export function changeFields(one: Provider): ChangeFields {
  return { name: one.name, baseUrl: one.base_url ?? '', key: '', removeKey: false, limits: limitFields(one) };
}

/** Whether the key has to be given again: it is not sent to an address that it was not given for. */
export function needsKey(one: Provider, { baseUrl, key, removeKey }: ChangeFields): boolean {
  const moves = baseUrl.trim() !== '' && baseUrl.trim() !== one.base_url;
  return one.has_key && moves && key.trim() === '' && !removeKey;
}

/** Only what differs is sent. */
export function changeBody(one: Provider, fields: ChangeFields): GivenBody<'patchProvider'> {
  const { max_concurrent, max_per_minute, timeout_s, retries } = limitBody(fields.limits);
  const [name, baseUrl, key] = [fields.name.trim(), fields.baseUrl.trim(), fields.key.trim()];
  return {
    ...(name === one.name ? {} : { name }),
    ...(baseUrl === '' || baseUrl === one.base_url ? {} : { base_url: baseUrl }),
    ...(fields.removeKey ? { key: null } : key === '' ? {} : { key }),
    ...(max_concurrent === one.max_concurrent ? {} : { max_concurrent }),
    ...(max_per_minute === one.max_per_minute ? {} : { max_per_minute }),
    ...(timeout_s === one.timeout_s ? {} : { timeout_s }),
    ...(retries === one.retries ? {} : { retries }),
  };
}
