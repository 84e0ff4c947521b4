import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireOwn } from './binaries.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'trainyard-own-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

describe('a folder for libraries in a place that all may write to', () => {
  it('is taken where it is ours alone', () => {
    expect(() => requireOwn(place)).not.toThrow();
  });

  it('is refused where others may write to it, or where it is a link', () => {
    const open = join(place, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(() => requireOwn(open)).toThrow('others may write to it');
    symlinkSync(place, join(place, 'link'));
    expect(() => requireOwn(join(place, 'link'))).toThrow();
  });
});
