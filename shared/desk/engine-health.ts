import { z } from 'zod';
import { type Instant, instant } from '#shared/lib/time.ts';

/** How the console stands to its engine. Only `connected` takes work; in all others what is in the cache can be read. */
export const engineState = z.enum([
  'connecting',
  'connected',
  'reconnecting',
  /** The server does not know us, or our key is wrong. */
  'credentials-refused',
  'credentials-expired',
  /** The server has no stream of this desk. */
  'stream-missing',
  /** The stream has other settings, or belongs to another desk. */
  'stream-differs',
  /** The log went back or began anew: what this console wrote is written again, and the cache read anew. */
  'refilling',
  'stopped',
]);
export type EngineState = z.infer<typeof engineState>;

/** What is wrong while the connection stands; each goes away by itself, or when the newest is older than a while. */
export const engineTrouble = z.enum([
  /** Events come faster than they are taken in. */
  'slow-consumer',
  /** The server refused a subject to this console. */
  'permission-denied',
  /** Something was larger than the server takes. */
  'too-large',
  /** An event was not signed by who it names, could not be read, or lay under a subject that is not its own; it was kept aside. */
  'event-refused',
  /** Any console may write as anybody: the server has no directory of keys. */
  'unproven',
]);
export type EngineTrouble = z.infer<typeof engineTrouble>;

export const engineHealth = z.object({
  kind: z.enum(['embedded', 'nats']),
  state: engineState,
  since: instant,
  /** Where it is connected, or was last; null where nothing has to be reached. */
  server: z.string().nullable(),
  version: z.string().nullable(),
  /** How many servers keep each event. */
  replicas: z.number().int().nullable(),
  /** Whether an acknowledged event is on disk. */
  durability: z.enum(['on-disk', 'not-yet', 'unknown']),
  /** How many events this console has yet to take in; null where that is not known. */
  behind: z.number().int().nullable(),
  troubles: z.array(z.object({ trouble: engineTrouble, at: instant, count: z.number().int(), detail: z.string() })),
  lastError: z.object({ at: instant, text: z.string() }).nullable(),
});
export type EngineHealth = z.infer<typeof engineHealth>;

/** What a connection, or a look at the server, has to tell. */
export type EngineSignal =
  | { readonly type: 'connecting' }
  | { readonly type: 'connected'; readonly server: string; readonly version: string }
  | { readonly type: 'disconnected'; readonly why: string }
  | { readonly type: 'refused'; readonly state: 'credentials-refused' | 'credentials-expired' | 'stream-missing' | 'stream-differs'; readonly why: string }
  | { readonly type: 'refilling'; readonly why: string }
  | { readonly type: 'refilled' }
  | { readonly type: 'trouble'; readonly trouble: EngineTrouble; readonly detail: string }
  | { readonly type: 'over'; readonly trouble: EngineTrouble }
  | { readonly type: 'looked'; readonly replicas: number | null; readonly durability: EngineHealth['durability']; readonly behind: number | null }
  | { readonly type: 'stopped' };

/** How long a trouble is shown after it was last met, ms. `unproven` lasts until it is over. */
export const TROUBLE_MS = 60_000;

/** An engine in this very program: nothing has to be reached, every commit is on disk (or, with `--memory`, nothing is). */
export function embeddedHealth(now: Instant, memory: boolean): EngineHealth {
  return { ...startHealth('embedded', now), state: 'connected', replicas: 1, durability: memory ? 'not-yet' : 'on-disk', behind: 0 };
}

/** Before the first word of an engine. */
export function startHealth(kind: EngineHealth['kind'], now: Instant): EngineHealth {
  return {
    kind,
    state: 'connecting',
    since: now,
    server: null,
    version: null,
    replicas: null,
    durability: 'unknown',
    behind: null,
    troubles: [],
    lastError: null,
  };
}

/** What the agent can do in a state: work, or read what the cache has; drafts are always kept. */
export function mayWork(health: Pick<EngineHealth, 'state'>): boolean {
  return health.state === 'connected';
}

const inState = (health: EngineHealth, state: EngineState, now: Instant): EngineHealth => (health.state === state ? health : { ...health, state, since: now });

const withError = (health: EngineHealth, text: string, now: Instant): EngineHealth => ({ ...health, lastError: { at: now, text } });

/** The next health after a signal; the same signal twice changes nothing but times and counts. Nothing leaves `stopped`. */
export function evolveHealth(health: EngineHealth, signal: EngineSignal, now: Instant): EngineHealth {
  if (health.state === 'stopped') return health;
  switch (signal.type) {
    case 'connecting':
      return health.state === 'connected' || health.state === 'refilling' ? inState(health, 'reconnecting', now) : health;
    case 'connected':
      return { ...inState(health, 'connected', now), server: signal.server, version: signal.version };
    case 'disconnected':
      return withError({ ...inState(health, health.state === 'connecting' ? 'connecting' : 'reconnecting', now), behind: null }, signal.why, now);
    case 'refused':
      return withError({ ...inState(health, signal.state, now), behind: null }, signal.why, now);
    case 'refilling':
      return withError(inState(health, 'refilling', now), signal.why, now);
    case 'refilled':
      return health.state === 'refilling' ? inState(health, 'connected', now) : health;
    case 'trouble': {
      const { trouble, detail } = signal;
      const before = health.troubles.find((one) => one.trouble === trouble);
      const others = health.troubles.filter((one) => one.trouble !== trouble);
      return { ...health, troubles: [...others, { trouble, detail, at: now, count: (before?.count ?? 0) + 1 }] };
    }
    case 'over':
      return health.troubles.some((one) => one.trouble === signal.trouble)
        ? { ...health, troubles: health.troubles.filter((one) => one.trouble !== signal.trouble) }
        : health;
    case 'looked': {
      const { replicas, durability, behind } = signal;
      return { ...health, replicas, durability, behind, troubles: health.troubles.filter((one) => one.trouble === 'unproven' || one.at > now - TROUBLE_MS) };
    }
    case 'stopped':
      return inState(health, 'stopped', now);
  }
}
