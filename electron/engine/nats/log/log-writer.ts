import type { JetStreamClient, PubAck } from '@nats-io/jetstream';
import { deniedSubject, faultText, isPassing, lastSequenceMet } from '#electron/engine/nats/connection/faults.ts';
import { positionIn, STEP, sequenceOf } from '#electron/engine/nats/layout/subjects.ts';
import { conditionId } from '#electron/engine/nats/log/condition.ts';
import { MOST_TOGETHER, signFrames } from '#electron/engine/nats/signing/frame.ts';
import type { SigningKey } from '#electron/engine/nats/signing/nkey.ts';
import { type Conflict, EngineRefusal, EngineUnreachable } from '#electron/engine/port.ts';
import { BadEvent, type RawEvent } from '#electron/engine/raw-event.ts';
import type { About, Position, RecordedLogEvent } from '#shared/case/envelope.ts';
import type { EngineSignal } from '#shared/desk/engine-health.ts';
import { backoff } from '#shared/lib/backoff.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly js: JetStreamClient;
  readonly key: SigningKey;
  readonly desk: string;
  /** Where things about something of a group are written. */
  readonly subjectOf: (about: About, group: string) => string;
  /** Everything recorded about a thing after a sequence, from a server that has come at least as far as another; null where we may write but not read. */
  readonly read: (about: About, group: string, after: number, atLeast: number) => Promise<readonly RecordedLogEvent[] | null>;
  /** The sequence of the newest message under a subject; 0 where there is none, or where we may not know. */
  readonly lastSequence: (subject: string) => Promise<number>;
  /** The first and the last sequence that the log has. */
  readonly bounds: () => Promise<{ readonly first: number; readonly last: number }>;
  /** The server's largest message, bytes. */
  readonly maxPayload: () => number;
  /** Fulfilled when connected or after some ms; says which. */
  readonly untilUp: (ms: number) => Promise<boolean>;
  /** For how long the server knows the ids of what it took, ms. */
  readonly windowMs: number;
  readonly now: () => number;
  readonly tell: (signal: EngineSignal) => void;
}

interface Waiting {
  readonly subject: string;
  readonly body: Buffer;
  readonly resolve: (frame: Buffer) => void;
  readonly reject: (cause: unknown) => void;
}

type Appended = Result<readonly Position[], Conflict>;

/** How long an append goes on trying through elections and short breaks, ms, and how long it waits for one answer. */
const PATIENCE_MS = 15_000;
const ANSWER_MS = 5_000;

/** How many ids are remembered before all are forgotten. */
const RECENT = 10_000;

/** How many things are read at once to see what is recorded of them. */
const LOOKS = 16;

/** How often a server is asked for what it should have. */
const ASKS = 40;

/**
 * Appends signed messages. The server drops a repeat within its window by the first event's id; beyond it, and whenever
 * an answer leaves a doubt, the writer looks for its own ids in the log before it sends again. Appends about one thing
 * go one after another, so that none overtakes one before it that has to be sent again.
 */
