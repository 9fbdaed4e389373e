import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, InboxBlocks, type Page } from '#renderer/features/inbox/inbox-blocks.ts';
import type { Position } from '#shared/case/envelope.ts';
import { compareRows, type InboxSort, viewHolds } from '#shared/case/inbox-order.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import type { CaseId, PersonId, QueueId } from '#shared/lib/ids.ts';

const CASES = 1_500;
/** Rows that are on the screen at once. */
const WINDOW = 30;
const viewer = { person: 'agent-lin' as PersonId, serves: (queue: QueueId) => queue === 'refund' };
const sort: InboxSort = { by: 'activeAt', descending: true };

function rowOf(number: number, activeAt: number): InboxRow {
  return {
    id: `case-${number}` as CaseId,
    channel: 'chat',
    queue: 'refund' as QueueId,
    status: 'waiting',
    owner: null,
    intendedFor: null,
    declinedBy: [],
    customer: null,
    contactName: null,
    subject: null,
    language: 'en',
    priority: 0,
    tags: [],
    preview: `words ${activeAt}`,
    previewFrom: 'customer',
    unread: 1,
    openedAt: number,
    activeAt,
    waitingSince: activeAt,
    snoozedUntil: null,
    wrapUpUntil: null,
    resolvedAt: null,
    callSince: null,
    public: false,
    position: activeAt as Position,
  };
}

/** A desk with its list, and a screen that shows a part of it; the screen asks again when it is told to, as the grid does. */
class Desk {
  readonly rows = new Map<CaseId, InboxRow>();
  readonly asked: { offset: number; limit: number }[] = [];
  readonly view: InboxView = 'active';
  first = 0;
  #now = CASES;
  readonly blocks = new InboxBlocks({
    ask: async (offset, limit) => {
      this.asked.push({ offset, limit });
      const list = this.list();
      return { rows: list.slice(offset, offset + limit), total: list.length };
    },
    shown: () => ({ first: this.first, last: this.first + WINDOW - 1 }),
    holds: (row) => viewHolds(this.view, row, viewer),
    compare: (a, b) => compareRows(a, b, sort),
  });

  constructor() {
    for (let n = 0; n < CASES; n++) this.put(rowOf(n, n));
  }

  put(row: InboxRow): InboxRow {
    this.rows.set(row.id, row);
    return row;
  }

  list(): readonly InboxRow[] {
    return [...this.rows.values()].filter((row) => viewHolds(this.view, row, viewer)).sort((a, b) => compareRows(a, b, sort));
  }

  /** What the grid does when rows come onto the screen. */
  async show(first: number): Promise<void> {
    this.first = first;
    for (let number = Math.floor(first / BLOCK); number <= Math.floor((first + WINDOW - 1) / BLOCK); number++) await this.blocks.block(number);
    if (this.blocks.stale()) await this.blocks.refresh();
  }

