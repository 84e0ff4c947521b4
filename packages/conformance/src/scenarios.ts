import { type Comparison, closeWithin, compareOutcomes } from './compare.ts';
import { type Lab, linesOf, newestCheckpoint, type Outcome, runOnce } from './lab.ts';
import type { Check, ResumeBadge } from './report.ts';

/** Thrown by a scenario: what was expected and what came. */
class Broken extends Error {}
class Skipped extends Error {}

const ranks: Record<ResumeBadge, number> = { restarts: 0, close: 1, exact: 2 };

function ended(outcome: Outcome): string {
  const tail = outcome.log.slice(-3).join(' | ');
  return `${outcome.end.reason.code}: ${outcome.end.reason.message}${tail === '' ? '' : ` (its last output: ${tail})`}`;
}

function expectEnd(outcome: Outcome, code: Outcome['end']['reason']['code'], what: string): void {
  if (outcome.end.reason.code !== code)
    throw new Broken(`${what} should end as ${code}, but ended as ${ended(outcome)}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * The lives that a trainer has to master. Each is a real process under the real host; the straight one is what the
 * others are compared with.
 */
export class Scenarios {
  readonly #lab: Lab;
  readonly #comparisons: Comparison[] = [];
  #straight: Outcome | null = null;
  #fromScratch = false;
  badge: ResumeBadge | null = null;
  largestDifference: number | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  async runAll(): Promise<Check[]> {
    const checks = [
      await this.#check('straight', 'Left alone, it runs to its end and keeps to the protocol', () =>
        this.#runStraight(),
      ),
    ];
    if (this.#straight === null) return checks;
    checks.push(
      await this.#check('pause', 'Paused and resumed, it ends with the same result', () => this.#runPaused()),
      await this.#check('kill', 'Killed with -9 and resumed, it ends with the same result', () => this.#runKilled()),
      await this.#check('stop', 'Stopped, it leaves in time and keeps what there is', () => this.#runStopped()),
      await this.#check('cancel', 'Cancelled, it leaves in time', () => this.#runCancelled()),
      await this.#check('resume-badge', 'It resumes as its manifest claims', async () => this.#judge()),
    );
    return checks;
  }

  get #protocol(): boolean {
    return this.#lab.trainer.manifest.ends_by === 'protocol';
  }

  async #check(id: string, title: string, scenario: () => Promise<string>): Promise<Check> {
    this.#lab.onProgress(title);
    const startedAt = performance.now();
    const done = (status: Check['status'], detail: string): Check => ({
      id,
      title,
      status,
      detail,
      ms: performance.now() - startedAt,
    });
    try {
      return done('passed', await scenario());
    } catch (error) {
      if (error instanceof Skipped) return done('skipped', error.message);
      if (error instanceof Broken) return done('failed', error.message);
      throw error;
    }
  }

  async #runStraight(): Promise<string> {
    const outcome = await runOnce(this.#lab, { scenario: 'straight' });
    expectEnd(outcome, 'done', 'A run that is left alone');
    if (outcome.troubles.length > 0)
      throw new Broken(`it broke the protocol: ${outcome.troubles.slice(0, 3).join('; ')}`);
    if (outcome.fileFaults.length > 0) throw new Broken(outcome.fileFaults.join('; '));
    if (this.#protocol) this.#expectTalk(outcome);
    this.#straight = outcome;
    const { files } = outcome;
    const sections = linesOf(outcome, 'section').map((line) => line.section.type);
    return `${seconds(outcome.ms)}, ${outcome.lines.length} lines, ${files.size} files, sections: ${sections.join(', ') || 'none'}`;
  }

  #expectTalk(outcome: Outcome): void {
    const { manifest } = this.#lab.trainer;
    const faults: string[] = [];
    if (linesOf(outcome, 'progress').length === 0) faults.push('it never reports progress');
    const said = outcome.end.hello?.capabilities;
    for (const capability of ['pause', 'stop'] as const) {
      if (manifest.capabilities[capability] && said?.[capability] !== true) {
        faults.push(`the manifest says "${capability}: true", its hello does not`);
      }
    }
    const kinds = new Set([...outcome.files.values()].map((file) => file.kind));
    for (const kind of manifest.produces) {
      if (kind !== 'files' && !kinds.has(kind))
        faults.push(`the manifest says that it produces a ${kind}, but none was announced`);
    }
    if (faults.length > 0) throw new Broken(faults.join('; '));
  }

  /** The rest of a run that was cut short, and how its result compares with the straight one. */
  async #resumeAndCompare(scenario: string, first: Outcome): Promise<string> {
    const straight = this.#straight;
    if (straight === null) throw new Broken('there is no straight run to compare with');
    const checkpoint = newestCheckpoint(first);
    const resumed = await runOnce(this.#lab, { scenario, attempt: 2, checkpoint });
    expectEnd(
      resumed,
      'done',
      checkpoint === null ? 'The run that began again' : `The run resumed from ${checkpoint.id}`,
    );
    const comparison = compareOutcomes(straight, resumed, [first]);
    if (checkpoint === null) this.#fromScratch = true;
    else this.#comparisons.push(comparison);
    this.largestDifference = Math.max(this.largestDifference ?? 0, comparison.largestDifference);
    const from = checkpoint === null ? 'began again' : `resumed at step ${checkpoint.step}`;
    if (comparison.level === 'exact') {
      return `${from}: ${comparison.metrics} final metrics and ${comparison.files} files are identical`;
    }
    const what = comparison.differences.slice(0, 5).join('; ');
    if (comparison.level === 'close')
      return `${from}: close (largest difference ${comparison.largestDifference.toExponential(1)}): ${what}`;
    const repeat = await runOnce(this.#lab, { scenario: `${scenario}-repeat` });
    const same = compareOutcomes(straight, repeat);
    const cause =
      same.level === 'different' || same.level === 'close'
        ? ' Two straight runs differ as well: is everything seeded?'
        : ' Two straight runs are alike: the checkpoint lacks something.';
    if (this.#lab.trainer.manifest.capabilities.exact_resume === 'restarts')
      return `${from}: differs (${what}).${cause}`;
    throw new Broken(`${from}, the result differs: ${what}.${cause}`);
  }

  async #runPaused(): Promise<string> {
    if (!this.#lab.trainer.manifest.capabilities.pause) throw new Skipped('its manifest says that it cannot pause');
    let first = await this.#pauseAt('hello');
    // So early there may be nothing to save yet, and beginning again loses nothing: then once more, later.
    const early = newestCheckpoint(first) === null && this.#straight?.lines.some((line) => line.type === 'checkpoint');
    if (first.end.reason.code === 'paused' && early) first = await this.#pauseAt('checkpoint');
    if (first.end.reason.code === 'done') {
      throw new Skipped('the run was over before it could pause; make the tiny run longer');
    }
    expectEnd(first, 'paused', 'A paused run');
    if (first.end.done === null) {
      throw new Broken(`it did not leave by itself within the deadline (${seconds(first.endedAfterMs ?? 0)})`);
    }
    if (newestCheckpoint(first) === null) throw new Broken('it paused without a checkpoint');
    const how = await this.#resumeAndCompare('pause', first);
    return `left ${seconds(first.endedAfterMs ?? 0)} after the pause; ${how}`;
  }

  #pauseAt(type: 'hello' | 'checkpoint'): Promise<Outcome> {
    return runOnce(this.#lab, {
      scenario: 'pause',
      onLine: (line, hands) => {
        if (line.type === type) hands.pause();
      },
    });
  }

  async #runKilled(): Promise<string> {
    const seen = new Set(this.#straight?.lines.map((line) => line.type));
    // After the first checkpoint where there are any, else as soon as it works (or runs, where it says nothing).
    const saves = seen.has('checkpoint');
    const talks = seen.has('progress');
    const when = saves ? 'checkpoint' : 'progress';
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const first = await runOnce(this.#lab, {
        scenario: 'kill',
        onLine: (line, hands) => {
          if (line.type === when) hands.kill();
        },
        ...(saves || talks ? {} : { onStarted: (hands) => hands.kill() }),
      });
      if (first.end.exit?.signal === 'SIGKILL') return this.#resumeAndCompare('kill', first);
    }
    throw new Skipped(`the run was over before the kill after its first ${when} reached it, three times`);
  }

  async #runStopped(): Promise<string> {
    if (!this.#lab.trainer.manifest.capabilities.stop) throw new Skipped('its manifest says that it cannot stop early');
    const outcome = await runOnce(this.#lab, {
      scenario: 'stop',
      onLine: (line, hands) => {
        if (line.type === 'hello') hands.stop();
      },
    });
    if (outcome.end.reason.code === 'done')
      throw new Skipped('the run was over before it could stop; make the tiny run longer');
    expectEnd(outcome, 'stopped-on-request', 'A stopped run');
    if (outcome.end.done === null) throw new Broken('it did not say done within the deadline and was killed');
    const kept = [...outcome.files.keys()];
    return `left ${seconds(outcome.endedAfterMs ?? 0)} after the stop and kept ${kept.length === 0 ? 'its checkpoints' : kept.join(', ')}`;
  }

  async #runCancelled(): Promise<string> {
    const { settings } = this.#lab;
    const limit = (settings.cancelGraceSeconds + settings.killGraceSeconds + settings.streamDrainSeconds + 1) * 1000;
    const outcome = await runOnce(this.#lab, {
      scenario: 'cancel',
      ...(this.#protocol
        ? {
            onLine: (line, hands) => {
              if (line.type === 'hello') hands.cancel();
            },
          }
        : { onStarted: (hands) => hands.cancel() }),
    });
    if (outcome.end.reason.code === 'done') throw new Skipped('the run was over before it could be cancelled');
    expectEnd(outcome, 'cancelled-on-request', 'A cancelled run');
    const took = outcome.endedAfterMs ?? 0;
    if (took > limit) throw new Broken(`it took ${seconds(took)} to be gone, at most ${seconds(limit)} were expected`);
    return `gone after ${seconds(took)}`;
  }

  #judge(): string {
    const claimed = this.#lab.trainer.manifest.capabilities.exact_resume;
    if (this.#comparisons.length === 0) {
      // Nothing was ever resumed: beginning again is all that is proved.
      this.badge = this.#fromScratch || !this.#lab.trainer.manifest.capabilities.pause ? 'restarts' : null;
    } else {
      const worst = this.#comparisons.map((one) => one.level);
      this.badge = worst.includes('different') ? 'restarts' : worst.includes('close') ? 'close' : 'exact';
    }
    if (this.badge === null) throw new Skipped('no resume could be seen');
    const figure = `${this.badge} (largest difference of a final metric: ${this.largestDifference ?? 0}, close means at most ${closeWithin})`;
    if (
      ranks[this.badge] < ranks[claimed] &&
      !(this.#fromScratch && this.#comparisons.length === 0 && this.largestDifference === 0)
    ) {
      throw new Broken(`the manifest claims ${claimed}, seen was ${figure}`);
    }
    return figure;
  }
}
