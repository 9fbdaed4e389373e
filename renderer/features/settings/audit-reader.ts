import { safe } from '@orpc/client';
import type { AuditView } from '#shared/contract/guard-schemas.ts';
import type { AuditFilter } from '#shared/desk/audit.ts';

/** Entries asked for at a time. */
export const AUDIT_PAGE = 50;

/** What is asked of a page beside where it begins. */
export type Asked = Pick<AuditFilter, 'actor' | 'customer' | 'kind'>;

export interface AuditShown {
  /** Null until the first answer. */
  readonly entries: readonly AuditView[] | null;
  /** The page asked for last did not come. */
  readonly fault: boolean;
  readonly more: boolean;
}

type AskPage = (asked: AuditFilter, signal: AbortSignal) => Promise<{ readonly entries: readonly AuditView[] }>;

/** Reads the entries that fit one filter, page by page, one page at a time. Once stopped it tells nothing more, whatever still comes. */
export class AuditReader {
  readonly #asked: Asked;
  readonly #ask: AskPage;
  readonly #tell: (shown: AuditShown) => void;
  #entries: readonly AuditView[] | null = null;
  #more = false;
  #turn: AbortController | null = null;
  #reading = false;

  constructor(asked: Asked, ask: AskPage, tell: (shown: AuditShown) => void) {
    this.#asked = asked;
    this.#ask = ask;
    this.#tell = tell;
  }

  start(): void {
    this.#turn = new AbortController();
    this.#reading = false;
    void this.readMore();
  }

  stop(): void {
    this.#turn?.abort();
    this.#turn = null;
  }

  /** Asks for the next older page, or once more for the one that did not come. */
  async readMore(): Promise<void> {
    const signal = this.#turn?.signal;
    if (signal === undefined || this.#reading) return;
    this.#reading = true;
    const [error, page] = await safe(this.#ask({ ...this.#asked, before: this.#entries?.at(-1)?.n ?? null, limit: AUDIT_PAGE }, signal));
    if (signal.aborted) return;
    this.#reading = false;
    if (!error) {
      this.#entries = [...(this.#entries ?? []), ...page.entries];
      this.#more = page.entries.length === AUDIT_PAGE;
    }
    this.#tell({ entries: this.#entries, fault: error !== null, more: this.#more });
  }
}
