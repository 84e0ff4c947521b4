import type { Provider } from '@trainyard/contracts';

/** Limits as they stand in the form. */
export interface LimitFields {
  concurrent: string;
  perMinute: string;
  timeout: string;
  retries: string;
}

/** As the server takes them where nothing is said. */
export const usualLimits: LimitFields = { concurrent: '8', perMinute: '', timeout: '60', retries: '4' };

export function limitFields(one: Provider): LimitFields {
  return {
    concurrent: String(one.max_concurrent),
    perMinute: one.max_per_minute === null ? '' : String(one.max_per_minute),
    timeout: String(one.timeout_s),
    retries: String(one.retries),
  };
}

const number = (text: string): number => Number(text.trim().replace(',', '.'));

/** The first that is no number, in words; null where all can be read. What is out of bounds the server says. */
export function limitFault({ concurrent, perMinute, timeout, retries }: LimitFields): string | null {
  const needed: [string, string][] = [
    ['Calls at once', concurrent],
    ['Time limit', timeout],
    ['Further attempts', retries],
  ];
  const wrong = [...needed, ...(perMinute.trim() === '' ? [] : [['Calls a minute', perMinute] as const])].find(
    ([, text]) => text.trim() === '' || !Number.isFinite(number(text)),
  );
  return wrong === undefined ? null : `${wrong[0]}: expected a number, got ${JSON.stringify(wrong[1])}.`;
}

export function limitBody({ concurrent, perMinute, timeout, retries }: LimitFields) {
  return {
    max_concurrent: number(concurrent),
    max_per_minute: perMinute.trim() === '' ? null : number(perMinute),
    timeout_s: number(timeout),
    retries: number(retries),
  };
}
