import { createHash } from 'node:crypto';
import type { Movable } from '#electron/engine/port.ts';
import type { LogEvent } from '#shared/case/envelope.ts';

/** What a desk has, told shortly: for each thing a hash over its events in their order, and hashes of the rest. */
export interface DeskDigest {
  readonly events: number;
  readonly things: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
  readonly threads: ReadonlyMap<string, string>;
  readonly blobs: ReadonlySet<string>;
}

/** JSON with the fields of each object in the order of their names: the same value gives the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

export const thingOf = ({ about }: Pick<LogEvent, 'about'>): string => `${about.kind} ${about.id}`;

/** Reads all of a desk; tells how many events were read. */
export async function digestDesk(desk: Movable, onEvents: (count: number) => void): Promise<DeskDigest> {
  let events = 0;
  const things = new Map<string, string>();
  for await (const batch of desk.allEvents()) {
    for (const event of batch) things.set(thingOf(event), sha256(things.get(thingOf(event)) ?? '', canonical(event)));
    events += batch.length;
    onEvents(batch.length);
  }
  const keys = new Map<string, string>();
  for await (const { about, key } of desk.allKeys()) keys.set(thingOf({ about }), key === null ? 'dropped' : sha256(key));
  const threads = new Map<string, string>();
  for await (const { channel, thread, caseId } of desk.allThreads()) threads.set(JSON.stringify([channel, thread]), caseId);
  const blobs = new Set<string>();
  for await (const hash of desk.allBlobs()) blobs.add(hash);
  return { events, things, keys, threads, blobs };
}

/** How two desks differ, a line each; none where they are the same. */
export function differencesOf(source: DeskDigest, target: DeskDigest): readonly string[] {
  const lines: string[] = [];
  const compare = (what: string, from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>) => {
    for (const [name, value] of from) {
      const there = to.get(name);
      if (there === undefined) lines.push(`${what} ${name}: is missing`);
      else if (there !== value) lines.push(`${what} ${name}: differs`);
    }
    for (const name of to.keys()) if (!from.has(name)) lines.push(`${what} ${name}: is not in the source`);
  };
  if (source.events !== target.events) lines.push(`events: ${source.events} in the source, ${target.events} in the target`);
  compare('events of', source.things, target.things);
  compare('key of', source.keys, target.keys);
  compare('thread', source.threads, target.threads);
  for (const hash of source.blobs) if (!target.blobs.has(hash)) lines.push(`blob ${hash}: is missing`);
  return lines;
}
