import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';
import { scalarEvent, versionEvent } from './tfevents.ts';

/** Written by the Python package tensorboard 2.21 (EventFileWriter's record writer) for the same events. */
const golden = {
  version: '1800000000000000a37f4b2209000020e04eacda411a0d627261696e2e4576656e743a32f1903440',
  scalar: '1b000000000000001a0d9e1309000050e04eacda4110ac022a0d0a0b0a046c6f7373150000803e3fbb2bfd',
  far: '2a00000000000000ae8d91f509000000000000f03f10f9ffffffffffffffff012a140a120a0b4772c3b6c39f6520e8a9a6150000c07fe6142e5d',
};

describe('event files', () => {
  it('have the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
    expect(crc32c(Buffer.alloc(32)).toString(16)).toBe('8a9136aa');
    expect(crc32c(Buffer.alloc(32, 0xff)).toString(16)).toBe('62a8ab43');
  });

  it('are byte for byte what TensorBoard writes', () => {
    expect(versionEvent(1_790_000_000.5).toString('hex')).toBe(golden.version);
    const scalar = scalarEvent({ tag: 'loss', step: 300, value: 0.25, wallTime: 1_790_000_001.25 });
    expect(scalar.toString('hex')).toBe(golden.scalar);
  });

  it('take large and negative steps, NaN and names of any script', () => {
    const far = scalarEvent({ tag: 'Größe 試', step: -7, value: Number.NaN, wallTime: 1 });
    expect(far.toString('hex')).toBe(golden.far);
    expect(scalarEvent({ tag: 'a', step: 2 ** 40 + 0.4, value: 1, wallTime: 0 })).toEqual(
      scalarEvent({ tag: 'a', step: 2 ** 40, value: 1, wallTime: 0 }),
    );
  });
});
