import type { NatsConnection } from '@nats-io/nats-core';
import { signalGroup, signalSubject } from '#electron/engine/nats/layout/subjects.ts';
import type { Signal } from '#electron/engine/port.ts';
import type { GroupId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly connection: () => NatsConnection | null;
  /** Tells our own words, which come back from the server, from those of others. */
  readonly self: string;
  readonly groupOf: (about: Signal['about']) => GroupId;
  readonly logger: Logger;
}

/** What passes and is not kept: told here at once, and to the others through the server while it can be reached. */
export class SignalBoard {
  readonly #options: Options;
  readonly #listeners = new Set<(signal: Signal, by: GroupId) => void>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Hears what is said in some groups; null hears all. */
  listen(connection: NatsConnection, groups: readonly GroupId[] | null): void {
    for (const group of groups ?? ['*']) {
      connection.subscribe(signalSubject(group), {
        callback: (error, message) => {
          if (error) return;
          try {
            const [from, signal] = message.json<[string, Signal]>();
            // By what the server let it be said: the message itself may say anything.
            if (from !== this.#options.self) this.#tell(signal, signalGroup(message.subject));
          } catch {
            // Nothing of ours; nothing is lost with it.
          }
        },
      });
    }
  }

  signal(signal: Signal): void {
    const group = signal.group ?? this.#options.groupOf(signal.about);
    this.#tell(signal, group);
    this.#options.connection()?.publish(signalSubject(group), JSON.stringify([this.#options.self, signal]));
  }

  onSignal(listener: (signal: Signal, by: GroupId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(signal: Signal, by: GroupId): void {
    for (const listener of this.#listeners) {
      try {
        listener(signal, by);
      } catch (cause) {
        this.#options.logger.error('signal: a listener failed', { cause: cause instanceof Error ? cause.message : String(cause) });
      }
    }
  }
}
