import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mask } from '#shared/wallet/masking.ts';
import { sensitiveKind } from '#shared/wallet/tokens.ts';

/** The most letters and digits of a value that its masked form keeps; of an address those before the sign. */
const kept = { card: 4, phone: 7, 'id-number': 2, email: 1 } as const;
const own = (kind: string, text: string) => (kind === 'email' ? text.slice(0, text.lastIndexOf('@') + 1) : text).replace(/[^0-9a-z]/gi, '');

// Common maskers show what they do not understand: one-letter addresses, short cards, numbers of an odd length.
it.each([
  ['card', '12345678', '********'],
  ['card', '', '********'],
  ['phone', '110', '********'],
  ['phone', 'none', '********'],
  ['phone', '0812-3456-7890', '0812******90'],
  ['phone', '0062 812 3456 7890', '+62******90'],
  ['id-number', '11010119900307', '********'],
  ['email', 'a@qq.com', '****@qq.com'],
  ['email', '@qq.com', '********'],
  ['email', 'nobody', '********'],
] as const)('a %s of "%s" is shown as %s', (kind, raw, shown) => {
  expect(mask(kind, raw)).toBe(shown);
});

it('whatever is to be masked, no more than its kind allows is left', () => {
  const pieces = fc.array(fc.oneof(fc.constantFrom('0', '1', '9', '13', '４', ' ', '-', '+', '@', 'x', 'X', '.', '王'), fc.string({ maxLength: 3 })), {
    maxLength: 24,
  });
  fc.assert(
    fc.property(fc.constantFrom(...sensitiveKind.options), pieces, (kind, parts) => {
      const raw = parts.join('');
      const shown = mask(kind, raw);
      expect(shown).toContain('*');
      expect(own(kind, shown).length).toBeLessThanOrEqual(kept[kind]);
    }),
    { numRuns: 2_000 },
  );
});
