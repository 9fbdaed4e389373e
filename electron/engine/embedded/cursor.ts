import type { Cursor } from '#electron/engine/port.ts';

/** What a cursor of this engine holds; `eventId` is that of the event at `position`, null at the beginning. */
export interface Mark {
  readonly engine: string;
  readonly position: number;
  readonly eventId: string | null;
}

/**
 * Writes a mark. The event's id is part of it because a log that was cut and has grown again has the same positions
 * for other events.
 */
export function encodeCursor(mark: Mark): Cursor {
  return Buffer.from(JSON.stringify([mark.engine, mark.position, mark.eventId])).toString('base64url') as Cursor;
}

/** Reads a mark; null for what is no cursor of this kind of engine. */
export function decodeCursor(cursor: Cursor): Mark | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(read)) return null;
    const [engine, position, eventId] = read as unknown[];
    if (typeof engine !== 'string' || !Number.isSafeInteger(position) || (position as number) < 0) return null;
    if (eventId !== null && typeof eventId !== 'string') return null;
    return { engine, position: position as number, eventId };
  } catch {
    return null;
  }
}
