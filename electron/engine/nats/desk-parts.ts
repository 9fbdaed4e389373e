import { deniedSubject } from '#electron/engine/nats/connection/faults.ts';
import { LOG, STEP, subjectOf, TRAINING } from '#electron/engine/nats/layout/subjects.ts';
import type { Refused } from '#electron/engine/nats/log/decode.ts';
import { LogBook } from '#electron/engine/nats/log/log-book.ts';
import { LogWriter } from '#electron/engine/nats/log/log-writer.ts';
import type { OpenDesk } from '#electron/engine/nats/open-desk.ts';
import { DUPLICATE_WINDOW_S } from '#electron/engine/nats/setup/stream-settings.ts';
import { FrameReader } from '#electron/engine/nats/signing/frame.ts';
import type { SigningKey } from '#electron/engine/nats/signing/nkey.ts';
import { TrainingCopies } from '#electron/engine/nats/training-copies.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { EngineSignal } from '#shared/desk/engine-health.ts';
import type { GroupId } from '#shared/lib/ids.ts';

interface Surroundings {
  /** The server's largest message, bytes. */
  readonly maxPayload: () => number;
  readonly untilUp: (ms: number) => Promise<boolean>;
  readonly freshName: () => string;
  readonly tell: (signal: EngineSignal) => void;
  readonly onRefused: (refused: Refused) => void;
}

/** What reads and writes an open desk with one key. */
export interface DeskParts {
  readonly book: LogBook;
  readonly writer: LogWriter;
  readonly copies: TrainingCopies;
}

/** Some may write what they may not read: to them nothing is known of it. */
export async function unlessDenied<T, D>(ask: () => Promise<T>, otherwise: D): Promise<T | D> {
  try {
    return await ask();
  } catch (cause) {
    if (deniedSubject(cause) === null) throw cause;
    return otherwise;
  }
}

/** Makes the parts for one making of the log: what they sign and believe belongs to it alone. */
export function deskParts(open: OpenDesk, key: SigningKey, { maxPayload, untilUp, freshName, tell, onRefused }: Surroundings): DeskParts {
  const mine = open.directory.entry(key.publicKey);
  const desk = open.identity.incarnation;
  const book = new LogBook({
    streams: () => open,
    frames: new FrameReader(desk),
    directory: open.directory,
    groups: mine?.groups ?? null,
    training: mine?.role === 'trainer',
    freshName,
    onRefused,
  });
  const common = { js: open.js, key, desk, maxPayload, untilUp, windowMs: DUPLICATE_WINDOW_S * 1_000, now: open.now, tell };
  const writer = new LogWriter({
    ...common,
    subjectOf,
    read: (about, group, after, atLeast) => unlessDenied(() => book.read(about, (after * STEP) as Position | 0, group as GroupId, atLeast), null),
    // A server that lags may be asked.
    lastSequence: async (subject) => Math.max(await unlessDenied(() => open.lastSequence(subject), 0), book.newestUnder(subject)),
    bounds: () => open.bounds(LOG),
  });
  const copier = new LogWriter({
    ...common,
    subjectOf: (about, group) => subjectOf(about, group, TRAINING),
    read: (about, group) => unlessDenied(() => book.readCopy(about, group as GroupId), null),
    bounds: () => open.bounds(TRAINING),
    // Whether there is a copy can only be found by reading it.
    lastSequence: async () => 1,
  });
  return { book, writer, copies: new TrainingCopies({ book, copier, keys: open.keys, trainingKeys: open.trainingKeys }) };
}