  /** A case changes at the desk and the screen is told; answers whether what is shown was concerned. */
  async change(id: CaseId, to: 'words' | 'message' | 'older' | 'resolved' | 'elsewhere', at = 0): Promise<boolean> {
    const before = this.rows.get(id);
    if (!before) throw new Error(`there is no ${id}`);
    const position = ++this.#now as InboxRow['position'];
    const changed = {
      words: { unread: before.unread + 1 },
      message: { activeAt: this.#now, preview: `words ${this.#now}` },
      older: { activeAt: at },
      resolved: { status: 'resolved' as const },
      elsewhere: { queue: 'card' as QueueId },
    }[to];
    const row = this.put({ ...before, ...changed, position });
    const { concerned } = to === 'elsewhere' ? this.blocks.changed([], [id]) : this.blocks.changed([row], []);
    if (concerned) await this.blocks.refresh();
    return concerned;
  }

  /** The rows on the screen as the blocks have them. */
  screen(): readonly (InboxRow | null)[] {
    return Array.from({ length: WINDOW }, (_, index) => this.blocks.at(this.first + index));
  }
}

describe('the blocks of a long list', () => {
  it('a change outside what is shown asks for nothing, and one inside asks for what is shown and no more', async () => {
    const desk = new Desk();
    await desk.show(400);
    desk.asked.length = 0;
    const at = (index: number): CaseId => desk.list()[index]?.id ?? ('' as CaseId);
    expect(await desk.change(at(1_200), 'message')).toBe(false);
    expect(await desk.change(at(3), 'resolved')).toBe(false);
    expect(await desk.change(at(900), 'words')).toBe(false);
    expect(await desk.change(at(900), 'elsewhere')).toBe(false);
    expect(desk.asked).toEqual([]);
    expect(await desk.change(at(410), 'words')).toBe(false);
    expect(desk.asked).toEqual([]);
    expect(desk.screen().some((row) => row?.unread === 2)).toBe(true);
    expect(await desk.change(at(410), 'resolved')).toBe(true);
    expect(desk.asked).toEqual([{ offset: 400, limit: BLOCK }]);
    expect(await desk.change(at(1_000), 'older', (desk.list()[412]?.activeAt ?? 0) + 0.5)).toBe(true);
    expect(desk.asked).toHaveLength(2);
    expect(await desk.change(at(420), 'elsewhere')).toBe(true);
    expect(desk.asked).toHaveLength(3);
  });

  it('what was asked for before the grid stands is not asked for twice, but anew once something changed', async () => {
    const desk = new Desk();
    desk.blocks.begin();
    const page = await desk.blocks.block(0);
    expect(page).toEqual({ rows: desk.list().slice(0, BLOCK), total: CASES });
    expect(desk.asked).toEqual([{ offset: 0, limit: BLOCK }]);
    desk.blocks.doubt();
    desk.blocks.begin();
    desk.blocks.doubt();
    await desk.blocks.block(0);
    expect(desk.asked).toHaveLength(3);
    expect(desk.blocks.stale()).toBe(false);
  });

  it('at the top of the list the newest case is shown at once', async () => {
    const desk = new Desk();
    await desk.show(0);
    const last = desk.list().at(-1)?.id ?? ('' as CaseId);
    expect(await desk.change(last, 'message')).toBe(true);
    expect(desk.screen()[0]?.id).toBe(last);
  });

  it('across two blocks both are asked for in one question', async () => {
    const desk = new Desk();
    await desk.show(290);
    desk.asked.length = 0;
    await desk.change(desk.list()[300]?.id ?? ('' as CaseId), 'resolved');
    expect(desk.asked).toEqual([{ offset: 200, limit: 2 * BLOCK }]);
  });

  it('an answer that was read before a change and comes after it takes nothing back', async () => {
    const desk = new Desk();
    const answers: (() => void)[] = [];
    /** Reads at once, and answers when it is let. */
    const ask = (offset: number, limit: number): Promise<Page> => {
      const list = desk.list();
      return new Promise((resolve) => answers.push(() => resolve({ rows: list.slice(offset, offset + limit), total: list.length })));
    };
    const blocks = new InboxBlocks({
      ask,
      shown: () => ({ first: 0, last: WINDOW - 1 }),
      holds: (row) => viewHolds(desk.view, row, viewer),
      compare: (a, b) => compareRows(a, b, sort),
    });
    const first = blocks.block(0);
    answers.shift()?.();
    await first;
    const top = desk.list()[3];
    if (top === undefined) throw new Error('The list is empty.');
    // A row that keeps its place.
    const asked = blocks.refresh();
    const read = desk.put({ ...top, unread: 7, position: (top.position + CASES) as Position });
    expect(blocks.changed([read], []).drawn).toEqual([read]);
    answers.shift()?.();
    await asked;
    expect(blocks.at(3)).toEqual(read);
    // One that leaves the list, of which a later question knows.
    const older = blocks.refresh();
    const elsewhere = blocks.block(4);
    const resolved = desk.put({ ...read, status: 'resolved', position: (read.position + 1) as Position });
    expect(blocks.changed([resolved], []).concerned).toBe(true);
    const newer = blocks.refresh();
    answers.pop()?.();
    await newer;
    for (const answer of answers.splice(0)) answer();
    await older;
    expect((await elsewhere).rows).toHaveLength(BLOCK);
    expect([blocks.at(3)?.id, blocks.total, blocks.stale()]).toEqual([desk.list()[3]?.id, CASES - 1, false]);
  });

  it('whatever happens, only blocks on the screen are asked for, and the screen shows a true part of the list', async () => {
    const act = fc.record({
      kind: fc.constantFrom('words', 'message', 'older', 'resolved', 'elsewhere', 'scroll', 'scroll'),
      where: fc.nat(CASES - 200),
      near: fc.boolean(),
    } as const);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        const desk = new Desk();
        await desk.show(500);
        for (const { kind, where, near } of acts) {
          desk.asked.length = 0;
          if (kind === 'scroll') await desk.show(near ? Math.max(0, desk.first + (where % 60) - 30) : where);
          else {
            const list = desk.list();
            const id = list[near ? Math.min(list.length - 1, desk.first + (where % WINDOW)) : where]?.id;
            if (id !== undefined) await desk.change(id, kind, (list[(where * 7) % list.length]?.activeAt ?? 0) + 0.25);
          }
          const shown = { from: Math.floor(desk.first / BLOCK) * BLOCK, to: (Math.floor((desk.first + WINDOW - 1) / BLOCK) + 1) * BLOCK };
          for (const { offset, limit } of desk.asked) expect(offset >= shown.from && offset + limit <= shown.to, `${kind} asked ${offset}+${limit}`).toBe(true);
          // Cases may have come or gone above: the part may stand elsewhere, but it is whole, in order, and up to date.
          const screen = desk.screen();
          const list = desk.list();
          const from = list.findIndex(({ id }) => id === screen[0]?.id);
          expect(screen, kind).toEqual(list.slice(from, from + WINDOW));
        }
      }),
      { seed: 20_261_129, numRuns: 40 },
    );
  });
});
