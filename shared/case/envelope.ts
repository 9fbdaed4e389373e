import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import { type BodyOf, type ContentOf, type EventType, eventTypes, isEventType } from '#shared/case/events.ts';
import { isPlainEvent, isPlainRecord } from '#shared/case/plain-envelope.ts';
import { typeRead } from '#shared/case/type-in-log.ts';
import { type CommandId, commandId, eventId, groupId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { instant } from '#shared/lib/time.ts';

/** Which thing an event is about; cases, agents and the trail are separate sequences. */
export const about = z.object({
  kind: z.enum(['case', 'agent', 'incident', 'review', 'desk', 'trail']),
  id: z.string().min(1).max(64),
});
export type About = z.infer<typeof about>;

/** Given by the engine: grows within one stream; otherwise without meaning. */
export const position = z.number().int().positive().brand<'Position'>();
export type Position = z.infer<typeof position>;

/** AES-256-GCM over a content's JSON; the tag is appended to the cipher text. Both are base64. */
export const sealedContent = z.object({ iv: z.string(), data: z.string() });
export type SealedContent = z.infer<typeof sealedContent>;

/** What an event is before the engine took it, as it travels and rests: contents sealed. */
export const logEvent = z.object({
  id: eventId,
  about,
  group: groupId,
  type: z.string().min(1).max(100),
  /** The producer's clock. */
  at: instant,
  actor,
  causedBy: commandId.optional(),
  /** A newer console's mark: who does not know this type must not act on the case. */
  critical: z.boolean().optional(),
  body: z.unknown(),
  sealed: sealedContent.optional(),
});
export type LogEvent = z.infer<typeof logEvent>;

/** A log event with what the engine added. */
export const recordedLogEvent = logEvent.extend({ position, recordedAt: instant });
export type RecordedLogEvent = z.infer<typeof recordedLogEvent>;

type Head = Omit<z.infer<typeof recordedLogEvent>, 'type' | 'body' | 'sealed'>;

/** An event of a known type, opened; `content` is absent where the type has none, and null where its key was dropped. */
export type KnownEvent<T extends EventType = EventType> = {
  [K in T]: Head & { readonly type: K; readonly body: BodyOf<K>; readonly content?: ContentOf<K> | null };
}[T];

/** An event whose type, or body, this console does not know: kept, shown as such, never interpreted. */
export type UnsupportedEvent = Head & { readonly type: 'unsupported'; readonly originalType: string; readonly body: unknown };

export type AnyEvent = KnownEvent | UnsupportedEvent;

/** An event that was decided but not yet recorded. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: Omit<Head, 'position' | 'recordedAt'> & {
    readonly type: K;
    readonly body: BodyOf<K>;
    readonly content?: ContentOf<K>;
  };
}[T];

/** Makes one new event; `T`'s body and content are checked by type. */
export function newEvent<T extends EventType>(
  head: Omit<Head, 'position' | 'recordedAt'>,
  type: T,
  body: BodyOf<T>,
  ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]
): NewEvent<T> {
  const event = { ...head, type, body, ...(content.length > 0 ? { content: content[0] } : {}) };
  return event as unknown as NewEvent<T>;
}

export interface EventFault {
  readonly place: string;
  readonly fault: string;
}

const describe = (error: z.ZodError, root: string): EventFault => {
  const issue = error.issues[0];
  return { place: [...(root === '' ? [] : [root]), ...(issue?.path ?? [])].join('.'), fault: issue?.message ?? 'invalid' };
};

/** Checks a log event's envelope; fields of a newer console are no fault. */
export function envelopeFault(value: unknown): EventFault | null {
  if (isPlainEvent(value)) return null;
  const parsed = logEvent.safeParse(value);
  return parsed.success ? null : describe(parsed.error, '');
}

/** A recorded event's envelope alone, its own fields and no others. */
function envelopeOf(raw: unknown): Result<RecordedLogEvent, EventFault> {
  if (isPlainRecord(raw)) {
    const { id, about: thing, group, type, at, actor: by, causedBy, critical, body, position: place, recordedAt } = raw as unknown as RecordedLogEvent;
    return ok({
      id,
      about: { kind: thing.kind, id: thing.id },
      group,
      type,
      at,
      actor: { kind: by.kind, id: by.id },
      ...(causedBy === undefined ? undefined : { causedBy }),
      ...(critical === undefined ? undefined : { critical }),
      body,
      position: place,
      recordedAt,
    });
  }
  const parsed = recordedLogEvent.safeParse(raw);
  return parsed.success ? ok(parsed.data) : fail(describe(parsed.error, 'event'));
}

/**
 * Reads one recorded event with its opened content (undefined: none or not opened; null: key dropped).
 * An unknown type or a body that does not fit becomes an unsupported event; only a broken envelope is a fault.
 */
export function readEvent(raw: unknown, content?: unknown): Result<AnyEvent, EventFault> {
  const envelope = envelopeOf(raw);
  if (!envelope.ok) return envelope;
  const { type: inLog, body, sealed: _sealed, ...head } = envelope.value;
  const unsupported = ok<AnyEvent>({ ...head, type: 'unsupported', originalType: inLog, body });
  const type = typeRead(inLog);
  if (!isEventType(type)) return unsupported;
  const schemas = eventTypes[type];
  const readBody = schemas.body.safeParse(body);
  if (!readBody.success) return unsupported;
  if (!schemas.content || content === undefined) return ok({ ...head, type, body: readBody.data } as unknown as AnyEvent);
  if (content === null) return ok({ ...head, type, body: readBody.data, content: null } as unknown as AnyEvent);
  const readContent = schemas.content.safeParse(content);
  if (!readContent.success) return unsupported;
  return ok({ ...head, type, body: readBody.data, content: readContent.data } as unknown as AnyEvent);
}

/** The command that caused an event, or its own id where none did. */
export function causeOf(event: AnyEvent): CommandId | string {
  return event.causedBy ?? event.id;
}
