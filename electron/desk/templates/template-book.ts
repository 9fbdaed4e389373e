import { createHash } from 'node:crypto';
import { z } from 'zod';
import { derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { heardFromStart } from '#electron/desk/heard-from-start.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { type AnyEvent, newEvent } from '#shared/case/envelope.ts';
import { type ReplyTemplate, replyTemplate, type SentTemplate } from '#shared/case/reply-template.ts';
import { DESK_GROUP, TEMPLATES } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, EventId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

/** The accounts of this machine, as far as their platforms have templates. */
export interface TemplateSource {
  /** Changes when an account is served that was not before. */
  readonly attached: Pick<Topic<unknown>, 'onChange'>;
  withTemplates(): readonly string[];
  /** Asks the account's platform; null where this machine does not serve the account. The fault is a stable code. */
  templates(account: string): Promise<Result<readonly ReplyTemplate[], { readonly code: string }> | null>;
}

interface Options {
  readonly source: TemplateSource;
  readonly log: EventLog;
  readonly hub: Pick<CaseHub, 'onIngested'>;
  readonly clock: Clock;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** What is known of an account's templates. */
export interface FoundTemplates {
  /** `asked`: its platform answered just now. `told`: as whoever serves the account told last. `unknown`: nobody told yet. */
  readonly from: 'asked' | 'told' | 'unknown';
  /** As of when; null where nothing is known. */
  readonly at: Instant | null;
  /** Why this machine, which serves the account, could not ask just now; null where it could, or does not serve it. */
  readonly fault: string | null;
  readonly templates: readonly ReplyTemplate[];
}

interface Told {
  readonly account: string;
  readonly event: EventId;
  readonly blob: BlobHash;
  readonly at: Instant;
}

interface Known {
  readonly at: Instant;
  readonly templates: readonly ReplyTemplate[];
}

/** So often a platform is asked whether its templates are still the same. */
const EVERY = 15 * MINUTE;
const list = z.array(replyTemplate);

/**
 * Which templates each account has. Whoever serves an account asks its platform and tells the desk by its log, so that
 * a console learns them that has neither the account nor its token; a list is told again only when it is another one.
 */
export class TemplateBook {
  readonly #options: Options;
  readonly #told = new Map<string, Told>();
  readonly #asked = new Map<string, Known>();
  readonly #lists = new Map<string, { readonly blob: BlobHash; readonly templates: readonly ReplyTemplate[] }>();
  #timer: unknown;
  #offs: readonly (() => void)[] = [];
  #turn: Promise<void> = Promise.resolve();
  /** One after another, so that what two asked at once is told once. */
  #telling: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Reads what was told, and begins to ask; no platform is waited for. */
  async start(): Promise<void> {
    const { log, hub, source } = this.#options;
    const { begun, off } = heardFromStart(
      hub,
      () => log.read(TEMPLATES),
      (events) => this.#hear(events),
    );
    this.#offs = [off, source.attached.onChange(() => void this.look())];
    await begun;
    void this.look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const off of this.#offs) off();
    this.#options.clearTimer(this.#timer);
    await this.#turn;
    await this.#telling;
  }

  #hear(events: readonly AnyEvent[]): void {
    for (const event of events) {
      if (event.type === 'desk.templatesTold')
        this.#told.set(event.body.account, { account: event.body.account, event: event.id, blob: event.body.blob, at: event.at });
    }
  }

  /** Asks the platforms of this machine's accounts, one after another, and tells what is new; fulfilled when all is told. */
  look(): Promise<void> {
    const { source, logger, setTimer, clearTimer } = this.#options;
    this.#turn = this.#turn.then(async () => {
      clearTimer(this.#timer);
      for (const account of this.#stopped ? [] : source.withTemplates()) {
        await this.#ask(account).catch((cause: unknown) => logger.warn('look: not told', { account, cause: String(cause) }));
      }
      await this.#telling;
      if (!this.#stopped) this.#timer = setTimer(() => void this.look(), EVERY);
    });
    return this.#turn;
  }

  /** Null where the account is not served here. */
  async #ask(account: string): Promise<Result<Known, { readonly code: string }> | null> {
    const { source, clock, logger } = this.#options;
    const answer = await source.templates(account);
    if (answer === null || !answer.ok) return answer;
    const known = { at: clock(), templates: answer.value };
    this.#asked.set(account, known);
    // Whoever asks is not kept waiting by an engine that is away.
    this.#telling = this.#telling
      .then(() => this.#tell(account, answer.value))
      .catch((cause: unknown) => logger.warn('tell: the desk does not take it', { account, cause: String(cause) }));
    return ok(known);
  }

  async #tell(account: string, templates: readonly ReplyTemplate[]): Promise<void> {
    const { log, clock } = this.#options;
    const actor = { kind: 'system', id: 'desk' } as const;
    const before = this.#told.get(account);
    const text = JSON.stringify(templates);
    if (before !== undefined && JSON.stringify(await this.#read(before)) === text) return;
    // Nobody would believe it: whoever may tell it will.
    if (!log.engine.mayActAs(actor)) return;
    const blob = await log.putBlob(TEMPLATES, Buffer.from(text));
    // The same from every machine that serves the account, so that it is told once.
    const id = derivedId(`templates ${account} ${before?.event ?? ''} ${createHash('sha256').update(text).digest('hex')}`) as EventId;
    const event = newEvent({ id, about: TEMPLATES, group: DESK_GROUP, at: clock(), actor }, 'desk.templatesTold', { account, blob });
    await log.append(await log.seal([event]));
    this.#told.set(account, { account, event: id, blob, at: event.at });
  }

  /** A told list; once read it is there while the engine is away, too. */
  async #read({ account, blob }: Told): Promise<readonly ReplyTemplate[] | null> {
    const before = this.#lists.get(account);
    if (before?.blob === blob) return before.templates;
    const bytes = await this.#options.log.getBlob(TEMPLATES, blob);
    const read = bytes === null ? null : list.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (!read?.success) return null;
    this.#lists.set(account, { blob, templates: read.data });
    return read.data;
  }

  /** What was heard of it last, here or by the log. */
  async #known(account: string): Promise<Known | null> {
    const [asked, told] = [this.#asked.get(account), this.#told.get(account)];
    if (told === undefined || (asked !== undefined && asked.at >= told.at)) return asked ?? null;
    const templates = await this.#read(told);
    return templates === null ? (asked ?? null) : { at: told.at, templates };
  }

  /** An account's templates: from its platform where this machine serves it, else as they were told last. */
  async of(account: string): Promise<FoundTemplates> {
    const answer = await this.#ask(account);
    if (answer?.ok) return { from: 'asked', fault: null, ...answer.value };
    const fault = answer?.error.code ?? null;
    const known = await this.#known(account);
    return known === null ? { from: 'unknown', at: null, fault, templates: [] } : { from: 'told', fault, ...known };
  }

  /** One template as it is known here, without asking anybody; null where it is not known. */
  async find(account: string, { name, language }: SentTemplate): Promise<ReplyTemplate | null> {
    const known = await this.#known(account);
    return known?.templates.find((one) => one.name === name && one.language === language) ?? null;
  }
}
