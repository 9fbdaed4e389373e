import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Actor } from '#shared/case/actor.ts';
import { type NewEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { listNames } from '#shared/desk/configuration-faults.ts';
import { type DeskCommand, type DeskRefusal, decideDesk } from '#shared/desk/decide-desk.ts';
import { type DeskHistoryEntry, deskHistory } from '#shared/desk/desk-history.ts';
import { type DeskState, emptyDesk, foldDesk, itemsOf } from '#shared/desk/desk-state.ts';
import { DESK, DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId, EventId, GroupId, NewId, QueueId } from '#shared/lib/ids.ts';
import { ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly log: EventLog;
  /** Cases that are not resolved, by queue. */
  readonly openCases: () => Promise<ReadonlyMap<QueueId, number>>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** How often a change is decided again after others were faster. */
const TRIES = 20;

/** The desk's configuration as the log has it: folded at the start, then live; changed by appending on condition. */
export class ConfigurationDesk {
  /** With revisions, for those who change it. */
  readonly state = new Topic<DeskState>(emptyDesk);
  /** For those who go by it. */
  readonly configuration = new Topic<Configuration>(emptyDesk.configuration);
  readonly #options: Options;
  #hub: CaseHub | null = null;
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Folds what the log has; a desk that was never set up begins with `seed`. */
  async load(seed: Configuration | null): Promise<void> {
    await this.#catchUp();
    if (seed === null || this.state.value.position > 0) return;
    const changes = listNames.flatMap((list) => itemsOf(seed, list).map((value) => ({ list, id: value.id, value })));
    const { newId, clock } = this.#options;
    const head = { id: newId() as EventId, about: DESK, group: DESK_GROUP, at: clock(), actor: { kind: 'system' as const, id: 'desk' } };
    await this.#append([newEvent(head, 'desk.changed', { changes, how: 'seeded' })], 0);
    await this.#catchUp();
  }

  /** The groups whose events make up this desk. */
  groups(): readonly GroupId[] {
    return [...new Set([DESK_GROUP, ...this.state.value.groups])];
  }

  /** Goes on with what the hub takes in; to be called before the hub starts. */
  follow(hub: CaseHub): void {
    this.#hub = hub;
    this.#off = hub.onIngested(({ events }) => this.#set(foldDesk(this.state.value, events.filter(isOfDesk))));
  }

  stop(): void {
    this.#off?.();
  }

  /** Decides and appends; fulfilled when this host goes by it, with the desk as it is then, or with why not. */
  async change(actor: Actor, command: DeskCommand, commandId?: CommandId): Promise<Result<DeskState, DeskRefusal>> {
    const { clock, newId, openCases } = this.#options;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const state = this.state.value;
      const context = { actor, now: clock(), newId, openCases: await openCases(), ...(commandId === undefined ? {} : { commandId }) };
      const decision = decideDesk(state, command, context);
      if (!decision.ok) return decision;
      if (decision.value.length === 0) return ok(state);
      if (await this.#append(decision.value, state.position)) return ok(this.state.value);
      await this.#catchUp();
    }
    throw new Error(`The desk: ${TRIES} conflicts in a row`);
  }

  /** Every change, newest first. */
  async history(): Promise<readonly DeskHistoryEntry[]> {
    return deskHistory(await this.#options.log.read(DESK));
  }

  /** False where something newer came first. */
  async #append(events: readonly NewEvent[], expected: Position | 0): Promise<boolean> {
    const { log } = this.#options;
    const appended = await log.append(await log.seal(events), expected);
    if (!appended.ok) return false;
    const last = appended.value.at(-1);
    if (last !== undefined) await this.#hub?.reached(last);
    return true;
  }

  async #catchUp(): Promise<void> {
    const newer = await this.#options.log.read(DESK, this.state.value.position);
    this.#set(foldDesk(this.state.value, newer));
  }

  #set(next: DeskState): void {
    if (next === this.state.value) return;
    this.state.set(next);
    this.configuration.set(next.configuration);
  }
}

const isOfDesk = ({ about }: { readonly about: { readonly kind: string; readonly id: string } }): boolean => about.kind === DESK.kind && about.id === DESK.id;
