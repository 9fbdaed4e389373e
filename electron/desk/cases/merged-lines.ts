import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub, Ingested } from '#electron/desk/cases/case-hub.ts';
import { InStep } from '#electron/desk/cases/in-step.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { type CaseState, isMessage } from '#shared/case/state.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested' | 'onSync' | 'state' | 'sync'>;
  readonly cache: Pick<Cache, 'mergedCases' | 'caseEvents'>;
  readonly desk: Pick<CaseDesk, 'act'>;
  readonly logger: Logger;
}

/** So many merged cases are looked through, the newest: an older one was put in order long ago. */
const LOOKED_AT = 500;
/** Why a case will never have another go on in it. */
const never: ReadonlySet<Refusal['code']> = new Set(['merged', 'erased', 'other-customer', 'read-only']);

const system: Actor = { kind: 'system', id: 'desk' };

type Said = KnownEvent<'message.received' | 'message.sent' | 'message.withdrawn'>;
/** What concerns the case itself; an answer for one that was split off is told to that one alone. */
const isSaid = (event: AnyEvent): event is Said =>
  event.type === 'message.received' ||
  (event.type === 'message.sent' && event.body.for === undefined && event.body.forwards === undefined) ||
  event.type === 'message.withdrawn';

const saidBy = (event: Exclude<Said, KnownEvent<'message.withdrawn'>>): 'customer' | 'other' | 'desk' =>
  event.type === 'message.sent' ? 'desk' : event.body.aside === true ? 'other' : 'customer';

/**
 * Keeps the case that goes on and its lines in step: writes the other side of a merge and of its undoing, tells the case
 * what is said on its lines, and lets lines be whose the case is. Any host may write these, under ids that come from
 * what caused them; a stop or a break in between is made up for.
 */
export class MergedLines {
  readonly #options: Options;
  readonly #steps: InStep;

  constructor(options: Options) {
    this.#options = options;
    const { hub, cache, logger } = options;
    this.#steps = new InStep({
      hub,
      take: (ingested) => this.#take(ingested),
      settle: async () => {
        for (const row of await cache.mergedCases(LOOKED_AT)) await this.#settle(row);
      },
      logger,
    });
  }

  start(): void {
    this.#steps.start();
  }

  stop(): Promise<void> {
    return this.#steps.stop();
  }

  /** Fulfilled when everything that was taken in so far is written. */
  settled(): Promise<void> {
    return this.#steps.settled();
  }

  async #take({ events, rows }: Ingested): Promise<void> {
    for (const event of events) {
      if (event.about.kind !== 'case') continue;
      const id = event.about.id as CaseId;
      if (event.type === 'case.merged' && event.body.side === 'into') await this.#merged(id, event.id);
      else if (event.type === 'case.unmerged' && event.body.side === 'into') await this.#parted(event.body.case, id, event.actor.id as PersonId, event.id);
      else if (isSaid(event)) {
        const main = rows.find((row) => row.id === id)?.mergedInto;
        if (main !== undefined && (await this.#isSince(id, event))) await this.#said(main, event);
      } else if (event.type === 'customer.identified') await this.#identified(id, event);
    }
  }

  #act(id: CaseId, cause: string, command: CaseCommand): Promise<Result<readonly AnyEvent[], Refusal>> {
    return this.#options.desk.act(id, system, derivedId(`${cause} ${id} ${command.type}`) as CommandId, command);
  }

  /** The case takes its line; one that never can is told so, and the line is a case of its own again. */
  async #merged(id: CaseId, cause: string): Promise<void> {
    const { hub, logger } = this.#options;
    const line = await hub.state(id);
    const into = line?.mergedInto;
    if (!line || !into) return;
    const { channel, customer, knownAs: name } = line;
    const { by, waitingSince } = into;
    const whose = into.identified ? { customer: null, name: null } : { customer, name };
    const taken = await this.#act(into.case, cause, { type: 'takeLine', line: id, channel, by, ...whose, waitingSince });
    if (taken.ok || !never.has(taken.error.code)) return;
    logger.info('lines: the case cannot go on there', { code: taken.error.code });
    await this.#act(id, cause, { type: 'unmerge' });
  }

  async #parted(main: CaseId, line: CaseId, by: PersonId, cause: string): Promise<void> {
    await this.#act(main, cause, { type: 'dropLine', line, by });
  }

  async #said(main: CaseId, event: Said): Promise<void> {
    const line = event.about.id as CaseId;
    const text = ('content' in event ? event.content?.text : null) ?? '';
    const [message, by] = event.type === 'message.withdrawn' ? [event.body.message, 'taken-back' as const] : [event.id, saidBy(event)];
    const wroteAt = event.type === 'message.received' ? event.body.wroteAt : undefined;
    await this.#act(main, event.id, { type: 'noteLine', line, message, by, ...(wroteAt === undefined ? {} : { wroteAt }), text });
  }

  /** Whether it was said after the case was merged: what came before may be taken in together with that. */
  async #isSince(id: CaseId, { position }: Said): Promise<boolean> {
    const state = await this.#options.hub.state(id);
    const merged = state?.entries.findLast((entry) => entry.kind === 'step' && entry.step.type === 'case.merged' && entry.step.body.side === 'into');
    return merged?.kind === 'step' && position > merged.step.position;
  }

  /** Whose the case is, its lines are. */
  async #identified(id: CaseId, event: KnownEvent<'customer.identified'>): Promise<void> {
    const state = await this.#options.hub.state(id);
    const { customer } = event.body;
    const name = event.content?.name;
    for (const line of state?.lines ?? []) {
      await this.#act(line.case, event.id, { type: 'identify', customer, how: 'match', ...(name === undefined ? {} : { name }) });
    }
  }

  /** Does for one merged case what a follower would have done. */
  async #settle(row: InboxRow): Promise<void> {
    const { hub, cache } = this.#options;
    const state = await hub.state(row.id);
    if (!state) return;
    for (const { case: id } of state.lines) {
      const line = await hub.state(id);
      if (line && line.mergedInto?.case !== state.id) await this.#parted(state.id, id, 'desk' as PersonId, `${id} ${line.position} parted`);
    }
    const { mergedInto } = state;
    if (mergedInto === null) return;
    const main = await hub.state(mergedInto.case);
    if (!main) return;
    if (!main.lines.some((line) => line.case === state.id)) await this.#merged(state.id, `${state.id} ${mergedInto.at} merged`);
    for (const event of await this.#unheard(state, main, cache)) await this.#said(main.id, event);
  }

  /** What was said on a line since it was merged and its case was not told. */
  async #unheard(line: CaseState, main: CaseState, cache: Options['cache']): Promise<readonly Said[]> {
    const told = new Set(
      main.entries.flatMap((entry) =>
        entry.kind === 'step' && entry.step.type === 'case.lineMoved' ? [`${entry.step.body.by} ${entry.step.body.message}`] : [],
      ),
    );
    const events = await cache.caseEvents(line.id);
    const since = events.findLastIndex((event) => event.type === 'case.merged' && event.body.side === 'into');
    const there = new Set(line.entries.filter(isMessage).map(({ id }) => id));
    return events
      .slice(since + 1)
      .filter(isSaid)
      .filter((event) => event.type !== 'message.withdrawn' && there.has(event.id) && !told.has(`${saidBy(event)} ${event.id}`));
  }
}
