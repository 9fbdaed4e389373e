import type { AuditHead } from '#shared/desk/audit.ts';
import type { Instant } from '#shared/lib/time.ts';

/** SHA-256 over the bytes of the hash before (lower-case hex) and then the text, as hex; passed in, since hashes are the platform's. */
export type Link = (previous: string, text: string) => string;

/** What stands before the first entry. */
export const NO_HASH = '0'.repeat(64);

/** JSON with the fields of each object in the order of their names: one value has one text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`)
    .join(',')}}`;
}

/** An entry as it lies in the ledger. */
export interface AuditRow {
  readonly n: number;
  /** The entry's canonical JSON, which is what was hashed. */
  readonly text: string;
  readonly hash: string;
}

/** A head as the engine's log has it. */
export interface PublishedHead extends AuditHead {
  readonly at: Instant;
}

/**
 * The first thing wrong with a chain, and at which entry. `missing`: the entry is not there. `altered`: it is not what was
 * hashed, or is not in its place. `replaced`: by itself the chain is whole, but an entry up to here is another than when its
 * head was published. `cut-short`: what was published reaches further than the chain.
 */
export interface ChainFault {
  readonly code: 'missing' | 'altered' | 'replaced' | 'cut-short';
  readonly n: number;
  /** The last entry that a published head proves to be as it was; 0 where none does. */
  readonly good: number;
}

const numberOf = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { readonly n?: unknown } | null)?.n;
  } catch {
    return null;
  }
};

/** Reads a chain from its first entry on and stops at the first that is not as it was. A chain by itself cannot show that its tail was cut, or that all of it was made anew: the published heads do. */
export class ChainCheck {
  readonly #link: Link;
  readonly #heads = new Map<number, Set<string>>();
  readonly #furthest: number;
  #checked = 0;
  #proved = 0;
  #hash = NO_HASH;
  #fault: ChainFault | null = null;

  constructor(link: Link, heads: readonly PublishedHead[]) {
    this.#link = link;
    for (const { n, hash } of heads) this.#heads.set(n, (this.#heads.get(n) ?? new Set()).add(hash));
    this.#furthest = heads.reduce((most, { n }) => Math.max(most, n), 0);
  }

  /** How many entries were found good. */
  get checked(): number {
    return this.#checked;
  }

  get fault(): ChainFault | null {
    return this.#fault;
  }

  /** Takes the next rows in the order of their numbers; false once something is wrong. */
  take(rows: readonly AuditRow[]): boolean {
    for (const row of rows) {
      if (this.#fault === null) this.#fault = this.#look(row);
      if (this.#fault !== null) return false;
    }
    return true;
  }

  /** To be asked after the last row: what is wrong, or null. */
  end(): ChainFault | null {
    if (this.#fault === null && this.#checked < this.#furthest) this.#fault = { code: 'cut-short', n: this.#checked + 1, good: this.#proved };
    return this.#fault;
  }

  #look({ n, text, hash }: AuditRow): ChainFault | null {
    const expected = this.#checked + 1;
    // Behind the newest head that fits, somebody who has the key may have hashed anew what they changed.
    const good = this.#proved;
    if (n > expected) return { code: 'missing', n: expected, good };
    if (n < expected) return { code: 'altered', n, good };
    const linked = this.#link(this.#hash, text);
    if (hash !== linked || numberOf(text) !== n) return { code: 'altered', n, good };
    const published = this.#heads.get(n);
    if (published !== undefined && (published.size > 1 || !published.has(hash))) return { code: 'replaced', n, good };
    if (published !== undefined) this.#proved = n;
    this.#hash = hash;
    this.#checked = n;
    return null;
  }
}
