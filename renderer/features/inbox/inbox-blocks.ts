import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** How many cases the grid asks for at once. */
export const BLOCK = 100;
/** The most that the desk answers at once. */
const MOST = 500;
/** How many blocks are remembered; they are no more than what was read, so that few are enough. */
const HELD = 12;

export interface Page {
  readonly rows: readonly InboxRow[];
  readonly total: number;
}

interface Options {
  readonly ask: (offset: number, limit: number) => Promise<Page>;
  /** The first and the last row that are drawn, by index; null while none is. */
  readonly shown: () => { readonly first: number; readonly last: number } | null;
  /** Whether the list holds a case at all. */
  readonly holds: (row: InboxRow) => boolean;
  /** Below 0 where `a` stands above `b` in the list. */
  readonly compare: (a: InboxRow, b: InboxRow) => number;
}

interface Block {
  rows: readonly InboxRow[];
  /** The changes that were known when it was asked for. */
  readonly turn: number;
}

/** The cases on the screen, and whether the list begins or ends there. */
interface Shown {
  readonly rows: readonly InboxRow[];
  readonly ids: ReadonlySet<CaseId>;
  readonly atTop: boolean;
  readonly atEnd: boolean;
}

/** What a change means for the list. */
export interface Effect {
  /** Newer rows in places that they keep. */
  readonly drawn: readonly InboxRow[];
  /** What is on the screen is no longer what the desk would answer. */
  readonly concerned: boolean;
}

/**
 * The blocks of a long list, of which only those on the screen are asked for again. A change elsewhere costs nothing: it
 * makes the blocks stale, and a stale block is asked for once it is shown.
 */
