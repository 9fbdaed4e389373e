import type { LogBook } from '#electron/engine/nats/log/log-book.ts';
import type { LogWriter } from '#electron/engine/nats/log/log-writer.ts';
import type { KeyRegistry } from '#electron/engine/nats/registry/registries.ts';
import { type RawEvent, toRaw } from '#electron/engine/raw-event.ts';
import type { About, LogEvent, RecordedLogEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Options {
  readonly book: LogBook;
  /** Writes into the stream of copies. */
  readonly copier: LogWriter;
  readonly keys: KeyRegistry;
  readonly trainingKeys: KeyRegistry;
}

/**
 * Copies for trainers, who may not read the log. What is in an event is masked already, and sealed: the copy is the
 * event as it is, signed by whoever copies it, and a trainer can open it once the case's key is shared.
 */
export class TrainingCopies {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Copies what is not copied yet of a case, and shares its key; a case that is closed again has more to copy. */
  async shareCase(caseId: CaseId): Promise<void> {
    const { book, copier, keys, trainingKeys } = this.#options;
    const about: About = { kind: 'case', id: caseId };
    const key = await keys.dataKey(about, false);
    if (key !== null) await trainingKeys.putKey({ about, key });
    await copier.appendAll((await book.read(about, 0)).map((event, index) => toRaw(asWritten(event), index)));
  }

  /** What was looked at is copied as it is recorded: those who write it may not read it later. It opens with the case's key. */
  async shareTrail(events: readonly RawEvent[]): Promise<void> {
    await this.#options.copier.append(events, null);
  }
}

/** An event without what the engine added. */
function asWritten({ position: _position, recordedAt: _recordedAt, ...event }: RecordedLogEvent): LogEvent {
  return event;
}
