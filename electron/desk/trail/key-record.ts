import type { Audit } from '#electron/desk/audit/audit.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Actor } from '#shared/case/actor.ts';
import { newEvent } from '#shared/case/envelope.ts';
import type { RecoveryState } from '#shared/contract/key-schemas.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { EventId, GroupId, NewId } from '#shared/lib/ids.ts';

interface Options {
  readonly log: EventLog;
  readonly audit: Pick<Audit, 'record'>;
  readonly group: GroupId;
  /** Whose keys: the data folder's id. */
  readonly folderId: string;
  readonly clock: Clock;
  readonly newId: NewId;
}

const types = { made: 'trail.recoveryKeyMade', used: 'trail.recoveryKeyUsed' } as const;

/** Puts on record what is done with a folder's recovery key, beside what people looked at. */
export class KeyRecord {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Fulfilled once it is on disk. */
  async note(by: Actor, what: keyof typeof types): Promise<void> {
    const { log, audit, group, clock, newId } = this.#options;
    await audit.record(by, { kind: what === 'made' ? 'key.recoveryMade' : 'key.recoveryUsed' });
    const event = newEvent({ id: newId() as EventId, about: this.#about, group, at: clock(), actor: by }, types[what], {});
    await log.append(await log.seal([event]));
  }

  /** Newest first. */
  async read(): Promise<RecoveryState['record']> {
    const events = await this.#options.log.read(this.#about);
    const noted = events.flatMap(({ at, actor, type }) => {
      const what = type === types.made ? ('made' as const) : type === types.used ? ('used' as const) : null;
      return what === null ? [] : [{ at, by: actor, what }];
    });
    return noted.reverse();
  }

  get #about() {
    return { kind: 'trail' as const, id: `keys-${this.#options.folderId}` };
  }
}
