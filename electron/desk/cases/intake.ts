import type { IncomingMessage, Intake } from '#electron/channels/port.ts';
import { type CaseDesk, type DeskRules, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { CaseRecipients } from '#electron/desk/cases/case-recipients.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import { decide } from '#shared/case/decide.ts';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import type { ContentOf } from '#shared/case/events.ts';
import { evolve } from '#shared/case/evolve.ts';
import type { Recipients } from '#shared/case/recipients.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, EventId, GroupId, NewId, QueueId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { hideSensitive, maskText, maskValues } from '#shared/wallet/find-sensitive.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

interface Options {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly vault: Vault;
  readonly rules: DeskRules;
  readonly groupOf: (queue: QueueId) => GroupId;
  /** The queue that a wished one stands for: a channel may wish for what the desk does not have. */
  readonly queueOf?: (wished: QueueId) => QueueId;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** How many threads' cases are kept at hand. */
const KEPT_THREADS = 2_000;

type Received = Result<readonly AnyEvent[], Refusal>;

/** What a message says, as the log has it. */
interface Hidden {
  readonly text: MaskedText;
  readonly recipients: Recipients | null;
}

const receiveCommand = (message: IncomingMessage, { text, recipients }: Hidden): CaseCommand => ({
  type: 'receive',
  text,
  ...(recipients === null ? {} : { recipients }),
  attachments: [...message.attachments],
  ...(message.providerId === undefined ? {} : { providerId: message.providerId }),
  ...(message.visibility === 'public' ? { visibility: message.visibility } : {}),
  ...(message.original === undefined ? {} : { original: message.original }),
  ...(message.wroteAt === undefined ? {} : { wroteAt: message.wroteAt }),
});

/** The edge where customers' messages come in: masks them, opens a case on a thread's first message, reopens a resolved one. */
export class DeskIntake implements Intake {
  readonly #options: Options;
  /** The cases of threads, which the engine is not asked for at each message: a thread whose case is there has no other until that is erased. */
  readonly #bound = new Map<string, CaseId>();

  constructor(options: Options) {
    this.#options = options;
  }

  async caseFor(channel: ChannelKind, thread: string): Promise<CaseId> {
    const { engine } = this.#options.log;
    const key = `${channel} ${thread}`;
    const kept = this.#bound.get(key);
    if (kept !== undefined && (await this.#options.hub.state(kept))?.erasedAt === null) return kept;
    const bound = await engine.findThread(channel, thread);
    if (bound === null) return this.#keep(key, await engine.bindThread(channel, thread, this.#options.newId() as CaseId));
    if ((await this.#options.hub.state(bound))?.erasedAt == null) return this.#keep(key, bound);
    // What was erased cannot go on: whoever writes again begins anew, on whichever host they do.
    const next = derivedId(`${bound} after its erasure`) as CaseId;
    await engine.rebindThread(channel, thread, next);
    return this.caseFor(channel, thread);
  }

  #keep(key: string, caseId: CaseId): CaseId {
    this.#bound.delete(key);
    this.#bound.set(key, caseId);
    const oldest = this.#bound.size > KEPT_THREADS ? this.#bound.keys().next().value : undefined;
    if (oldest !== undefined) this.#bound.delete(oldest);
    return caseId;
  }

  bind(channel: ChannelKind, thread: string, caseId: CaseId): Promise<CaseId> {
    return this.#options.log.engine.bindThread(channel, thread, caseId);
  }

  async receive(message: IncomingMessage): Promise<Result<{ readonly caseId: CaseId; readonly events: readonly AnyEvent[] }, Refusal>> {
    if (message.text.trim() === '' && message.attachments.length === 0) return fail({ code: 'empty' });
    const caseId = await this.caseFor(message.channel, message.thread);
    const hidden = { text: await this.#mask(message.text), recipients: await this.#among(caseId, message) };
    const actor: Actor = { kind: 'customer', id: derivedId(`${message.channel} ${message.thread}`) };
    const opened = await this.#options.desk.inLine(caseId, () => this.#openIfNew(caseId, message, hidden, actor));
    if (opened) return opened.ok ? ok({ caseId, events: opened.value }) : opened;
    const received = await this.#receive(caseId, message, hidden, actor);
    return received.ok ? ok({ caseId, events: received.value }) : received;
  }

  async #receive(caseId: CaseId, message: IncomingMessage, hidden: Hidden, actor: Actor): Promise<Received> {
    const { hub, desk } = this.#options;
    const state = await hub.state(caseId);
    // A page that did not hear the answer sends again under the same id: the message is there already.
    if (state?.entries.some((entry) => entry.id === derivedId(`${caseId} ${message.commandId} 0`))) {
      return ok(await desk.caused(caseId, message.commandId, 0));
    }
    const acted = await desk.act(caseId, actor, message.commandId, receiveCommand(message, hidden));
    // Copies that come at once all pass the look above; the log takes one, and it answers for the others too.
    return acted.ok && acted.value.length === 0 ? ok(await desk.caused(caseId, message.commandId, 0)) : acted;
  }

  /** What an opening says of whom and what, masked: people write numbers into subjects too. */
  async #openingWords(caseId: CaseId, { contactName, subject, contactAddress, reach }: IncomingMessage): Promise<NonNullable<ContentOf<'case.opened'>>> {
    const { log } = this.#options;
    return {
      ...(contactName === undefined ? {} : { contactName }),
      ...(subject === undefined || subject === '' ? {} : { subject: hideSensitive(subject).slice(0, 500).toWellFormed() }),
      ...(contactAddress === undefined ? {} : { contactAddress: await this.#maskAddress(contactAddress) }),
      ...(reach === undefined ? {} : { reach: await log.putBlob({ kind: 'case', id: caseId }, new TextEncoder().encode(reach)) }),
    };
  }

  /** Who else a message is between, put away beside its case. */
  async #among(caseId: CaseId, { among }: IncomingMessage): Promise<Recipients | null> {
    if (among === undefined) return null;
    const kept = await new CaseRecipients(this.#options).keep(caseId, { from: [...among.from], cc: [...among.cc] });
    return among.aside ? { ...kept, aside: true } : kept;
  }

  #mask(text: string): Promise<MaskedText> {
    return maskText(text, (kind, raw) => this.#options.vault.put(kind, raw));
  }

  #maskAddress(address: NonNullable<IncomingMessage['contactAddress']>): Promise<MaskedText> {
    return typeof address === 'string' ? this.#mask(address) : maskValues(address, (kind, raw) => this.#options.vault.put(kind, raw));
  }

  /** Appends the opening and the first message together; null when the case is there already. */
  async #openIfNew(caseId: CaseId, message: IncomingMessage, hidden: Hidden, actor: Actor): Promise<Received | null> {
    const { hub, log, clock, desk, rules } = this.#options;
    // What this host has of it is enough to know that it is there.
    if ((await hub.state(caseId)) ?? (await hub.freshState(caseId))) return null;
    const now = clock();
    const queue = this.#options.queueOf?.(message.queue) ?? message.queue;
    const opening = newEvent(
      {
        id: derivedId(`${caseId} opened`) as EventId,
        about: { kind: 'case', id: caseId },
        group: this.#options.groupOf(queue),
        at: now,
        actor,
        causedBy: message.commandId,
      },
      'case.opened',
      {
        channel: message.channel,
        queue,
        language: message.language,
        priority: 0,
        thread: message.thread,
        ...(message.visibility === 'public' ? { visibility: message.visibility } : {}),
        ...(message.customer === undefined ? {} : { customer: message.customer }),
        ...(message.form === undefined ? {} : { form: message.form }),
      },
      await this.#openingWords(caseId, message),
    );
    const state = evolve(undefined, { ...opening, position: 1 as Position, recordedAt: now });
    let made = 0;
    const decision = decide(state, receiveCommand(message, hidden), {
      actor,
      commandId: message.commandId,
      now,
      newId: () => derivedId(`${caseId} ${message.commandId} ${made++}`),
      rules: rules.reply(message.channel),
      wrapUp: rules.wrapUp(message.queue),
    });
    if (!decision.ok) return decision;
    const appended = await log.append(await log.seal([opening, ...decision.value]), 0);
    if (!appended.ok) return null;
    const last = appended.value.at(-1);
    if (last !== undefined) await hub.reached(last);
    return ok(await desk.caused(caseId, message.commandId, 0));
  }
}
