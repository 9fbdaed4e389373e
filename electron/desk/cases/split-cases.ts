import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub, Ingested } from '#electron/desk/cases/case-hub.ts';
import { InStep } from '#electron/desk/cases/in-step.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import { type AnyEvent, type KnownEvent, type NewEvent, newEvent } from '#shared/case/envelope.ts';
import { type CaseState, isMessage, PREVIEW_LENGTH } from '#shared/case/state.ts';
import type { CaseId, CommandId, EventId, GroupId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested' | 'state' | 'freshState' | 'reached' | 'onSync' | 'sync'>;
  readonly log: Pick<EventLog, 'seal' | 'append'>;
  readonly cache: Pick<Cache, 'splitCases' | 'caseEvents'>;
  readonly desk: Pick<CaseDesk, 'act' | 'inLine'>;
  readonly groupOf: (queue: QueueId) => GroupId;
  readonly logger: Logger;
}

/** So many cases that others were split off from are looked through, the newest. */
const LOOKED_AT = 500;

const system: Actor = { kind: 'system', id: 'desk' };

type Split = KnownEvent<'case.split'>;
type Sent = KnownEvent<'message.sent'>;

const isSplit = (event: AnyEvent): event is Split => event.type === 'case.split';
const isSent = (event: AnyEvent): event is Sent => event.type === 'message.sent';

/** What opens the case that a split names: whose it is and what it begins with, with who split it where they keep it. */
function openingOf(origin: CaseState, { at, body, actor, id: cause }: Split, group: GroupId): readonly NewEvent[] {
  const { case: id, from, queue, keeps } = body;
  const head = (name: string) => ({
    id: derivedId(`${id} ${name}`) as EventId,
    about: { kind: 'case' as const, id },
    group,
    at,
    actor: system,
    causedBy: derivedId(`${cause} opens`) as CommandId,
  });
  const { channel, language, thread, priority, customer, contactName, knownAs } = origin;
  const begins = origin.entries.find((entry) => entry.id === from);
  const text = begins !== undefined && isMessage(begins) ? (begins.text ?? '') : '';
  const opened = { channel, queue, language, priority, thread, splitFrom: { case: origin.id, from }, ...(customer === null ? {} : { customer }) };
  return [
    newEvent(head('opened'), 'case.opened', opened, contactName === null ? {} : { contactName }),
    ...(customer === null || knownAs === null ? [] : [newEvent(head('named'), 'customer.identified', { customer, how: 'match' }, { name: knownAs })]),
    newEvent(head('begins'), 'case.lineMoved', { case: origin.id, message: from, by: 'customer' }, { text: [...text].slice(0, PREVIEW_LENGTH).join('') }),
    ...(keeps ? [newEvent(head('kept'), 'case.claimed', { by: actor.id as KnownEvent<'case.claimed'>['body']['by'] })] : []),
  ] as readonly NewEvent[];
}

/**
 * Opens the cases that are split off, and tells them what is answered for them on the thread that they came from. Any
 * host may write these, under ids that come from what caused them; a stop or a break in between is made up for.
 */
export class SplitCases {
  readonly #options: Options;
  readonly #steps: InStep;

  constructor(options: Options) {
    this.#options = options;
    const { hub, cache, logger } = options;
    this.#steps = new InStep({
      hub,
      take: (ingested) => this.#take(ingested),
      settle: async () => {
        for (const { id } of await cache.splitCases(LOOKED_AT)) await this.#settle(id);
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
      if (isSplit(event)) await this.#open(event);
      else if (isSent(event)) await this.#said(event);
      else if (event.type === 'message.withdrawn' && rows.some((row) => row.id === event.about.id && row.splitOff !== undefined)) await this.#takenBack(event);
    }
  }

  /** Appends the opening; a case that is there already was opened by another host. */
  async #open(event: Split): Promise<void> {
    const { hub, log, desk, groupOf } = this.#options;
    const { case: id, queue } = event.body;
    const origin = await hub.state(event.about.id as CaseId);
    if (!origin) return;
    await desk.inLine(id, async () => {
      if (await hub.freshState(id)) return;
      const appended = await log.append(await log.seal(openingOf(origin, event, groupOf(queue))), 0);
      const last = appended.ok ? appended.value.at(-1) : undefined;
      if (last !== undefined) await hub.reached(last);
    });
  }

  async #said(event: Sent): Promise<void> {
    // Who is asked something else is not whoever waits there.
    if (event.body.for !== undefined && event.body.forwards === undefined) await this.#note(event.body.for, event, event.id, 'desk', event.content?.text ?? '');
  }

  async #takenBack(event: KnownEvent<'message.withdrawn'>): Promise<void> {
    const { message } = event.body;
    const sent = (await this.#options.cache.caseEvents(event.about.id as CaseId)).find((one) => one.id === message);
    if (sent !== undefined && isSent(sent) && sent.body.for !== undefined) await this.#note(sent.body.for, event, message, 'taken-back', '');
  }

  async #note(id: CaseId, { id: cause, about }: KnownEvent, message: EventId, by: 'desk' | 'taken-back', text: string): Promise<void> {
    const commandId = derivedId(`${cause} ${id} noteLine`) as CommandId;
    await this.#options.desk.act(id, system, commandId, { type: 'noteLine', line: about.id as CaseId, message, by, text });
  }

  /** Does for one case what a follower would have done. */
  async #settle(id: CaseId): Promise<void> {
    const events = await this.#options.cache.caseEvents(id);
    const back = new Set(events.flatMap((event) => (event.type === 'message.withdrawn' ? [event.body.message] : [])));
    for (const event of events) {
      if (isSplit(event)) await this.#open(event);
      else if (isSent(event) && !back.has(event.id)) await this.#said(event);
    }
  }
}
