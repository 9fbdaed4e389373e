import { z } from 'zod';
import type { Cursor } from '#electron/engine/port.ts';

const mark = z.tuple([z.number().int().min(1), z.string().min(1)]);

/** Where a group's reader stands: the sequence of its last message, and the last event in it. */
export type Mark = z.infer<typeof mark>;

const written = z.tuple([z.literal('nats'), z.string(), z.string(), z.record(z.string(), mark)]);

/** A follower's place: the log it belongs to, what kind of reading it was, and for each group how far it came; a group without messages has no mark. */
export interface Place {
  readonly engine: string;
  readonly reading: string;
  readonly marks: Readonly<Record<string, Mark>>;
}

/**
 * Writes a place. Each group has its own mark because each is read for itself, so that the servers may allow one and
 * refuse another; the event's id is part of it because a stream that was put back and has grown again has the same
 * sequences for other messages.
 */
export function encodeCursor({ engine, reading, marks }: Place): Cursor {
  return Buffer.from(JSON.stringify(['nats', engine, reading, marks])).toString('base64url') as Cursor;
}

/** Reads a place; null for what is no cursor of this kind of engine. */
export function decodeCursor(cursor: Cursor): Place | null {
  try {
    const read = written.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (!read.success) return null;
    const [, engine, reading, marks] = read.data;
    return { engine, reading, marks };
  } catch {
    return null;
  }
}
