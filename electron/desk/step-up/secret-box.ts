/** Seals small secrets under the desk's key; what was sealed opens only with the name it was bound to. */
export interface SecretBox {
  seal(bytes: Uint8Array, bound: string): string;
  /** Null where it does not open. */
  open(sealed: string, bound: string): Uint8Array | null;
  /** 20 bytes that are the same each time for a name, for the demo's people. */
  derive(name: string): Uint8Array;
}
