import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CommandMetric, commandMetric } from './command-metric.ts';

// Programs are started one after the other, on whatever else the computer does.
vi.setConfig({ testTimeout: 30_000 });

const about = { input: 'in', values: {}, metrics: { exact_match: 0 } };
let metric: CommandMetric | null = null;
afterEach(() => metric?.close());

/** A program in one line of JavaScript: `given` is what it was sent. */
function judging(script: string): (answer: string) => Promise<object> {
  const lines = `require('readline').createInterface({input: process.stdin}).on('line', (l) => { const given = JSON.parse(l); ${script} })`;
  const made = commandMetric([process.execPath, '-e', lines]);
  metric = made;
  return (answer) => made.measure(answer, ['yes'], about);
}
const say = (value: string): string => `console.log(JSON.stringify(${value}));`;

describe('a metric that is a program', () => {
  it('is sent a line and sends one, one after the other, by one process', async () => {
    const ask = judging(say('{value: given.answer === given.expected[0] ? 1 : 0.25, feedback: String(process.pid)}'));
    const told = await Promise.all(['yes', 'no', 'never'].map(ask));
    expect(told[0]).toEqual({ value: 1, tag: null, feedback: '' });
    expect(told[1]).toMatchObject({ value: 0.25, tag: 'wrong-answer' });
    expect(told[1]).toEqual(told[2]);
  });

  it('is missing, never zero, where it dies, keeps silent or talks nonsense; the next answer gets a new process', async () => {
    const ask = judging(
      `if (given.answer === 'die') { console.error('out of\\nluck'); process.exit(3); }
       if (given.answer === 'nonsense') return console.log('hello');
       if (given.answer === 'two') return console.log('{"value": 1}\\n{"value": 1}');
       ${say("{value: given.answer === 'high' ? 2 : given.answer === 'none' ? null : 1, reason: 'cannot tell'}")}`,
    );
    const reason = async (answer: string) => (await ask(answer)) as { reason?: string };
    expect(await reason('die')).toEqual({ status: 'missing', reason: 'the program ended with exit code 3: luck' });
    expect(await reason('fine')).toMatchObject({ value: 1 });
    expect((await reason('nonsense')).reason).toBe('the program sent no JSON: hello');
    expect((await reason('high')).reason).toBe('the program gave 2, expected "value" from 0 to 1');
    expect((await reason('none')).reason).toBe('cannot tell');
    expect((await reason('two')).reason).toBe('the program sent more than one line for a line');
    expect(await reason('fine')).toMatchObject({ value: 1 });
    const silent = commandMetric([process.execPath, '-e', 'setInterval(() => {}, 1000)'], 0.2);
    expect(await silent.measure('x', [], about)).toEqual({
      status: 'missing',
      reason: 'the program did not answer within 0.2 s',
    });
  });

  it('has no key of the run, and says what it could not start', async () => {
    process.env.OPENAI_API_KEY = 'secret';
    try {
      const ask = judging(say("{value: 0, feedback: process.env.OPENAI_API_KEY ?? 'no key'}"));
      expect(await ask('x')).toMatchObject({ feedback: 'no key' });
    } finally {
      delete process.env.OPENAI_API_KEY;
    }
    for (const program of ['/nowhere/at-all', '']) {
      expect(await commandMetric([program]).measure('x', [], about)).toMatchObject({
        status: 'missing',
        reason: expect.stringContaining('could not be started'),
      });
    }
  });
});
