import { describe, expect, it } from 'vitest';
import { openBytes, sealBytes } from '#electron/engine/sealing.ts';

const key = Buffer.alloc(32, 3);
const text = Buffer.from('余额没有到账');

describe('A seal', () => {
  it('opens with its key and what it is bound to, and with nothing else', () => {
    const { iv, data } = sealBytes(key, text, 'event 1');
    expect(Buffer.from(openBytes(key, iv, data, 'event 1') ?? []).equals(text)).toBe(true);
    expect(openBytes(Buffer.alloc(32, 4), iv, data, 'event 1')).toBeNull();
    expect(openBytes(key, iv, data, 'event 2')).toBeNull();
  });

  it('notices every changed bit of nonce, cipher text and tag, and every cut', () => {
    const { iv, data } = sealBytes(key, text, 'e');
    const flipped = (bytes: Buffer, bit: number) => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    };
    for (let bit = 0; bit < iv.length * 8; bit += 1) expect(openBytes(key, flipped(iv, bit), data, 'e')).toBeNull();
    for (let bit = 0; bit < data.length * 8; bit += 1) expect(openBytes(key, iv, flipped(data, bit), 'e')).toBeNull();
    for (let length = 0; length < data.length; length += 1) expect(openBytes(key, iv, data.subarray(0, length), 'e')).toBeNull();
    expect(openBytes(key, iv.subarray(0, 0), data, 'e')).toBeNull();
  });

  it('never takes one nonce twice, and shows nothing of what it holds', () => {
    const seals = Array.from({ length: 500 }, () => sealBytes(key, text, 'e'));
    expect(new Set(seals.map(({ iv }) => iv.toString('hex'))).size).toBe(500);
    expect(seals.every(({ data }) => !data.includes(text))).toBe(true);
  });

  it('holds an empty content', () => {
    const { iv, data } = sealBytes(key, new Uint8Array(0), 'e');
    expect(openBytes(key, iv, data, 'e')).toHaveLength(0);
  });
});
