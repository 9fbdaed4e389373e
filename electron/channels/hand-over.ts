import type { SocialPush, SocialReceipt } from '#electron/channels/social-port.ts';

type Listener<T> = (value: T) => Promise<void>;

/**
 * Whoever takes what comes from a provider. One attempt each: what was not taken is not acknowledged, and it is the
 * provider that brings it again.
 */
export class HandOver {
  readonly #pushes = new Set<Listener<SocialPush>>();
  readonly #receipts = new Set<Listener<SocialReceipt>>();

  onPush(listener: Listener<SocialPush>): () => void {
    this.#pushes.add(listener);
    return () => this.#pushes.delete(listener);
  }

  onReceipt(listener: Listener<SocialReceipt>): () => void {
    this.#receipts.add(listener);
    return () => this.#receipts.delete(listener);
  }

  /** Whether everybody has it; nobody listening is nobody who has it. */
  push(push: SocialPush): Promise<boolean> {
    return toAll(this.#pushes, push);
  }

  receipt(receipt: SocialReceipt): Promise<boolean> {
    return toAll(this.#receipts, receipt);
  }
}

async function toAll<T>(listeners: ReadonlySet<Listener<T>>, value: T): Promise<boolean> {
  if (listeners.size === 0) return false;
  const done = await Promise.allSettled([...listeners].map(async (listener) => listener(value)));
  return done.every(({ status }) => status === 'fulfilled');
}
