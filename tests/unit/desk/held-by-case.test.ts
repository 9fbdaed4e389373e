import { expect, it } from 'vitest';
import type { z } from 'zod';
import { heldByCase } from '#electron/desk/erasure/held-by-case.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { eventTypes } from '#shared/case/events.ts';
import { token } from '#shared/lib/ids.ts';

interface Def {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
}

/** Under which names a schema has tokens. */
function namesOf(schema: z.ZodType, name: string): readonly string[] {
  if (schema === (token as z.ZodType)) return [name];
  const { shape = {}, options = [], element, innerType } = schema.def as Def;
  return [
    ...Object.entries(shape).flatMap(([part, inner]) => namesOf(inner, part)),
    ...[...options, ...(element ? [element] : []), ...(innerType ? [innerType] : [])].flatMap((inner) => namesOf(inner, name)),
  ];
}

it('every event names what lies in the vault by the names that an erasure looks for', () => {
  const found = Object.entries(eventTypes).map(([type, { body, content }]) => [
    type,
    ...new Set([...namesOf(body, 'body'), ...(content ? namesOf(content, 'content') : [])]),
  ]);
  const holding = found.filter(([, ...names]) => names.length > 0);
  expect(holding.flatMap(([type]) => type)).toEqual(expect.arrayContaining(['message.received', 'action.requested', 'action.rejected', 'case.erased']));
  expect(holding.filter(([, ...names]) => names.some((name) => name !== 'token' && name !== 'tokens'))).toEqual([]);
});

it('a new phone is known by its token after the case’s key is gone', () => {
  const body = { key: 'k', action: 'change-phone', target: 'tok-1' };
  const other = { key: 'l', action: 'unbind-card', target: 'card-1' };
  const events = [body, other].map((one) => ({ type: 'action.requested', about: { kind: 'case', id: 'c' }, body: one, content: null }));
  expect(heldByCase(events as unknown as readonly AnyEvent[]).tokens).toEqual(['tok-1']);
});
