import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Length } from '#shared/lib/utf8-length.ts';

test('counts what Node writes', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => utf8Length(text) === Buffer.byteLength(text)));
  for (const text of ['', 'a', 'é', '林', '😀', '林夏 Lin Xia 😀']) expect(utf8Length(text)).toBe(Buffer.byteLength(text));
});
