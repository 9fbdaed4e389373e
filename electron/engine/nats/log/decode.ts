import { positionIn, subjectOf } from '#electron/engine/nats/layout/subjects.ts';
import type { Directory } from '#electron/engine/nats/registry/directory.ts';
import type { FrameReader } from '#electron/engine/nats/signing/frame.ts';
import { envelopeFault, type RecordedLogEvent } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A message of the log as it came. */
export interface RawMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly sequence: number;
  readonly recordedAt: Instant;
}

/** Something in the log that is not to be believed or cannot be read: where it lies, why, and what it is. */
export interface Refused {
  readonly place: string;
  readonly fault: string;
  readonly raw: string;
}

interface Parts {
  readonly stream: 'CASES' | 'TRAINING';
  readonly frames: FrameReader;
  readonly directory: Directory;
  readonly onRefused: (refused: Refused) => void;
}

/** Reads messages as events: signature, envelope, subject and author are checked; what fails is told and left out. */
export class Decoder {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The events of some messages, in order; rejects only where the server must be asked and does not answer. */
  async decode(messages: readonly RawMessage[]): Promise<RecordedLogEvent[]> {
    const events: RecordedLogEvent[] = [];
    for (const message of messages) {
      const read = this.#read(message);
      if ('fault' in read) {
        this.#refuse(message, read.fault);
        continue;
      }
      if (!this.#parts.directory.knows(read.publicKey)) await this.#parts.directory.learn(read.publicKey);
      const fault = this.#authorFault(read.publicKey, read.events, message.recordedAt);
      if (fault !== null) this.#refuse(message, fault);
      else for (const event of read.events) events.push(event);
    }
    return events;
  }

  #read(message: RawMessage): { readonly publicKey: string; readonly events: readonly RecordedLogEvent[] } | { readonly fault: string } {
    const { subject, data, sequence, recordedAt } = message;
    const frame = this.#parts.frames.read(subject, data);
    if ('fault' in frame) return frame;
    let parsed: unknown;
    try {
      parsed = JSON.parse(frame.body.toString());
    } catch {
      return { fault: 'is not JSON' };
    }
    if (!Array.isArray(parsed) || parsed.length === 0) return { fault: 'holds no events' };
    const events: RecordedLogEvent[] = [];
    for (let index = 0; index < parsed.length; index++) {
      const wrong = envelopeFault(parsed[index]);
      if (wrong !== null) return { fault: `has an envelope that is wrong at ${[index, wrong.place].filter((part) => part !== '').join('.')}: ${wrong.fault}` };
      // The parsed value itself: fields of a newer console are kept.
      const whole = parsed[index] as RecordedLogEvent & { position: number; recordedAt: number };
      const home = subjectOf(whole.about, whole.group, this.#parts.stream);
      if (home !== subject) return { fault: `holds an event that belongs under ${home}` };
      whole.position = positionIn(sequence, index, parsed.length);
      whole.recordedAt = recordedAt;
      events.push(whole);
    }
    return { publicKey: frame.publicKey, events };
  }

  #authorFault(publicKey: string, events: readonly RecordedLogEvent[], recordedAt: Instant): string | null {
    // A copy for trainers is vouched for by whoever made it; the directory says who may.
    const { directory, stream } = this.#parts;
    for (const event of events) {
      const actor = stream === 'TRAINING' ? ({ kind: 'system', id: 'training' } as const) : event.actor;
      const fault = directory.fault(publicKey, actor, event.group, recordedAt);
      if (fault !== null) return fault;
    }
    return null;
  }

  #refuse({ subject, sequence, data }: RawMessage, fault: string): void {
    this.#parts.onRefused({ place: `${subject} (${sequence})`, fault, raw: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') });
  }
}
