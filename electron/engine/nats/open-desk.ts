import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
import { Objm } from '@nats-io/obj';
import { faultText, isStreamMissing } from '#electron/engine/nats/connection/faults.ts';
import type { NatsPlace } from '#electron/engine/nats/connection/nats-options.ts';
import { BLOBS, buckets, LOG } from '#electron/engine/nats/layout/subjects.ts';
import { BlobStore } from '#electron/engine/nats/registry/blob-store.ts';
import { type DeskFacts, deskFacts, FACTS_KEY } from '#electron/engine/nats/registry/desk-facts.ts';
import { Directory } from '#electron/engine/nats/registry/directory.ts';
import { Holds } from '#electron/engine/nats/registry/holds.ts';
import { PresenceBoard } from '#electron/engine/nats/registry/presence-board.ts';
import { KeyRegistry, ThreadRegistry } from '#electron/engine/nats/registry/registries.ts';
import { differences, identityOf, type StreamIdentity, streamSettings } from '#electron/engine/nats/setup/stream-settings.ts';
import type { EngineHealth, EngineState } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Why a desk is not open: a state of its own, or null where trying again may do. */
export interface NotOpen {
  readonly state: Extract<EngineState, 'stream-missing' | 'stream-differs'> | null;
  readonly why: string;
}

export interface Bounds {
  readonly first: number;
  readonly last: number;
}

/** What of a stream is gone since it was looked at before, in words; null where nothing is. */
export function cutText(before: Bounds | null, now: Bounds): string | null {
  if (before === null || (now.first <= Math.max(before.first, 1) && now.last >= before.last)) return null;
  return `the stream has messages ${now.first} to ${now.last}, and had ${before.first} to ${before.last}`;
}

/** A desk's stream and buckets, found as they should be. */
export interface OpenDesk {
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly identity: StreamIdentity;
  readonly directory: Directory;
  readonly holds: Holds;
  readonly presence: PresenceBoard;
  /** Data keys; a trainer has those alone that were shared. */
  readonly keys: KeyRegistry;
  /** The keys of reviews, and of cases that were shared with trainers. */
  readonly trainingKeys: KeyRegistry;
  readonly threads: ThreadRegistry;
  readonly blobs: BlobStore;
  /** The present by the server's clock. */
  readonly now: () => Instant;
  readonly bounds: (stream: string) => Promise<Bounds>;
  readonly lastSequence: (subject: string) => Promise<number>;
  look(): Promise<
    | (NotOpen & { readonly state: NonNullable<NotOpen['state']> })
    | { readonly incarnation: string; readonly bounds: Bounds; readonly replicas: number; readonly durability: EngineHealth['durability'] }
  >;
}

/** Binds to what a desk has on the server; nothing is made. */
export async function openDesk(connection: NatsConnection, place: NatsPlace, clock: Clock, newId: NewId): Promise<Result<OpenDesk, NotOpen>> {
  try {
    return await bind(connection, place, clock, newId);
  } catch (cause) {
    return fail({ state: isStreamMissing(cause) ? 'stream-missing' : null, why: faultText(cause) });
  }
}

