import { describe, expect, it, vi } from 'vitest';
import { together } from '#renderer/features/inbox/use-inbox-feed.ts';
import { frameBatch, spacedOut } from '#renderer/transport/frame-batch.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Frames that are painted when the test says so. */
function screen() {
  const due: (() => void)[] = [];
  return { schedule: (work: () => void) => void due.push(work), paint: () => due.splice(0).forEach((work) => void work()), due };
}

describe('what comes between two frames', () => {
  it('is handed over once, in order, however much it is', () => {
    const { schedule, paint, due } = screen();
    const taken: (readonly number[])[] = [];
    const batch = frameBatch<number>((items) => taken.push(items), schedule);
    for (let n = 0; n < 200; n++) batch.push(n);
    expect(due).toHaveLength(1);
    expect(taken).toEqual([]);
    paint();
    expect(taken).toEqual([Array.from({ length: 200 }, (_, n) => n)]);
    paint();
    expect(taken).toHaveLength(1);
    batch.push(200);
    batch.push(201);
    paint();
    expect(taken[1]).toEqual([200, 201]);
  });

  it('is handed over at once where it is wanted so, and not again by the frame', () => {
    const { schedule, paint } = screen();
    const taken: (readonly string[])[] = [];
    const batch = frameBatch<string>((items) => taken.push(items), schedule);
    batch.push('first');
    batch.flush();
    batch.push('second');
    paint();
    expect(taken).toEqual([['first'], ['second']]);
    batch.push('unwanted');
    batch.drop();
    paint();
    expect(taken).toHaveLength(2);
  });

  it('tells of each case what is newest: a row, or that it is gone', () => {
    const row = (id: string, position: number) => ({ id: id as CaseId, position }) as InboxRow;
    const gone = (id: string) => id as CaseId;
    expect(
      together([
        { rows: [row('a', 1), row('b', 2)], gone: [] },
        { rows: [row('a', 3)], gone: [gone('b'), gone('c')] },
        { rows: [row('c', 4)], gone: [] },
      ]),
    ).toEqual({ rows: [row('a', 3), row('c', 4)], gone: ['b'] });
  });
});

describe('work that is spaced out', () => {
  it('is done at once where enough has passed, else when it has, and not held back where nothing asks for it', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    try {
      const done: number[] = [];
      let apart = 250;
      const schedule = spacedOut(
        (work) => work(),
        () => apart,
      );
      const wish = () => schedule(() => done.push(performance.now()));
      const began = performance.now();
      wish();
      vi.advanceTimersByTime(100);
      wish();
      vi.advanceTimersByTime(149);
      expect(done).toEqual([began]);
      vi.advanceTimersByTime(1);
      expect(done).toEqual([began, began + 250]);
      apart = 0;
      wish();
      expect(done).toEqual([began, began + 250, began + 250]);
    } finally {
      vi.useRealTimers();
    }
  });
});
