import type { StreamedEvent } from '@trainyard/api-client';
import type { RunProgress } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { FollowedRun } from './followed-run.ts';
import { inkFor } from './ink.ts';
import { liveFrame } from './live-view.ts';
import { PlainProgress } from './plain-view.ts';
import { Repainter } from './repainter.ts';
import { sampleRun } from './sample-run.ts';

const look = { ink: inkFor(false), columns: 100 };

function clockAt(start = 1_000_000) {
  const clock = { ms: start };
  return { clock, now: () => clock.ms };
}

type Part = {
  [K in StreamedEvent['kind']]: Pick<Extract<StreamedEvent, { kind: K }>, 'kind' | 'data'>;
}[StreamedEvent['kind']];

function event(seq: number, part: Part): StreamedEvent {
  return { run_id: sampleRun().id, seq, at: '2026-01-02T03:04:05Z', cursor: `run:x=${seq}`, ...part } as StreamedEvent;
}

function progress(changes: Partial<RunProgress>): RunProgress {
  return { ...sampleRun().progress, ...changes };
}

const actor = { kind: 'user' as const, id: 'u', name: 'ada' };

describe('a followed run', () => {
  it('draws bar, epoch, elapsed time, ETA, metrics with their trend, and resources', () => {
    const { clock, now } = clockAt();
    const followed = new FollowedRun(sampleRun(), now);
    followed.apply(
      event(11, { kind: 'metrics-reported', data: { attempt: 1, points: { 'validation/loss': [[63, 0.07, 0]] } } }),
    );
    clock.ms += 9000;
    expect(liveFrame(followed, look).join('\n')).toMatchInlineSnapshot(`
      "Run 47  signal-cnn quick on cwru@2  running
      ████████████████████████▊░░░░░░░░░░░░░░░  62 %   epoch 62/100   elapsed 1 min 12 s   ETA 30 s
      training
      validation/loss 0.07 █▁ ↘   validation/accuracy 0.981
      cpu 98 %   memory 412 MB"
    `);
  });

  it('ignores events that it has seen, so that a reconnect repeats nothing', () => {
    const followed = new FollowedRun(sampleRun());
    const warn = event(11, { kind: 'warning-raised', data: { code: 'x', message: 'Disk is low.' } });
    expect(followed.apply(warn)).toEqual([{ tone: 'warning', text: 'Disk is low.' }]);
    expect(followed.apply(warn)).toEqual([]);
    expect(followed.lastSeq).toBe(11);
  });

  it('tells of the turns that the trainer names', () => {
    const followed = new FollowedRun(sampleRun());
    const turn = event(12, { kind: 'milestone-reached', data: { message: 'Stopped early after epoch 7' } });
    expect(followed.apply(turn)).toEqual([{ tone: 'plain', text: 'Stopped early after epoch 7' }]);
  });

  it('stops its clock while it is paused', () => {
    const { clock, now } = clockAt();
    const followed = new FollowedRun(sampleRun({ running_s: 10 }), now);
    clock.ms += 5000;
    followed.apply(
      event(11, { kind: 'status-changed', data: { from: 'running', to: 'paused', on: 'left', actor, reason: null } }),
    );
    clock.ms += 60_000;
    expect(followed.elapsedSeconds).toBe(15);
    expect(followed.remainingSeconds).toBeNull();
  });

  it('says when an attempt was lost and from where the next one goes on', () => {
    const followed = new FollowedRun(sampleRun());
    const reason = {
      code: 'worker-lost' as const,
      message: 'The worker stopped beating and its lease ran out.',
      hint: null,
      detail: {},
    };
    const texts = [
      ...followed.apply(
        event(11, { kind: 'attempt-ended', data: { attempt: 1, reason, retry_at: '2026-01-02T03:04:05Z' } }),
      ),
      ...followed.apply(
        event(12, {
          kind: 'attempt-started',
          data: { attempt: 2, worker: 'w', host: 'lab', resumed_from: 'epoch-61', resumed_step: 1220 },
        }),
      ),
    ].map((notice) => notice.text);
    expect(texts).toEqual([
      'attempt 1 ended: The worker stopped beating and its lease ran out. It is tried again.',
      'attempt 2 on lab, from checkpoint epoch-61 (step 1220)',
    ]);
  });

  it('shows a stall once the trainer is past what it promised', () => {
    const { clock, now } = clockAt(Date.parse('2026-01-02T03:00:00Z'));
    const followed = new FollowedRun(sampleRun({ progress: progress({ expected_at: '2026-01-02T03:00:10Z' }) }), now);
    expect(followed.stalled).toBe(false);
    clock.ms += 30_000;
    expect(liveFrame(followed, look).join('\n')).toContain('No sign of life');
  });
});

describe('plain progress', () => {
  it('writes a line at a new phase, at a new epoch and at each tenth, and none in between', () => {
    const followed = new FollowedRun(
      sampleRun({ metrics: {}, progress: progress({ fraction: 0, epoch: 0, phase: 'reading', eta_s: null }) }),
      () => 0,
    );
    let ms = 0;
    const plain = new PlainProgress(() => (ms += 1000));
    const said = [plain.lines(followed)];
    const steps: Partial<RunProgress>[] = [
      { fraction: 0.01, epoch: 0, phase: 'training' },
      { fraction: 0.02, epoch: 1, phase: 'training' },
      { fraction: 0.03, epoch: 1, phase: 'training' },
      { fraction: 0.21, epoch: 1, phase: 'training' },
      { fraction: 1, epoch: 2, phase: 'evaluating', message: 'test set' },
    ];
    for (const [i, step] of steps.entries()) {
      followed.apply(event(11 + i, { kind: 'progress-reported', data: progress({ eta_s: null, ...step }) }));
      said.push(plain.lines(followed));
    }
    expect(said).toMatchInlineSnapshot(`
      [
        [
          "reading",
        ],
        [
          "training",
        ],
        [
          "  2 %  epoch 1/100  elapsed 1 min 3 s",
        ],
        [],
        [
          " 21 %  epoch 1/100  elapsed 1 min 3 s",
        ],
        [
          "evaluating: test set",
          "100 %  epoch 2/100  elapsed 1 min 3 s",
        ],
      ]
    `);
  });
});

describe('the repainter', () => {
  it('goes back over exactly the rows that it drew, wrapped ones included', () => {
    const written: string[] = [];
    const repainter = new Repainter({
      live: true,
      color: false,
      columns: 10,
      rows: 24,
      out: () => undefined,
      note: () => undefined,
      raw: (text) => void written.push(text),
    });
    repainter.paint(['short', 'a line of twenty-two!!']);
    repainter.paint(['short'], ['for good']);
    repainter.clear();
    expect(written.map((text) => text.match(/\[(\d+)A/)?.[1] ?? 'none')).toEqual(['none', '4', '1']);
  });
});
