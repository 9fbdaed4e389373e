import { type DeskDigest, differencesOf, digestDesk, thingOf } from '#electron/engine/copy/desk-digest.ts';
import type { Movable } from '#electron/engine/port.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export type CopyPhase = 'looking' | 'keys' | 'threads' | 'blobs' | 'events' | 'verifying';

/** How far a phase is; a total of 0 is not known. */
export type CopyProgress = (phase: CopyPhase, done: number, total: number) => void;

/**
 * Copies everything from one desk to another and compares both afterwards; the digest, or how they differ. It may be
 * cut short at any place and run again: what is there is not taken twice. A target whose events are not the beginning
 * of the source's is told before anything is written.
 */
export async function copyDesk(source: Movable, target: Movable, onProgress: CopyProgress): Promise<Result<DeskDigest, readonly string[]>> {
  const foreign = await foreignIn(source, target, onProgress);
  if (foreign.length > 0) return fail(foreign);
  // Keys first: what can be read without its key is nothing.
  await one('keys', source.allKeys(), (entry) => target.putKey(entry), onProgress);
  await one('threads', source.allThreads(), ({ channel, thread, caseId }) => target.bindThread(channel, thread, caseId), onProgress);
  const there = new Set<string>();
  for await (const hash of target.allBlobs()) there.add(hash);
  const lost: string[] = [];
  await one(
    'blobs',
    source.allBlobs(),
    async (hash) => {
      if (there.has(hash)) return;
      const bytes = await source.getBlob(hash);
      if (bytes === null) lost.push(`blob ${hash}: cannot be read in the source`);
      else await target.putBlob(bytes);
    },
    onProgress,
  );
  const total = await source.size();
  let done = 0;
  for await (const batch of source.allEvents()) {
    await target.appendAll(batch);
    done += batch.length;
    onProgress('events', done, Math.max(total, done));
  }
  let read = 0;
  const look = (count: number) => {
    read += count;
    onProgress('verifying', read, 2 * done);
  };
  const from = await digestDesk(source, look);
  const to = await digestDesk(target, look);
  const different = [...lost, ...differencesOf(from, to)];
  return different.length > 0 ? fail(different) : ok(from);
}

async function one<T>(phase: CopyPhase, all: AsyncIterable<T>, take: (item: T) => Promise<unknown>, onProgress: CopyProgress): Promise<void> {
  let done = 0;
  for await (const item of all) {
    await take(item);
    onProgress(phase, ++done, 0);
  }
}

/** Most lines that are told of what is not ours. */
const TOLD = 20;

/** What a target has that is not the beginning of what the source has, thing by thing. */
async function foreignIn(source: Movable, target: Movable, onProgress: CopyProgress): Promise<readonly string[]> {
  const ids = new Map<string, string[]>();
  for await (const batch of target.allEvents()) for (const event of batch) ids.set(thingOf(event), [...(ids.get(thingOf(event)) ?? []), event.id]);
  if (ids.size === 0) return [];
  const met = new Map<string, number>();
  const foreign = new Set<string>();
  let looked = 0;
  const total = await source.size();
  for await (const batch of source.allEvents()) {
    for (const event of batch) {
      const thing = thingOf(event);
      const there = ids.get(thing);
      if (!there) continue;
      const index = met.get(thing) ?? 0;
      if (index < there.length && there[index] !== event.id) foreign.add(thing);
      met.set(thing, index + 1);
    }
    looked += batch.length;
    onProgress('looking', looked, Math.max(total, looked));
  }
  for (const [thing, there] of ids) if ((met.get(thing) ?? 0) < there.length) foreign.add(thing);
  // Nothing of it is ours: one desk more is said, not each of its things.
  if (foreign.size > 1 && foreign.size === ids.size) return [`the target holds another desk already, with events of ${ids.size} things; nothing was copied`];
  const lines = [...foreign].slice(0, TOLD).map((thing) => `events of ${thing}: the target has others, or in another order`);
  return foreign.size > TOLD ? [...lines, `and ${foreign.size - TOLD} more`] : lines;
}
