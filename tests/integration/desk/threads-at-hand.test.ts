import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { QueueEngine } from '#electron/engine/port.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const time: Time = { now: 1_790_000_000_000 };
const counted = ['findThread', 'bindThread', 'rebindThread', 'read'] as const;
let engine: QueueEngine;
const running: ConsoleParts[] = [];

/** A console over the same log, and how often it asked that for what. */
async function console(): Promise<{ readonly parts: ConsoleParts; readonly asked: Record<(typeof counted)[number], number> }> {
  const asked = { findThread: 0, bindThread: 0, rebindThread: 0, read: 0 };
  const counting = new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      const count = counted.find((method) => method === name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (count !== undefined) asked[count] += 1;
        return value.apply(target, given);
      };
    },
  });
  const parts = await new ConsoleParts(counting, time).start();
  running.push(parts);
  return { parts, asked };
}

beforeEach(async () => {
  engine = engineIn(null, time);
  await engine.start();
});
afterEach(async () => {
  for (const parts of running.splice(0)) await parts.stop();
  await engine.stop();
});

async function said(parts: ConsoleParts, thread: string, text: string): Promise<CaseId> {
  const received = await parts.say(thread, text);
  if (!received.ok) throw new Error(received.error.code);
  return received.value.caseId;
}
const erased = async (parts: ConsoleParts, caseId: CaseId) => {
  const acted = await parts.desk.act(caseId, { kind: 'administrator', id: 'z' }, v7() as CommandId, { type: 'erase', reason: 'law', tokens: [] });
  expect(acted.ok).toBe(true);
};
const knows = async (parts: ConsoleParts, caseId: CaseId) => {
  const last = (await engine.read({ kind: 'case', id: caseId })).at(-1);
  if (last) await parts.hub.reached(last.position);
};

test('the engine is asked once whose case a thread is, however much is written on it', async () => {
  const { parts, asked } = await console();
  const caseId = await said(parts, 'thread-1', 'one');
  expect(asked).toMatchObject({ findThread: 1, bindThread: 1 });
  const { read } = asked;
  for (const text of ['two', 'three', 'four']) expect(await said(parts, 'thread-1', text)).toBe(caseId);
  // A case that is known here is not read from the log before each message, but once after it, for the answer.
  expect(asked).toEqual({ findThread: 1, bindThread: 1, rebindThread: 0, read: read + 3 });
  expect((await parts.hub.state(caseId))?.entries.filter(isMessage).map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four']);
  // Another thread, or the same words for one on another channel, is asked for by itself.
  expect(await said(parts, 'thread-2', 'one')).not.toBe(caseId);
  expect(await parts.intake.caseFor('email', 'thread-1')).not.toBe(caseId);
  expect(asked.findThread).toBe(3);
});

test('another console finds the case of a thread that was begun elsewhere, and asks once as well', async () => {
  const [here, there] = [await console(), await console()];
  const caseId = await said(here.parts, 'thread-1', 'one');
  await knows(there.parts, caseId);
  for (const text of ['two', 'three']) expect(await said(there.parts, 'thread-1', text)).toBe(caseId);
  expect(there.asked).toMatchObject({ findThread: 1, bindThread: 0 });
});

test('messages that begin a thread at once are of one case', async () => {
  const { parts } = await console();
  const cases = await Promise.all(['one', 'two', 'three'].map((text) => said(parts, 'thread-1', text)));
  expect(new Set(cases).size).toBe(1);
  expect((await parts.logged(cases[0] as CaseId)).toSorted()).toEqual(['case.opened', 'message.received', 'message.received', 'message.received']);
});

test('whoever writes on a thread whose case was erased begins anew, each time, and goes on there', async () => {
  const { parts, asked } = await console();
  const cases = [await said(parts, 'thread-1', 'first')];
  for (const text of ['second', 'third']) {
    await erased(parts, cases.at(-1) as CaseId);
    const next = await said(parts, 'thread-1', text);
    expect(cases).not.toContain(next);
    expect(await engine.findThread('chat', 'thread-1')).toBe(next);
    const { findThread } = asked;
    expect(await said(parts, 'thread-1', `${text} again`)).toBe(next);
    expect(asked.findThread).toBe(findThread);
    expect(await parts.logged(next)).toEqual(['case.opened', 'message.received', 'message.received']);
    cases.push(next);
  }
});

test('a case that was erased elsewhere is not gone on with here: both consoles are in the same new one', async () => {
  const [here, there] = [await console(), await console()];
  const old = await said(here.parts, 'thread-1', 'first');
  await knows(there.parts, old);
  expect(await said(there.parts, 'thread-1', 'second')).toBe(old);
  await knows(there.parts, old);
  await erased(there.parts, old);
  const next = await said(there.parts, 'thread-1', 'third');
  await knows(here.parts, old);
  expect(next).not.toBe(old);
  expect(await said(here.parts, 'thread-1', 'fourth')).toBe(next);
  expect(await here.parts.logged(next)).toEqual(['case.opened', 'message.received', 'message.received']);
});
