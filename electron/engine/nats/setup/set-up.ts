import { JetStreamApiError, type JetStreamManager, jetstream, jetstreamManager, StorageType, type StreamInfo } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
import { Objm } from '@nats-io/obj';
import { isStreamMissing } from '#electron/engine/nats/connection/faults.ts';
import { BLOBS, buckets, LOG, TRAINING } from '#electron/engine/nats/layout/subjects.ts';
import { type DeskFacts, type DirectoryEntry, deskFacts, ENTRY_HEAD, FACTS_KEY } from '#electron/engine/nats/registry/desk-facts.ts';
import { differences, identityOf, streamSettings } from '#electron/engine/nats/setup/stream-settings.ts';

export interface SetUpOptions {
  readonly desk: string;
  readonly replicas: number;
  /** Names the making of the log; used where there is none yet. */
  readonly freshId: string;
  /** Who may write as whom, by public key; null leaves what is there, and a desk without any open to all keys. */
  readonly directory: Readonly<Record<string, DirectoryEntry>> | null;
  readonly durability: DeskFacts['durability'];
}

/** What was found of one thing, and done about it. */
export interface Finding {
  readonly thing: string;
  readonly outcome: 'made' | 'as it should be' | 'changed' | 'differs';
  readonly detail: string;
}

/** What earlier tries began on and may have done without hearing so, by thing: passed to the next try, whose findings say it. */
export type Begun = Map<string, Finding>;

/** Presence and holds say nothing for longer than this, s. */
const SHORT_S = 300;

/**
 * Makes what a desk needs on the server, or brings what is there to its settings; doing it again changes nothing. What
 * cannot be changed without loss is told as `differs` and left as it is.
 */
export async function setUp(connection: NatsConnection, options: SetUpOptions, begun: Begun = new Map()): Promise<readonly Finding[]> {
  const jsm = await jetstreamManager(connection, { timeout: 10_000 });
  const js = jetstream(connection, { timeout: 10_000 });
  const log = await infoOf(jsm, LOG);
  // What lies beside a log of another desk is that desk's too.
  if (log !== null && identityOf(log.config.description)?.desk !== options.desk) return [await setUpStream(jsm, LOG, options, begun)];
  const findings: Finding[] = [];
  for (const name of [LOG, TRAINING] as const) findings.push(await setUpStream(jsm, name, options, begun));
  const kvm = new Kvm(js);
  for (const name of Object.values(buckets)) {
    const passing = name === buckets.holds || name === buckets.presence;
    const before = await infoOf(jsm, `KV_${name}`);
    if (before === null) {
      begun.set(`bucket ${name}`, { thing: `bucket ${name}`, outcome: 'made', detail: '' });
      await kvm.create(name, {
        history: 1,
        replicas: options.replicas,
        storage: StorageType.File,
        allow_direct: false,
        ...(passing ? { ttl: SHORT_S * 1_000 } : {}),
      });
      findings.push({ thing: `bucket ${name}`, outcome: 'made', detail: '' });
    } else findings.push(await keepReplicas(jsm, before, `bucket ${name}`, options.replicas, begun));
  }
  const blobs = await infoOf(jsm, `OBJ_${BLOBS}`);
  if (blobs === null) {
    begun.set(`objects ${BLOBS}`, { thing: `objects ${BLOBS}`, outcome: 'made', detail: '' });
    await new Objm(js).create(BLOBS, { replicas: options.replicas, storage: StorageType.File });
    findings.push({ thing: `objects ${BLOBS}`, outcome: 'made', detail: '' });
  } else findings.push(await keepReplicas(jsm, blobs, `objects ${BLOBS}`, options.replicas, begun));
  findings.push(...(await setUpFacts(await kvm.open(buckets.desk, { allow_direct: false }), options)));
  return findings.map((finding) => (finding.outcome === 'as it should be' ? (begun.get(finding.thing) ?? finding) : finding));
}

async function infoOf(jsm: JetStreamManager, name: string): Promise<StreamInfo | null> {
  try {
    return await jsm.streams.info(name);
  } catch (cause) {
    if (isStreamMissing(cause)) return null;
    throw cause;
  }
}