async function bind(connection: NatsConnection, place: NatsPlace, clock: Clock, newId: NewId): Promise<Result<OpenDesk, NotOpen>> {
  const jsm = await jetstreamManager(connection, { checkAPI: false, timeout: 5_000 });
  const js = jetstream(connection, { timeout: 5_000 });
  const looked = await lookAt(jsm, place.desk);
  if ('state' in looked) return fail(looked);
  const kvm = new Kvm(js);
  const bucket = (name: string) => kvm.open(name, { allow_direct: false });
  const deskBucket = await bucket(buckets.desk);
  const facts = await readFacts(async (key) => (await deskBucket.get(key))?.string() ?? null, place.desk);
  if (!facts.ok) return facts;
  const directory = new Directory(deskBucket);
  await directory.start();
  const trainer = directory.entry(place.key.publicKey)?.role === 'trainer';
  const trainingKeys = new KeyRegistry(await bucket(buckets.trainingKeys));
  const presenceBucket = await bucket(buckets.presence);
  const offset = await clockOffset(presenceBucket, clock, newId);
  const now = () => clock() + offset;
  const presence = new PresenceBoard(presenceBucket, now);
  await presence.start();
  return ok({
    js,
    jsm,
    identity: looked.identity,
    directory,
    holds: new Holds(js, await bucket(buckets.holds), now),
    presence,
    keys: trainer ? trainingKeys : new KeyRegistry(await bucket(buckets.keys)),
    trainingKeys,
    threads: new ThreadRegistry(await bucket(buckets.threads)),
    blobs: new BlobStore(await new Objm(js).open(BLOBS)),
    now,
    bounds: async (stream) => {
      const { state } = await jsm.streams.info(stream);
      return { first: state.first_seq, last: state.last_seq };
    },
    lastSequence: async (subject) => (await jsm.direct.getMessage(LOG, { last_by_subj: subject }))?.seq ?? 0,
    look: async () => {
      const seen = await lookAt(jsm, place.desk);
      if ('state' in seen) return seen;
      return { incarnation: seen.identity.incarnation, bounds: seen.bounds, replicas: seen.replicas, durability: facts.value.durability };
    },
  });
}

type Looked = { readonly identity: StreamIdentity; readonly bounds: Bounds; readonly replicas: number };

async function lookAt(jsm: JetStreamManager, desk: string): Promise<Looked | (NotOpen & { readonly state: NonNullable<NotOpen['state']> })> {
  try {
    const info = await jsm.streams.info(LOG);
    const identity = identityOf(info.config.description);
    if (identity === null) return { state: 'stream-differs', why: `${LOG}: was not made for a desk` };
    if (identity.desk !== desk) return { state: 'stream-differs', why: `${LOG}: belongs to the desk "${identity.desk}", not "${desk}"` };
    const wrong = differences(info, streamSettings(LOG, identity, info.config.num_replicas)).filter(({ needed }) => needed);
    if (wrong.length > 0)
      return {
        state: 'stream-differs',
        why: `${LOG}: ${wrong.map(({ name, is, should }) => `${name} is ${JSON.stringify(is)} and should be ${JSON.stringify(should)}`).join('; ')}`,
      };
    const here = 1 + (info.cluster?.replicas?.filter((replica) => replica.current && !replica.offline).length ?? 0);
    return { identity, bounds: { first: info.state.first_seq, last: info.state.last_seq }, replicas: here };
  } catch (cause) {
    if (isStreamMissing(cause)) return { state: 'stream-missing', why: `${LOG}: is not on this server` };
    throw cause;
  }
}

async function readFacts(get: (key: string) => Promise<string | null>, desk: string): Promise<Result<DeskFacts, NotOpen>> {
  const text = await get(FACTS_KEY);
  if (text === null) return fail({ state: 'stream-missing', why: `${buckets.desk}: does not say what desk this is; the set-up did not end` });
  try {
    const facts = deskFacts.safeParse(JSON.parse(text));
    if (facts.success && facts.data.desk === desk) return ok(facts.data);
    return fail({
      state: 'stream-differs',
      why: `${buckets.desk}: ${facts.success ? `is of the desk "${facts.data.desk}"` : (facts.error.issues[0]?.message ?? 'cannot be read')}`,
    });
  } catch {
    return fail({ state: 'stream-differs', why: `${buckets.desk}: what it says of the desk is not JSON` });
  }
}

/** By how many ms the server's clock is ahead of ours, by a word put there and read back. */
async function clockOffset(
  bucket: { put(key: string, value: string): Promise<number>; get(key: string): Promise<{ created: Date } | null> },
  clock: Clock,
  newId: NewId,
): Promise<number> {
  const key = `clock.${newId()}`;
  const before = clock();
  await bucket.put(key, '0');
  const after = clock();
  const created = (await bucket.get(key))?.created.getTime();
  return created === undefined ? 0 : Math.round(created - (before + after) / 2);
}
