import { groupFilter, LOG, sequenceOf, subjectOf, TRAINING } from '#electron/engine/nats/layout/subjects.ts';
import { Decoder, type RawMessage, type Refused } from '#electron/engine/nats/log/decode.ts';
import { readSubject, type Streams } from '#electron/engine/nats/log/read-subject.ts';
import type { Directory } from '#electron/engine/nats/registry/directory.ts';
import type { FrameReader } from '#electron/engine/nats/signing/frame.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';
import { Recent } from '#electron/engine/recent.ts';
import type { About, Position, RecordedLogEvent } from '#shared/case/envelope.ts';
import { DESK_GROUP, REVIEWS_GROUP, TRAIL_GROUP } from '#shared/desk/desk-stream.ts';
import type { GroupId } from '#shared/lib/ids.ts';

interface Options {
  readonly streams: () => Streams;
  readonly frames: FrameReader;
  readonly directory: Directory;
  /** The groups that may be read; null: all. */
  readonly groups: readonly GroupId[] | null;
  /** A trainer reads the copies made for trainers where others read the log. */
  readonly training: boolean;
  readonly freshName: () => string;
  readonly onRefused: (refused: Refused) => void;
}

/** How many things’ groups and newest sequences are remembered at least. */
const REMEMBERED = 25_000;

/** A replica may lag behind what was just appended; so often it is asked again. */
const ASKS = 40;

const common: readonly GroupId[] = [DESK_GROUP, REVIEWS_GROUP, TRAIL_GROUP];

/** Which groups things of a kind may lie in that is no case. */
const homes: Readonly<Record<Exclude<About['kind'], 'case'>, readonly GroupId[]>> = {
  agent: [DESK_GROUP],
  desk: [DESK_GROUP],
  incident: [DESK_GROUP],
  review: [REVIEWS_GROUP, DESK_GROUP],
  trail: [TRAIL_GROUP, DESK_GROUP],
};

/** Reads the log: what lies where, each thing's events checked, once each and in order. */
export class LogBook {
  readonly #options: Options;
  readonly #groups = new Recent<GroupId>(REMEMBERED);
  readonly #newest = new Recent<number>(REMEMBERED);
  readonly #decoders: Readonly<Record<typeof LOG | typeof TRAINING, Decoder>>;

  constructor(options: Options) {
    this.#options = options;
    const { frames, directory, onRefused } = options;
    this.#decoders = {
      [LOG]: new Decoder({ stream: LOG, frames, directory, onRefused }),
      [TRAINING]: new Decoder({ stream: TRAINING, frames, directory, onRefused }),
    };
  }

  /** The stream where a group is read. */
  streamOf(group: GroupId): typeof LOG | typeof TRAINING {
    return this.#options.training && group !== DESK_GROUP && group !== REVIEWS_GROUP ? TRAINING : LOG;
  }

  /** What a follower of a group reads. */
  placeOf(group: GroupId): { readonly stream: string; readonly filter: string; readonly decoder: Decoder } {
    const stream = this.streamOf(group);
    return { stream, filter: groupFilter(group, stream), decoder: this.#decoders[stream] };
  }

  /** Messages of the log as events; see `Decoder`. */
  decode(messages: readonly RawMessage[]): Promise<readonly RecordedLogEvent[]> {
    return this.#decoders[LOG].decode(messages);
  }

  /** The group that a thing is known to lie in. */
  groupOf({ kind, id }: About): GroupId | null {
    return this.#groups.get(`${kind} ${id}`) ?? null;
  }

  /** Remembers where things lie. */
  saw(events: readonly { readonly about: About; readonly group: GroupId; readonly position?: Position }[]): void {
    for (const { about, group, position } of events) {
      const name = `${about.kind} ${about.id}`;
      if (this.#groups.get(name) !== group) this.#groups.set(name, group);
      if (position !== undefined && this.streamOf(group) === LOG) this.#sawSequence(subjectOf(about, group), sequenceOf(position));
    }
  }

  /** Remembers that a message stands at a sequence: whoever reads the thing after that sees it. */
  #sawSequence(subject: string, sequence: number): void {
    if ((this.#newest.get(subject) ?? 0) < sequence) this.#newest.set(subject, sequence);
  }

  /** The newest sequence under a subject that is known of here; 0 where none is. */
  newestUnder(subject: string): number {
    return this.#newest.get(subject) ?? 0;
  }

  /** The log is another one, or went back: nothing is known of what lies where. */
  forget(): void {
    this.#newest.clear();
  }

  /** All events about a thing after a position, in order, each once, from a server that has come as far as a sequence. */
  async read(about: About, after: Position | 0, known: GroupId | null = this.groupOf(about), atLeast = 0): Promise<readonly RecordedLogEvent[]> {
    const found: RecordedLogEvent[] = [];
    for (const group of this.#candidates(about, known)) {
      found.push(...(await this.#readIn(about, group, after, atLeast)));
      // A case has one group for its life; what is beside it may lie in two, of an older and a newer console.
      if (found.length > 0 && about.kind === 'case') break;
    }
    const ids = new Set<string>();
    const once: RecordedLogEvent[] = [];
    for (const event of found) {
      if (event.position <= after || event.about.kind !== about.kind || event.about.id !== about.id) continue;
      if (ids.has(event.id)) continue;
      ids.add(event.id);
      once.push(event);
    }
    this.saw(once);
    return once;
  }

  /** What was copied for trainers of a thing. */
  async readCopy(about: About, group: GroupId): Promise<readonly RecordedLogEvent[]> {
    const messages = await readSubject(this.#options.streams(), TRAINING, subjectOf(about, group, TRAINING), null, this.#options.freshName);
    return this.#decoders[TRAINING].decode(messages);
  }

  /** Where a thing may lie; `*` asks all groups at once, which only those may who may read all. */
  #candidates(about: About, known: GroupId | null): readonly (GroupId | '*')[] {
    if (known !== null) return [known];
    if (this.#options.groups === null) return ['*'];
    if (about.kind !== 'case') return homes[about.kind];
    return this.#options.groups.filter((group) => !common.includes(group));
  }

  async #readIn(about: About, group: GroupId | '*', after: Position | 0, atLeast: number): Promise<readonly RecordedLogEvent[]> {
    const stream = group === '*' ? LOG : this.streamOf(group);
    const filter = subjectOf(about, group, stream);
    const wanted = Math.max(atLeast, stream === LOG ? (this.#newest.get(filter) ?? 0) : 0);
    // The message of `after` may hold events behind it.
    const from = after === 0 ? null : sequenceOf(after);
    for (let ask = 0; ; ask++) {
      const messages: readonly RawMessage[] = await readSubject(this.#options.streams(), stream, filter, from, this.#options.freshName);
      if ((messages.at(-1)?.sequence ?? 0) >= wanted || wanted < (from ?? 0)) return this.#decoders[stream].decode(messages);
      if (ask >= ASKS) {
        if (wanted > atLeast) throw new EngineUnreachable(`${filter}: no server has what was appended at ${wanted}`);
        return this.#decoders[stream].decode(messages);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