async function setUpStream(
  jsm: JetStreamManager,
  name: typeof LOG | typeof TRAINING,
  { desk, replicas, freshId }: SetUpOptions,
  begun: Begun,
): Promise<Finding> {
  const thing = `stream ${name}`;
  const info = await infoOf(jsm, name);
  if (info === null) {
    const made: Finding = { thing, outcome: 'made', detail: `${replicas} × on disk` };
    begun.set(thing, made);
    await jsm.streams.add(streamSettings(name, { desk, incarnation: freshId }, replicas));
    return made;
  }
  const identity = identityOf(info.config.description);
  if (identity === null)
    return {
      thing,
      outcome: 'differs',
      detail: `a stream of that name was not made for a desk (${info.config.description ?? 'no description'}); it is left as it is`,
    };
  if (identity.desk !== desk) return { thing, outcome: 'differs', detail: `belongs to the desk "${identity.desk}"; it is left as it is` };
  const wanted = streamSettings(name, identity, replicas);
  const found = differences(info, wanted);
  if (found.length === 0) return { thing, outcome: 'as it should be', detail: `${info.state.messages} messages` };
  const detail = found.map(({ name: setting, is, should }) => `${setting} ${JSON.stringify(is)} → ${JSON.stringify(should)}`).join(', ');
  begun.set(thing, { thing, outcome: 'changed', detail });
  try {
    await jsm.streams.update(name, { ...info.config, ...wanted });
    return { thing, outcome: 'changed', detail };
  } catch (cause) {
    if (cause instanceof JetStreamApiError) return { thing, outcome: 'differs', detail: `${detail}: ${cause.message}` };
    throw cause;
  }
}

async function keepReplicas(jsm: JetStreamManager, info: StreamInfo, thing: string, replicas: number, begun: Begun): Promise<Finding> {
  const is = info.config.num_replicas;
  if (is === replicas) return { thing, outcome: 'as it should be', detail: `${info.state.messages} messages` };
  const detail = `num_replicas ${is} → ${replicas}`;
  begun.set(thing, { thing, outcome: 'changed', detail });
  try {
    await jsm.streams.update(info.config.name, { ...info.config, num_replicas: replicas });
    return { thing, outcome: 'changed', detail };
  } catch (cause) {
    if (cause instanceof JetStreamApiError) return { thing, outcome: 'differs', detail: `${detail}: ${cause.message}` };
    throw cause;
  }
}

interface Bucket {
  get(key: string): Promise<{ string(): string } | null>;
  put(key: string, value: string): Promise<number>;
}

async function setUpFacts(bucket: Bucket, { desk, directory, durability }: SetUpOptions): Promise<readonly Finding[]> {
  const text = (await bucket.get(FACTS_KEY))?.string() ?? null;
  const before = text === null ? null : (deskFacts.safeParse(parsed(text)).data ?? null);
  if (before !== null && before.desk !== desk) return [{ thing: 'desk', outcome: 'differs', detail: `is "${before.desk}"; it is left as it is` }];
  const facts: DeskFacts = {
    form: 1,
    desk,
    // Once a desk goes by its directory nothing makes it open again.
    proof: directory !== null || before?.proof === 'directory' ? 'directory' : 'open',
    durability: durability === 'unknown' ? (before?.durability ?? 'unknown') : durability,
  };
  const same = JSON.stringify(facts) === JSON.stringify(before);
  const findings: Finding[] = [];
  let entered = 0;
  let changed = 0;
  for (const [key, entry] of Object.entries(directory ?? {})) {
    const value = JSON.stringify(entry);
    const known = (await bucket.get(`${ENTRY_HEAD}${key}`))?.string();
    if (known === value) continue;
    if (known === undefined) entered++;
    else changed++;
    await bucket.put(`${ENTRY_HEAD}${key}`, value);
  }
  // Last, so that a desk never goes by a directory that is not there yet.
  if (!same) await bucket.put(FACTS_KEY, JSON.stringify(facts));
  findings.push({
    thing: `desk ${desk}`,
    outcome: before === null ? 'made' : same ? 'as it should be' : 'changed',
    detail: facts.proof === 'open' ? 'any key may write as anybody' : 'keys by the directory',
  });
  if (directory !== null) {
    const outcome = entered > 0 ? 'made' : changed > 0 ? 'changed' : 'as it should be';
    findings.push({ thing: 'directory', outcome, detail: `${Object.keys(directory).length} keys, ${entered} new, ${changed} changed` });
  }
  return findings;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
