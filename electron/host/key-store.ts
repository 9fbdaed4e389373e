import type { Result } from '#shared/lib/result.ts';

/** What a key store gave back. */
export interface Unwrapped {
  readonly text: string;
  /** The store has a newer key of its own and asks to wrap the text again. */
  readonly renew: boolean;
}

/**
 * Why a key store gives nothing: `plain` is one that protects nothing; `locked`, `denied` by its user, not to be reached
 * now (`unavailable`), or it says no without telling why.
 */
export interface StoreTrouble {
  readonly code: 'plain' | 'locked' | 'denied' | 'unavailable' | 'refused';
  readonly said: string;
}

/** The operating system's key store, as far as a data key needs it. */
export interface KeyStore {
  /** For whom it keeps things. */
  readonly user: string;
  /** Its stable name. */
  name(): Promise<Result<string, StoreTrouble>>;
  wrap(text: string): Promise<Result<Uint8Array, StoreTrouble>>;
  unwrap(wrapped: Uint8Array): Promise<Result<Unwrapped, StoreTrouble>>;
}
