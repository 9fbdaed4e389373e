import { EngineRefusal } from '#electron/engine/port.ts';
import { envelopeFault, type LogEvent, type Position, type RecordedLogEvent } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

/** An event on its way to the worker: what the log is searched by, and the whole as JSON. Text crosses a thread several times faster than an object. */
export interface RawEvent {
  readonly id: string;
  readonly aboutKind: string;
  readonly aboutId: string;
  readonly group: string;
  readonly at: Instant;
  readonly json: string;
}

/** A row of the log on its way back. */
export interface RecordedRow {
  readonly position: number;
  readonly recorded_at: Instant;
  readonly json: string;
}

/** An event that may not enter the log: where it is wrong, and how. */
export class BadEvent extends EngineRefusal {
  override readonly name = 'BadEvent';
  readonly place: string;
  readonly fault: string;

  constructor(place: string, fault: string) {
    super(`${place}: ${fault}`);
    this.place = place;
    this.fault = fault;
  }
}

/** The largest event taken, as UTF-8 JSON; larger things are blobs. */
export const MAX_EVENT_BYTES = 1024 * 1024;

/** Checks an event's envelope, form and size; throws a BadEvent naming the place. Fields of a newer console are kept. */
export function toRaw(event: LogEvent, index: number): RawEvent {
  const wrong = envelopeFault(event);
  if (wrong !== null) throw new BadEvent(['events', index, wrong.place].filter((part) => part !== '').join('.'), wrong.fault);
  let json: string;
  try {
    json = JSON.stringify(event);
  } catch (cause) {
    throw new BadEvent(`events.${index}.body`, `cannot be written as JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  // No character takes more than three bytes.
  const size = json.length * 3 <= MAX_EVENT_BYTES ? 0 : Buffer.byteLength(json);
  if (size > MAX_EVENT_BYTES) throw new BadEvent(`events.${index}`, `${size} bytes; at most ${MAX_EVENT_BYTES} are taken`);
  const { id, about, group, at } = event;
  return { id, aboutKind: about.kind, aboutId: about.id, group, at, json };
}

/** The events of one append, checked each and together; throws a BadEvent naming the place. */
export function toRawAppend(events: readonly LogEvent[]): readonly RawEvent[] {
  const raw = events.map(toRaw);
  for (const [index, { aboutKind, aboutId, group }] of raw.entries()) {
    if (aboutKind !== raw[0]?.aboutKind || aboutId !== raw[0].aboutId) throw new BadEvent(`events.${index}.about`, 'events of one append are about one thing');
    if (group !== raw[0].group) throw new BadEvent(`events.${index}.group`, 'events of one append are of one group');
  }
  return raw;
}

/** A row as the port hands it out. */
export function toRecorded(row: RecordedRow): RecordedLogEvent {
  return { ...(JSON.parse(row.json) as LogEvent), position: row.position as Position, recordedAt: row.recorded_at };
}
