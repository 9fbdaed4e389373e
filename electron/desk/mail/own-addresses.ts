import { createHash } from 'node:crypto';
import { derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { heardFromStart } from '#electron/desk/heard-from-start.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { type AnyEvent, newEvent } from '#shared/case/envelope.ts';
import { DESK_GROUP, TEMPLATES } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { EventId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly log: Pick<EventLog, 'engine' | 'read' | 'seal' | 'append'>;
  readonly hub: Pick<CaseHub, 'onIngested'>;
  /** This host's name in the desk. */
  readonly host: string;
  /** The addresses that this host serves now. */
  readonly served: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Told {
  readonly event: EventId;
  readonly addresses: readonly string[];
}

/**
 * The desk's own addresses of all its hosts: each tells by the log which it serves, so that none writes to another's, or
 * takes in as a stranger's what another sent. What a host that is gone for good told last stands: nobody says that its
 * addresses are somebody else's now.
 */
export class OwnAddresses {
  readonly #options: Options;
  readonly #told = new Map<string, Told>();
  #off: () => void = () => undefined;
  /** One after another, so that each telling follows from the one before. */
  #telling: Promise<void> = Promise.resolve();
  #tells = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Reads what was told; nothing is told before `tell`, for accounts are served one after another at first. */
  async start(): Promise<void> {
    const { log, hub } = this.#options;
    const { begun, off } = heardFromStart(
      hub,
      () => log.read(TEMPLATES),
      (events) => this.#hear(events),
    );
    this.#off = off;
    await begun;
  }

  async stop(): Promise<void> {
    this.#off();
    await this.#telling;
  }

  /** Those that other hosts told, in lower case. */
  others(): readonly string[] {
    return [...this.#told].flatMap(([host, { addresses }]) => (host === this.#options.host ? [] : addresses));
  }

  /** Tells what this host serves, where it is other than it told last; fulfilled when it is told, or cannot be now. */
  tell(): Promise<void> {
    this.#tells = true;
    this.#telling = this.#telling
      .then(() => this.#tell())
      .catch((cause: unknown) => this.#options.logger.warn('tell: the desk does not take it', { cause: String(cause) }));
    return this.#telling;
  }

  /** What this host serves may be other than before. */
  changed(): void {
    if (this.#tells) void this.tell();
  }

  #hear(events: readonly AnyEvent[]): void {
    for (const { id, type, body } of events) {
      if (type !== 'desk.addressesTold') continue;
      const { host, addresses } = body as { readonly host: string; readonly addresses: readonly string[] };
      this.#told.set(host, { event: id, addresses });
    }
  }

  async #tell(): Promise<void> {
    const { log, host, served, clock } = this.#options;
    const actor = { kind: 'system', id: 'desk' } as const;
    const addresses = [...new Set(served().map((address) => address.toLowerCase()))].toSorted();
    const before = this.#told.get(host);
    if (JSON.stringify(before?.addresses ?? []) === JSON.stringify(addresses) || !log.engine.mayActAs(actor)) return;
    const text = `${host} ${before?.event ?? ''} ${addresses.join(' ')}`;
    const id = derivedId(`addresses ${createHash('sha256').update(text).digest('hex')}`) as EventId;
    await log.append(await log.seal([newEvent({ id, about: TEMPLATES, group: DESK_GROUP, at: clock(), actor }, 'desk.addressesTold', { host, addresses })]));
    this.#told.set(host, { event: id, addresses });
  }
}
