import { describe, expect, it } from 'vitest';
import { hostCheck } from './hosts.ts';

const settings = {
  hostAddress: '127.0.0.1',
  publicUrl: null,
  allowedHosts: ['fd00::17', 'lab.example:4600'],
  port: 4600,
};

describe('names under which the server answers', () => {
  it('knows an allowed address of version 6, written without brackets as people do', () => {
    const good = hostCheck(settings);
    expect(good('[fd00::17]:4600')).toBe(true);
    expect(good('[fd00::18]:4600')).toBe(false);
  });

  it('knows an allowed name whatever its port', () => {
    const good = hostCheck(settings);
    expect(good('lab.example')).toBe(true);
    expect(good('LAB.example:80')).toBe(true);
    expect(good('evil.example')).toBe(false);
  });
});
