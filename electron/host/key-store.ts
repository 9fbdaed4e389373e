/** What a key store gave back. */
export interface Unwrapped {
  readonly text: string;
  /** The store has a newer key of its own and asks to wrap the text again. */
  readonly renew: boolean;
}

/** The operating system's key store, as far as a data key needs it. */
export interface KeyStore {
  /** Its stable name; null where there is none, or none that protects anything. */
  name(): Promise<string | null>;
  wrap(text: string): Promise<Uint8Array>;
  /** Rejects when the store is locked, refuses, or belongs to somebody else. */
  unwrap(wrapped: Uint8Array): Promise<Unwrapped>;
}
