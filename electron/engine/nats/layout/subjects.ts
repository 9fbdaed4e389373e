import type { About, Position } from '#shared/case/envelope.ts';
import type { GroupId } from '#shared/lib/ids.ts';

/** The stream of everything that happens. */
export const LOG = 'CASES';
/** Masked copies of resolved cases, for trainers, who may not read the log. */
export const TRAINING = 'TRAINING';

/** Buckets: who rings for which case, who is there, data keys, channels' threads, what the desk is, keys for trainers. */
export const buckets = { holds: 'HOLDS', presence: 'PRESENCE', keys: 'KEYS', threads: 'THREADS', desk: 'DESK', trainingKeys: 'TRAINING_KEYS' } as const;
/** Sealed blobs by their hash. */
export const BLOBS = 'BLOBS';

/** What passes and is not kept. */
export const signalSubject = (group: string): string => `signal.${group}`;

/** The group of a subject that `signalSubject` made. */
export const signalGroup = (subject: string): GroupId => subject.slice(subject.indexOf('.') + 1) as GroupId;

/** Written plainly where it is a plain word; otherwise base64url after a `=`, which no plain word begins with. */
export function token(text: string): string {
  return /^[A-Za-z0-9_-]+$/.test(text) ? text : `=${Buffer.from(text).toString('base64url')}`;
}

/** What `token` wrote. */
export function fromToken(written: string): string {
  return written.startsWith('=') ? Buffer.from(written.slice(1), 'base64url').toString() : written;
}

/**
 * The subject of everything about one thing: `case.<group>.<id>` for cases, with the kind between for all else. One
 * leading word for all, because a consumer's filter must lie within one subject of its stream.
 */
export function subjectOf({ kind, id }: About, group: string, stream: typeof LOG | typeof TRAINING = LOG): string {
  const head = stream === LOG ? 'case' : 'training';
  return kind === 'case' ? `${head}.${group}.${token(id)}` : `${head}.${group}.${kind}.${token(id)}`;
}

/** Everything of one group. */
export const groupFilter = (group: GroupId | '*', stream: typeof LOG | typeof TRAINING = LOG): string => `${stream === LOG ? 'case' : 'training'}.${group}.>`;

/** A key of the buckets that hold something for each thing. */
export const keyOf = ({ kind, id }: About): string => `${kind}.${token(id)}`;

/** What `keyOf` wrote; null for what it did not. */
export function aboutOfKey(key: string): About | null {
  const at = key.indexOf('.');
  return at < 1 ? null : ({ kind: key.slice(0, at), id: fromToken(key.slice(at + 1)) } as About);
}

/**
 * One append is one message, whatever number of events it has, so that all or none are taken by servers of any
 * version. The last event of a message stands at `sequence × STEP`, those before it right below.
 */
export const STEP = 1024;

export const positionIn = (sequence: number, index: number, count: number): Position => (sequence * STEP - (count - 1 - index)) as Position;

/** The message that a position lies in. */
export const sequenceOf = (position: number): number => Math.ceil(position / STEP);