export class LogWriter {
  readonly #options: Options;
  readonly #lines = new Map<string, Promise<unknown>>();
  /** Ids appended lately: of a batch on a condition that holds some of them the rest alone is new, which no id of the condition tells. */
  readonly #recent = new Set<string>();
  #unsigned: Waiting[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  append(events: readonly RawEvent[], expected: number | null): Promise<Appended> {
    return this.#inLine(events, (subject) => this.#append(subject, events, expected));
  }

  /**
   * Appends what a reader just found to be gone from the log. The server may still know its id, and to answer for each
   * by reading the thing again would take as long as the thing has events, so it goes under another id.
   */
  appendAgain(events: readonly RawEvent[]): Promise<Appended> {
    return this.#inLine(events, (subject) => this.#send(subject, events, once(events), null, '+'));
  }

  #inLine(events: readonly RawEvent[], append: (subject: string) => Promise<Appended>): Promise<Appended> {
    const first = events[0];
    if (!first) return Promise.resolve(ok([]));
    const subject = this.#options.subjectOf(aboutOf(first), first.group);
    const before = this.#lines.get(subject);
    const run = before === undefined ? this.#patiently(subject, append) : before.then(() => this.#patiently(subject, append));
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    this.#lines.set(subject, settled);
    void settled.then(() => {
      if (this.#lines.get(subject) === settled) this.#lines.delete(subject);
    });
    return run;
  }

  /** A look into the log that was not answered leaves the same doubt as a message that was not: all is done again, as far as patience goes. */
  async #patiently(subject: string, append: (subject: string) => Promise<Appended>): Promise<Appended> {
    const until = performance.now() + PATIENCE_MS;
    for (let attempt = 0; ; attempt++) {
      try {
        return await append(subject);
      } catch (cause) {
        if (cause instanceof EngineUnreachable || !isPassing(cause)) throw cause;
        await this.#untilNextTry(until, attempt, cause);
      }
    }
  }

  /** Rejects with an EngineUnreachable where patience ended. */
  async #untilNextTry(until: number, attempt: number, cause: unknown): Promise<void> {
    const left = until - performance.now();
    if (left <= 0 || !(await this.#options.untilUp(left))) throw new EngineUnreachable(`no answer: ${faultText(cause)}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, backoff(attempt, Math.random, 50, 1_000))));
  }

  async #append(subject: string, given: readonly RawEvent[], expected: number | null): Promise<Appended> {
    const events = once(given);
    if (expected !== null && expected % STEP !== 0) {
      // No last event of any message stands there.
      const known = await this.#known(events, 0, 0);
      if (known?.size === events.length) return ok(inOrder(given, known));
      return fail({ code: 'conflict', lastPosition: ((await this.#options.lastSequence(subject)) * STEP) as Position });
    }
    if (expected === null && this.#mayBeForgotten(events)) {
      const known = (await this.#options.lastSequence(subject)) === 0 ? null : await this.#known(events, 0, 0);
      return this.#appendRest(subject, given, events, known ?? new Map(), null);
    }
    if (events.length > 1 && events.some(({ id }) => this.#recent.has(id))) {
      const known = await this.#known(events, 0, 0);
      if (known !== null && known.size > 0) return this.#appendRest(subject, given, events, known, expected);
    }
    return this.#send(subject, given, events, expected);
  }

  /**
   * Appends many events about many things in their order: events that follow each other about one thing go as one
   * message; messages about different things are on their way together, each waiting for the one before it to leave.
   */
  async appendAll(events: readonly RawEvent[]): Promise<void> {
    let together: (readonly RawEvent[])[] = [];
    const subjects = new Set<string>();
    for (const run of runsOf(await this.#unrecorded(once(events)), this.#options.maxPayload() / 2)) {
      const subject = this.#options.subjectOf(aboutOf(run[0]), run[0].group);
      if (subjects.has(subject) || together.length >= MOST_TOGETHER) {
        await this.#appendTogether(together);
        together = [];
        subjects.clear();
      }
      together.push(run);
      subjects.add(subject);
    }
    await this.#appendTogether(together);
  }

  async #appendTogether(runs: readonly (readonly RawEvent[])[]): Promise<void> {
    await Promise.all(runs.map((run) => this.#inLine(run, (subject) => this.#send(subject, run, run, null))));
  }

  /** Which of many events are not recorded yet; each thing is read once, so that nothing keeps one message back behind the next. */
  async #unrecorded(events: readonly RawEvent[]): Promise<readonly RawEvent[]> {
    const things = Map.groupBy(events, (event) => this.#options.subjectOf(aboutOf(event), event.group));
    const known = new Set<string>();
    const subjects = things.entries();
    const look = async () => {
      for (const [subject, some] of subjects) {
        if ((await this.#options.lastSequence(subject)) === 0) continue;
        for (const id of (await this.#known(some, 0, 0))?.keys() ?? []) known.add(id);
      }
    };
    await Promise.all(Array.from({ length: LOOKS }, look));
    return known.size === 0 ? events : events.filter(({ id }) => !known.has(id));
  }

  /** Of several events some later one may be recorded, and the server looks at the first alone; of old ones it may have forgotten the ids. */
  #mayBeForgotten(events: readonly RawEvent[]): boolean {
    const { now, windowMs } = this.#options;
    return events.length > 1 || events.some(({ at }) => at < now() - windowMs / 2);
  }

  async #appendRest(
    subject: string,
    given: readonly RawEvent[],
    events: readonly RawEvent[],
    known: ReadonlyMap<string, Position>,
    expected: number | null,
  ): Promise<Appended> {
    const rest = events.filter(({ id }) => !known.has(id));
    if (rest.length === 0) return ok(inOrder(given, known));
    const sent = await this.#send(subject, rest, rest, expected);
    if (!sent.ok) return sent;
    const all = new Map(known);
    for (const [index, { id }] of rest.entries()) {
      const position = sent.value[index];
      if (position !== undefined) all.set(id, position);
    }
    return ok(inOrder(given, all));
  }

  async #send(subject: string, given: readonly RawEvent[], events: readonly RawEvent[], expected: number | null, again = ''): Promise<Appended> {
    const body = Buffer.from(`[${events.map(({ json }) => json).join(',')}]`);
    const frame = await this.#sign(subject, body);
    if (frame.length + 512 > this.#options.maxPayload()) {
      this.#options.tell({ type: 'trouble', trouble: 'too-large', detail: `${frame.length} bytes under ${subject}` });
      throw new BadEvent('events', `${frame.length} bytes; this server takes at most ${this.#options.maxPayload()}`);
    }
    const sequence = expected === null ? null : sequenceOf(expected);
    const messageId = sequence === null || sequence === 0 ? (events[0]?.id ?? '') : conditionId(subject, sequence);
    const answer = await this.#publish(subject, frame, sequence, `${messageId}${again}`);
    if ('met' in answer) {
      // Ours may be what was met: the first answer was lost, or another copy of us was quicker.
      const known = await this.#known(events, sequence ?? 0, answer.met);
      if (known?.size === events.length) return ok(inOrder(given, known));
      return fail({ code: 'conflict', lastPosition: (answer.met * STEP) as Position });
    }
    if (answer.duplicate) {
      const { first, last } = await this.#options.bounds();
      const isThere = answer.seq >= first && answer.seq <= last;
      const known = isThere ? await this.#known(events, 0, answer.seq) : new Map<string, Position>();
      if (known !== null) {
        if (known.size === events.length) return ok(inOrder(given, known));
        // Of several only the first was known.
        if (known.size > 0) return this.#appendRest(subject, given, events, known, expected);
        // Another's was stored on the same condition.
        const newest = sequence === null || !isThere ? null : await this.#newestBehind(subject, sequence);
        if (newest !== null) return fail({ code: 'conflict', lastPosition: (newest * STEP) as Position });
        // The server remembers the id of what it no longer has: its log went back.
        return this.#send(subject, given, events, expected, `${again}+`);
      }
    }
    this.#remember(events);
    const positionOf = (index: number) => positionIn(answer.seq, index, events.length);
    if (given === events) return ok(events.map((_, index) => positionOf(index)));
    return ok(inOrder(given, new Map(events.map(({ id }, index) => [id, positionOf(index)]))));
  }

  #remember(events: readonly RawEvent[]): void {
    for (const { id } of events) this.#recent.add(id);
    if (this.#recent.size > RECENT) this.#recent.clear();
  }

  /** One message, sent until there is an answer or patience ends. */
  async #publish(subject: string, frame: Buffer, sequence: number | null, msgID: string): Promise<PubAck | { readonly met: number }> {
    const { js, tell } = this.#options;
    const until = performance.now() + PATIENCE_MS;
    for (let attempt = 0; ; attempt++) {
      try {
        return await js.publish(subject, frame, { msgID, timeout: ANSWER_MS, ...(sequence === null ? {} : { expect: { lastSubjectSequence: sequence } }) });
      } catch (cause) {
        const met = lastSequenceMet(cause);
        if (met !== null) return { met };
        const denied = deniedSubject(cause);
        if (denied !== null) tell({ type: 'trouble', trouble: 'permission-denied', detail: denied });
        if (!isPassing(cause)) throw new EngineRefusal(faultText(cause), { cause });
        await this.#untilNextTry(until, attempt, cause);
      }
    }
  }

  /** The newest message under a subject where it lies behind a sequence; null where, asked often, no server has any: one that lags may be asked first. */
  async #newestBehind(subject: string, sequence: number): Promise<number | null> {
    for (let ask = 0; ask < ASKS; ask++) {
      const newest = await this.#options.lastSequence(subject);
      if (newest > sequence) return newest;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return null;
  }

  /** Which of the events are recorded after a sequence, and where; null where we may not know. */
  async #known(events: readonly RawEvent[], after: number, atLeast: number): Promise<ReadonlyMap<string, Position> | null> {
    const first = events[0];
    if (!first) return new Map();
    const recorded = await this.#options.read(aboutOf(first), first.group, after, atLeast);
    if (recorded === null) return null;
    const ids = new Set(events.map(({ id }) => id));
    const known = new Map<string, Position>();
    for (const event of recorded) if (ids.has(event.id) && !known.has(event.id)) known.set(event.id, event.position);
    return known;
  }

  /** What is to be signed in one turn of the event loop is signed together. */
  #sign(subject: string, body: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#unsigned.push({ subject, body, resolve, reject });
      if (this.#unsigned.length === 1) setImmediate(() => this.#signAll());
    });
  }

  #signAll(): void {
    const all = this.#unsigned;
    this.#unsigned = [];
    const { key, desk } = this.#options;
    for (let from = 0; from < all.length; from += MOST_TOGETHER) {
      const some = all.slice(from, from + MOST_TOGETHER);
      try {
        const frames = signFrames(key, desk, some);
        for (const [index, frame] of frames.entries()) some[index]?.resolve(frame);
      } catch (cause) {
        for (const one of some) one.reject(cause);
      }
    }
  }
}

/** Events that follow each other about one thing, as far as one message takes them. */
function* runsOf(events: readonly RawEvent[], bytes: number): Generator<readonly [RawEvent, ...RawEvent[]]> {
  let run: RawEvent[] = [];
  let size = 0;
  for (const event of events) {
    const first = run[0];
    const same = first?.aboutKind === event.aboutKind && first.aboutId === event.aboutId && first.group === event.group;
    if (first !== undefined && (!same || run.length >= STEP || size + event.json.length * 3 > bytes)) {
      yield [first, ...run.slice(1)];
      run = [];
      size = 0;
    }
    run.push(event);
    size += event.json.length * 3;
  }
  const [first, ...rest] = run;
  if (first !== undefined) yield [first, ...rest];
}

const once = (events: readonly RawEvent[]): readonly RawEvent[] =>
  events.length < 2 ? events : [...new Map(events.map((event) => [event.id, event])).values()];

const aboutOf = ({ aboutKind, aboutId }: RawEvent): About => ({ kind: aboutKind, id: aboutId }) as About;

const inOrder = (given: readonly RawEvent[], positions: ReadonlyMap<string, Position>): Position[] =>
  given.flatMap(({ id }) => {
    const position = positions.get(id);
    return position === undefined ? [] : [position];
  });
