import type { CaseState, Delivery, Entry } from '#shared/case/state.ts';

/** A case as it is opened: its state with the newest of its entries alone, of which a long case has a thousand more. */
export interface OpenedCase {
  readonly state: CaseState;
  /** How many entries stand before those. */
  readonly earlier: number;
}

/** What an opened case was left without: the entries before, and how far what is not among the newest got. */
export interface EarlierEntries {
  readonly entries: readonly Entry[];
  readonly delivery: Readonly<Record<string, Delivery>>;
}

function partsOf(whole: CaseState, newest: number): { readonly kept: CaseState; readonly before: EarlierEntries } {
  const from = Math.max(0, whole.entries.length - newest);
  if (from === 0) return { kept: whole, before: { entries: [], delivery: {} } };
  const entries = whole.entries.slice(from);
  const shown = new Set<string>(entries.map(({ id }) => id));
  const told = Object.entries(whole.delivery);
  return {
    kept: { ...whole, entries, delivery: Object.fromEntries(told.filter(([id]) => shown.has(id))) },
    before: { entries: whole.entries.slice(0, from), delivery: Object.fromEntries(told.filter(([id]) => !shown.has(id))) },
  };
}

/** A whole case with so many of its newest entries. No event may be folded into that: `wholeCase` comes first. */
export function openedCase(whole: CaseState, newest: number): OpenedCase {
  return { state: partsOf(whole, newest).kept, earlier: Math.max(0, whole.entries.length - newest) };
}

/** What `openedCase` leaves out. */
export const earlierEntries = (whole: CaseState, newest: number): EarlierEntries => partsOf(whole, newest).before;

/** The whole case again; the entries that were there are the same objects. */
export const wholeCase = (opened: CaseState, { entries, delivery }: EarlierEntries): CaseState => ({
  ...opened,
  entries: [...entries, ...opened.entries],
  delivery: { ...delivery, ...opened.delivery },
});
