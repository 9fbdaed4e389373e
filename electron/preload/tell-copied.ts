interface Ipc {
  send(channel: string, ...given: readonly unknown[]): void;
}

/** Tells the hash of a value that the page copied; nothing is answered. */
export const tellCopied =
  (ipc: Ipc) =>
  (hash: unknown): void =>
    ipc.send('value-copied', String(hash));
