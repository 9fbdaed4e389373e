import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { Cache, Undelivered } from '#electron/store/port.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** A message that did not arrive, or may not have, with its words as the case has them. */
export interface UndeliveredMessage extends Undelivered {
  readonly text: string | null;
  readonly reason: string | null;
}

/** What a person wrote and a provider did not take, or may have taken: only they send it again. */
export class UndeliveredMessages {
  readonly #hub: CaseHub;
  readonly #cache: Cache;
  readonly #turn = new Topic(0);
  #off: (() => void) | null = null;

  constructor({ hub, cache }: { readonly hub: CaseHub; readonly cache: Cache }) {
    this.#hub = hub;
    this.#cache = cache;
  }

  start(): void {
    this.#off = this.#hub.onIngested(({ events }) => {
      if (events.some(({ type }) => type === 'message.delivery' || type === 'message.withdrawn' || type === 'case.erased'))
        this.#turn.set(this.#turn.value + 1);
    });
  }

  stop(): void {
    this.#off?.();
  }

  /** A person's own, oldest first: now, and with each change. */
  async *follow(person: PersonId, signal: AbortSignal | undefined): AsyncGenerator<readonly UndeliveredMessage[]> {
    let told: string | null = null;
    for await (const _turn of this.#turn.follow(signal)) {
      const own: UndeliveredMessage[] = [];
      for (const one of await this.#cache.undelivered()) {
        const state = await this.#hub.state(one.caseId);
        const entry = state?.entries.find(({ id }) => id === one.message);
        if (entry?.kind === 'sent' && entry.actor.id === person) own.push({ ...one, text: entry.text, reason: state?.delivery[one.message]?.reason ?? null });
      }
      const now = JSON.stringify(own.map(({ message, state }) => [message, state]));
      if (now !== told) yield own;
      told = now;
    }
  }
}
