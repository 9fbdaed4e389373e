import { v7 } from 'uuid';
import { CaseDesk, type DeskRules } from '#electron/desk/cases/case-desk.ts';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { CaseRecipients } from '#electron/desk/cases/case-recipients.ts';
import { DeskIntake } from '#electron/desk/cases/intake.ts';
import { WakeDue } from '#electron/desk/cases/wake-due.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { type Address, addressOver } from '#electron/host/make-case-parts.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { EmbeddedVault } from '#electron/wallet/vault/embedded-vault.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { WrapUpRules } from '#shared/case/decide.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseId, CommandId, GroupId, QueueId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

export const key = Buffer.alloc(32, 9);
const group = 'retail' as GroupId;

export const agent = (id: string): Actor => ({ kind: 'agent', id });

/** A moment that all parts of a test share. */
export interface Time {
  now: number;
}

/** The parts of one console: its own store and follower over a log that others may use too. */
export class ConsoleParts {
  readonly engine: QueueEngine;
  readonly store: SqliteStore;
  readonly vault: EmbeddedVault;
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly intake: DeskIntake;
  readonly recipients: CaseRecipients;
  readonly address: Address;
  readonly wakeDue: WakeDue;
  readonly logger = recordingLogger();
  /** What every queue asks for after a contact. */
  afterCallWork = (): WrapUpRules => ({ seconds: 0, dispositionRequired: false });

  constructor(engine: QueueEngine, time: Time, folder: string | null = null) {
    const { logger } = this;
    const clock = () => time.now;
    this.engine = engine;
    this.store = new SqliteStore({ ...(folder === null ? { memory: true } : { folder }), key, logger });
    this.vault = new EmbeddedVault({ memory: true, key, logger });
    this.log = new EventLog(engine, (fault) => logger.error('event', { ...fault }));
    this.hub = new CaseHub({ log: this.log, cache: this.store.cache, groups: [group], clock, logger });
    const rules: DeskRules = { reply: (channel) => defaultReplyRules[channel], wrapUp: () => this.afterCallWork() };
    const shared = { hub: this.hub, log: this.log, rules, clock, newId: v7 };
    this.desk = new CaseDesk({ ...shared, ledger: this.store.ledger, logger });
    this.intake = new DeskIntake({ ...shared, desk: this.desk, vault: this.vault, groupOf: () => group });
    this.recipients = new CaseRecipients({ log: this.log, vault: this.vault });
    this.address = addressOver(this.recipients, this.store.cache);
    this.wakeDue = new WakeDue({ cache: this.store.cache, desk: this.desk, clock, logger });
  }

  async start(): Promise<this> {
    await this.store.start();
    await this.vault.start();
    await this.hub.start();
    return this;
  }

  /** Stops what is this console's own; the log goes on. */
  async stop(): Promise<void> {
    await this.hub.stop();
    await this.vault.stop();
    await this.store.stop();
  }

  /** A customer's first message on a thread of their own. */
  async newCase(text = 'top up of 200 is missing', thread: string = v7()): Promise<CaseId> {
    const received = await this.say(thread, text);
    if (!received.ok) throw new Error(received.error.code);
    return received.value.caseId;
  }

  say(thread: string, text: string, commandId: string = v7()) {
    return this.intake.receive({
      channel: 'chat',
      thread,
      queue: 'top-up' as QueueId,
      language: 'en',
      text,
      attachments: [],
      commandId: commandId as CommandId,
    });
  }

  /** A command of an agent, put away as the desk does it. */
  act(caseId: CaseId, who: string, command: CaseCommand, commandId: string = v7()) {
    const typed = command.type === 'reply' || command.type === 'addNote' ? command.text.text : null;
    const attachments = command.type === 'reply' ? command.attachments : [];
    const words = typed === null ? null : { kind: command.type === 'reply' ? ('reply' as const) : ('note' as const), text: typed, attachments };
    return this.desk.act(caseId, agent(who), commandId as CommandId, command, { typed: words, draft: null });
  }

  /** The types of a case's events as the log has them, in order. */
  async logged(caseId: CaseId): Promise<string[]> {
    return (await this.engine.read({ kind: 'case', id: caseId })).map(({ type }) => type);
  }
}

/** A log in memory, or in a folder's engine.db; not started. */
export function engineIn(folder: string | null, time: Time): EmbeddedEngine {
  const place = folder === null ? { memory: true as const } : { file: `${folder}/engine.db` };
  return new EmbeddedEngine({ ...place, key, clock: () => time.now, newId: v7, logger: recordingLogger() });
}

/** The same log, except that appends are handled by `append`. */
export function withAppend(engine: QueueEngine, append: QueueEngine['append']): QueueEngine {
  return new Proxy(engine, {
    get: (target, name) => {
      if (name === 'append') return append;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export const masked = (text: string) => ({ text, marks: [] });
