import { configureStore } from '@reduxjs/toolkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { composerSlice, draftSaved, draftTyped, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { DraftSaver } from '#renderer/features/composer/draft-saver.ts';
import type { CaseId } from '#shared/lib/ids.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const caseId = 'case-1' as CaseId;

/** A draft with a ledger that answers after `takes` ms, or refuses while it is away; `told` is what it was told and when. */
function made(takes = 0) {
  const store = configureStore({ reducer: { composer: composerSlice.reducer } });
  const draft = () => selectDraft(store.getState(), caseId, 'reply');
  const told: string[] = [];
  const began = Date.now();
  const ledger = { away: false, version: 0 };
  const saver = new DraftSaver({
    draft,
    onChange: (listener) => store.subscribe(listener),
    save: async () => {
      const { text, attachments, addressing } = draft();
      told.push(`${Date.now() - began} ${text}`);
      await new Promise((resolve) => setTimeout(resolve, takes));
      if (ledger.away) return null;
      ledger.version += 1;
      store.dispatch(draftSaved({ caseId, kind: 'reply', text, attachments, addressing, savedAt: Date.now(), version: ledger.version }));
      return ledger.version;
    },
  });
  const type = (text: string) => store.dispatch(draftTyped({ caseId, kind: 'reply', text }));
  return { saver, told, ledger, type };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('A change is in the ledger after 250 ms, also while somebody types on; what did not change is not saved', async () => {
  const { saver, told, type } = made(150);
  saver.start();
  await pass(1_000);
  expect(told).toEqual([]);
  for (const text of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef']) {
    type(text);
    await pass(100);
  }
  await pass(2_000);
  expect(told).toEqual(['1250 abc', '1500 abcde', '1750 abcdef']);
  type('x');
  await pass(249);
  expect(told).toHaveLength(3);
  await pass(1);
  expect(told).toHaveLength(4);
  saver.stop();
});

test('What was typed before it starts is saved; once it stopped nothing is, unless it is asked for', async () => {
  const { saver, told, type } = made();
  type('a');
  saver.start();
  await pass(250);
  expect(told).toEqual(['250 a']);
  type('ab');
  saver.stop();
  type('abc');
  await pass(5_000);
  expect(told).toHaveLength(1);
  const version = saver.saveNow();
  await pass(0);
  expect([told[1], await version]).toEqual(['5250 abc', 2]);
});

test('What cannot be saved is tried every two seconds, counted from the last answer, and at once when it is asked for', async () => {
  const { saver, told, ledger, type } = made(100);
  saver.start();
  ledger.away = true;
  type('a');
  await pass(350);
  expect([saver.state(), told]).toEqual(['unsaved', ['250 a']]);
  type('ab');
  await pass(2_000);
  expect(told).toEqual(['250 a', '2350 ab']);
  const asked = saver.saveNow();
  ledger.away = false;
  await pass(100);
  // The one that was under way.
  expect([told.length, await asked, saver.state()]).toEqual([2, 1, 'saved']);
  type('abc');
  await pass(250);
  expect(told[2]).toBe('2700 abc');
  saver.stop();
});

test('After a failure nothing is tried by itself where it stopped meanwhile', async () => {
  const { saver, told, ledger, type } = made(100);
  saver.start();
  ledger.away = true;
  type('a');
  await pass(300);
  saver.stop();
  await pass(10_000);
  expect(told).toEqual(['250 a']);
  expect(vi.getTimerCount()).toBe(0);
});

test('Whoever asks gets the version of the words of the moment, and shares what is under way for these alone', async () => {
  const { saver, told, type } = made(100);
  expect(await saver.saveNow()).toBeNull();
  type('a');
  const one = saver.saveNow();
  expect(saver.saveNow()).toBe(one);
  type('ab');
  const other = saver.saveNow();
  expect(other).not.toBe(one);
  await pass(100);
  expect([await one, await other, await saver.saveNow()]).toEqual([1, 2, 2]);
  expect(told).toEqual(['0 a', '0 ab']);
});

test('How it stands is told as it changes, and to nobody who left', async () => {
  const { saver, ledger, type } = made(100);
  saver.start();
  const seen: string[] = [];
  const leave = saver.subscribe(() => {
    const state = saver.state();
    if (seen.at(-1) !== state) seen.push(state);
  });
  expect(saver.state()).toBe('none');
  type('a');
  await pass(400);
  ledger.away = true;
  type('ab');
  await pass(400);
  ledger.away = false;
  await pass(2_100);
  type('');
  expect(seen).toEqual(['saving', 'saved', 'saving', 'unsaved', 'saved', 'none']);
  leave();
  type('b');
  expect(seen).toHaveLength(6);
  saver.stop();
});
