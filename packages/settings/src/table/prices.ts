import { optionalText, price } from '../setting.ts';

/** What the machine costs, so that people see the cost of a run before they launch it. None is set: none is shown. */
export const prices = {
  currency: optionalText({
    env: 'TRAINYARD_CURRENCY',
    pattern: /^[A-Z]{3}$/,
    expected: 'the three letters of a currency, such as EUR',
    type: 'currency code',
    defaultText: 'none; needed with a price',
    meaning: 'The currency that prices are in.',
  }),
  cpuHourPrice: price({
    env: 'TRAINYARD_CPU_HOUR_PRICE',
    meaning: 'What an hour of one processor core costs; a run uses as many as it has threads.',
  }),
  gpuHourPrice: price({
    env: 'TRAINYARD_GPU_HOUR_PRICE',
    meaning: 'What an hour of one GPU costs; the cores of such a run are added where they have a price.',
  }),
};
