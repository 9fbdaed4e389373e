import type { TFunction } from 'i18next';

/** What was kept aside, in the pieces that the ledger has in one line: where it lay, why in words, and what exactly. */
export interface AsideText {
  readonly place: string;
  readonly why: string;
  readonly detail: string;
}

/** Reads `place: code: detail`; a place may hold colons too, so that the first code that has words is the one. Null where none has. */
export function asideText(t: TFunction, fault: string): AsideText | null {
  for (const { 0: whole, 1: code = '', index } of fault.matchAll(/: ([a-z-]+)(?=: )/g)) {
    const why = t(`mail:fault_${code.replaceAll('-', '_')}`, { defaultValue: '' });
    if (why !== '') return { place: fault.slice(0, index), why, detail: fault.slice(index + whole.length + 2) };
  }
  return null;
}