export class InboxBlocks {
  readonly #options: Options;
  readonly #held = new Map<number, Block>();
  readonly #coming = new Map<number, { readonly page: Promise<Page>; readonly turn: number }>();
  #turn = 0;
  /** The changes that were known when the newest of what was answered was asked for. */
  #answered = 0;
  #total = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  get total(): number {
    return this.#total;
  }

  /** One block as the grid wants it: from memory where it is up to date or not on the screen, else from the desk, which is asked once. */
  block(number: number): Page | Promise<Page> {
    const held = this.#held.get(number);
    if (held && (held.turn === this.#turn || !this.#shownBlocks().includes(number))) {
      this.#keep(number, held);
      return { rows: held.rows, total: this.#total };
    }
    const coming = this.#coming.get(number);
    if (coming?.turn === this.#turn) return coming.page;
    const page = this.#ask(number, 1).then(() => ({ rows: this.#held.get(number)?.rows ?? [], total: this.#total }));
    const asked = { page, turn: this.#turn };
    this.#coming.set(number, asked);
    const come = () => {
      if (this.#coming.get(number) === asked) this.#coming.delete(number);
    };
    page.then(come, come);
    return page;
  }

  /** Asks for the list's beginning before the grid stands, which then finds it there or on its way; the grid tells a fault. */
  begin(): void {
    void Promise.resolve(this.block(0)).catch(() => undefined);
  }

  /** Whether something on the screen was asked for before the newest change; what is not held is being asked for by the grid. */
  stale(): boolean {
    return this.#shownBlocks().some((number) => (this.#held.get(number)?.turn ?? this.#turn) !== this.#turn);
  }

  /** Asks for what is on the screen, at once; answers whether the answer is another than what was held. */
  async refresh(): Promise<boolean> {
    const numbers = this.#shownBlocks();
    const [first = 0] = numbers;
    const total = this.#total;
    const before = numbers.map((number) => this.#held.get(number)?.rows);
    await this.#ask(first, Math.min(numbers.length, MOST / BLOCK));
    const same = numbers.every((number, index) => sameRows(before[index], this.#held.get(number)?.rows));
    return !same || total !== this.#total;
  }

  /** Takes in rows that changed and cases that left the person's sight. */
  changed(rows: readonly InboxRow[], gone: readonly CaseId[]): Effect {
    const shown = this.#shownRows();
    const places = this.#places();
    const drawn: InboxRow[] = [];
    let concerned = false;
    let moved = gone.length > 0;
    for (const row of rows) {
      const place = places.get(row.id);
      const before = place === undefined ? undefined : this.#at(place);
      if (place === undefined || before === undefined || before.position > row.position) {
        moved = true;
        concerned ||= this.#comesInto(shown, row);
      } else if (this.#options.holds(row) && this.#options.compare(before, row) === 0) {
        this.#put(place, row);
        drawn.push(row);
      } else {
        moved = true;
        concerned ||= shown === null || shown.ids.has(row.id) || this.#comesInto(shown, row);
        if (this.#options.holds(row)) {
          this.#put(place, row);
          drawn.push(row);
        }
      }
    }
    concerned ||= gone.some((id) => shown === null || shown.ids.has(id));
    if (moved) this.#turn++;
    return { drawn, concerned };
  }

  /** More changed than is known: nothing that is held is up to date. */
  doubt(): void {
    this.#turn++;
  }

  /** Where a case stands, as far as it is held. */
  indexOf(id: CaseId): number | null {
    return this.#places().get(id) ?? null;
  }

  /** The case at an index, as far as it is held. */
  at(index: number): InboxRow | null {
    return this.#at(index) ?? null;
  }

  async #ask(first: number, blocks: number): Promise<void> {
    const turn = this.#turn;
    const { rows, total } = await this.#options.ask(first * BLOCK, blocks * BLOCK);
    if (turn >= this.#answered) [this.#answered, this.#total] = [turn, total];
    const current = this.#current(rows);
    for (let index = 0; index < blocks; index++) {
      // Of a block that a later question asked for, an answer from before its changes comes late.
      if ((this.#held.get(first + index)?.turn ?? turn) > turn) continue;
      this.#keep(first + index, { rows: current.slice(index * BLOCK, (index + 1) * BLOCK), turn });
    }
  }

  /** An answer's rows, each as it is known here where a change was told while the answer was on its way. */
  #current(rows: readonly InboxRow[]): readonly InboxRow[] {
    const held = new Map([...this.#held.values()].flatMap((block) => block.rows.map((row) => [row.id, row] as const)));
    return rows.map((row) => {
      const known = held.get(row.id);
      return known !== undefined && known.position > row.position ? known : row;
    });
  }

  #keep(number: number, block: Block): void {
    this.#held.delete(number);
    this.#held.set(number, block);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD && oldest !== undefined) this.#held.delete(oldest);
  }

  /** An empty list shows the place of its first block. */
  #shownBlocks(): readonly number[] {
    const shown = this.#options.shown() ?? { first: 0, last: 0 };
    const first = Math.floor(shown.first / BLOCK);
    return Array.from({ length: Math.floor(shown.last / BLOCK) - first + 1 }, (_, index) => first + index);
  }

  /** The cases on the screen; null while one of them is not known. */
  #shownRows(): Shown | null {
    const shown = this.#options.shown();
    if (shown === null) return null;
    const rows: InboxRow[] = [];
    for (let index = shown.first; index <= Math.min(shown.last, this.#total - 1); index++) {
      const row = this.#at(index);
      if (row === undefined) return null;
      rows.push(row);
    }
    return { rows, ids: new Set(rows.map(({ id }) => id)), atTop: shown.first === 0, atEnd: shown.last >= this.#total - 1 };
  }

  /** Whether a case belongs between the rows on the screen. */
  #comesInto(shown: Shown | null, row: InboxRow): boolean {
    if (shown === null) return true;
    if (!this.#options.holds(row)) return false;
    const [first, last] = [shown.rows[0], shown.rows.at(-1)];
    if (first === undefined || last === undefined) return true;
    const above = this.#options.compare(row, first) < 0 && !shown.atTop;
    const below = this.#options.compare(row, last) > 0 && !shown.atEnd;
    return !above && !below;
  }

  #places(): ReadonlyMap<CaseId, number> {
    const places = new Map<CaseId, number>();
    for (const [number, { rows }] of this.#held) for (const [index, row] of rows.entries()) places.set(row.id, number * BLOCK + index);
    return places;
  }

  #at(index: number): InboxRow | undefined {
    return this.#held.get(Math.floor(index / BLOCK))?.rows[index % BLOCK];
  }

  #put(index: number, row: InboxRow): void {
    const block = this.#held.get(Math.floor(index / BLOCK));
    if (block) block.rows = block.rows.with(index % BLOCK, row);
  }
}

function sameRows(a: readonly InboxRow[] | undefined, b: readonly InboxRow[] | undefined): boolean {
  return a !== undefined && a.length === b?.length && a.every((row, index) => row.id === b[index]?.id && row.position === b[index]?.position);
}
