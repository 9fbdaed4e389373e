import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logEvent, readEvent, recordedLogEvent } from '#shared/case/envelope.ts';
import { isPlainEvent, isPlainRecord } from '#shared/case/plain-envelope.ts';

const plain = {
  id: 'e1',
  about: { kind: 'case', id: 'c1' },
  group: 'retail',
  type: 'case.tagged',
  at: 1_000,
  actor: { kind: 'agent', id: 'lin' },
  causedBy: 'k1',
  critical: false,
  body: { add: [], remove: [] },
  sealed: { iv: 'a', data: 'b' },
  position: 7,
  recordedAt: 1_001,
};

/** Values that are right in one field and wrong in another, or right at its edge. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    false,
    '',
    'case',
    'agent',
    'Retail',
    'a b',
    'x'.repeat(64),
    'x'.repeat(65),
    'x'.repeat(101),
    '漢'.repeat(64),
  ),
  fc.constantFrom<unknown>(0, -0, 1, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53 - 1, 2 ** 53),
  fc.constantFrom<unknown>([], {}, { kind: 'case' }, { kind: 'case', id: 'c', more: 1 }, { kind: 'host', id: 'c' }, { kind: 'agent', id: '' }),
  fc.constantFrom<unknown>({ iv: 'a' }, { iv: 'a', data: 1 }, { iv: 'a', data: 'b', tag: 'c' }, ['case', 'c']),
  fc.anything(),
);

/** The plain event with some fields changed, taken away or added. */
const nearly = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(plain), 'newer'), anything), { maxLength: 3 }),
    fc.array(fc.constantFrom(...Object.keys(plain)), { maxLength: 2 }),
  )
  .map(([changes, taken]) => {
    const made: Record<string, unknown> = { ...plain };
    for (const [name, value] of changes) made[name] = value;
    for (const name of taken) delete made[name];
    return made;
  });

test('what is plain is valid by the schema, and most of what is valid is plain', () => {
  expect(isPlainEvent(plain)).toBe(true);
  expect(isPlainRecord(plain)).toBe(true);
  fc.assert(
    fc.property(fc.oneof(nearly, fc.anything()), (value) => {
      if (isPlainEvent(value)) expect(logEvent.safeParse(value).success).toBe(true);
      if (isPlainRecord(value)) expect(recordedLogEvent.safeParse(value).success).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test('a plain event is read as the schema reads it, with its own fields alone', () => {
  fc.assert(
    fc.property(nearly, (value) => {
      const parsed = recordedLogEvent.safeParse(value);
      const read = readEvent(value);
      expect(read.ok).toBe(parsed.success);
      if (!read.ok || !parsed.success) return;
      const { type: _type, body: _body, sealed: _sealed, ...head } = parsed.data;
      expect(read.value).toMatchObject(head);
      const fields = ['type', 'body', 'content', 'originalType', ...Object.keys(head)];
      expect(Object.keys(read.value).filter((name) => !fields.includes(name))).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});
