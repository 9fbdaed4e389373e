import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReviewKeeper } from '#renderer/features/replay/review-keeper.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A form being filled in, and what the ledger has of it; a saved review takes that out. */
function made() {
  const ledger = { draft: '', away: false, asked: 0 };
  const keeper = new ReviewKeeper(async (draft) => {
    ledger.asked += 1;
    if (ledger.away) return false;
    ledger.draft = draft;
    return true;
  });
  return { ledger, keeper };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('a review that is filled in is kept after a pause, and what is left within it at once', async () => {
  const { ledger, keeper } = made();
  for (const draft of ['a', 'ab', 'abc']) {
    keeper.changed(draft);
    await pass(300);
  }
  expect(ledger.asked).toBe(0);
  await pass(100);
  expect(ledger).toMatchObject({ draft: 'abc', asked: 1 });
  keeper.changed('abcd');
  keeper.stop();
  expect(ledger).toMatchObject({ draft: 'abcd', asked: 2 });
  await pass(10_000);
  expect(ledger.asked).toBe(2);
});

it('what was written while the review was being saved is kept anew, and what was saved is not', async () => {
  const { ledger, keeper } = made();
  keeper.changed('as saved');
  ledger.draft = '';
  keeper.saved('as saved');
  await pass(10_000);
  expect(ledger).toMatchObject({ draft: '', asked: 0 });
  keeper.changed('as saved');
  keeper.changed('as saved, and more');
  await pass(400);
  ledger.draft = '';
  keeper.saved('as saved');
  await pass(0);
  expect(ledger.draft).toBe('as saved, and more');
});

it('what is filled in is there as often as its form is shown anew, until it is saved', async () => {
  const keeper = new ReviewKeeper(async () => true, 'from another day');
  expect(keeper.draft).toBe('from another day');
  keeper.changed('gone on with');
  expect(keeper.draft).toBe('gone on with');
  await pass(400);
  expect(keeper.draft).toBe('gone on with');
  keeper.saved('gone on with');
  expect(keeper.draft).toBeNull();
});

it('what could not be kept is tried again', async () => {
  const { ledger, keeper } = made();
  ledger.away = true;
  keeper.changed('words');
  await pass(400);
  ledger.away = false;
  await pass(2_000);
  expect(ledger).toMatchObject({ draft: 'words', asked: 2 });
  keeper.stop();
});
