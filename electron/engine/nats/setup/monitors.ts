import { z } from 'zod';
import type { DeskFacts } from '#electron/engine/nats/registry/desk-facts.ts';

const varz = z.object({
  server_name: z.string().optional(),
  version: z.string(),
  jetstream: z.object({ config: z.object({ sync_always: z.boolean().optional(), sync_interval: z.number().optional() }).optional() }).optional(),
});

export interface MonitorAnswer {
  readonly url: string;
  readonly version: string | null;
  readonly durability: DeskFacts['durability'];
  readonly fault: string | null;
}

/**
 * Asks a server's monitoring address whether it writes to disk before it acknowledges. Only `sync_always` says so;
 * servers before 2.10 have no such setting and write every two minutes, later ones as often as their interval says.
 */
export async function askMonitor(url: string): Promise<MonitorAnswer> {
  try {
    const answer = await fetch(`${url}/varz`, { signal: AbortSignal.timeout(5_000) });
    const read = varz.safeParse(await answer.json());
    if (!answer.ok || !read.success)
      return { url, version: null, durability: 'unknown', fault: `does not answer as a nats-server's monitor does (${answer.status})` };
    const config = read.data.jetstream?.config;
    const durability = config?.sync_always === true ? 'on-disk' : config === undefined ? 'unknown' : 'not-yet';
    return { url, version: read.data.version, durability, fault: null };
  } catch (cause) {
    return {
      url,
      version: null,
      durability: 'unknown',
      fault: cause instanceof Error ? `${cause.message}${cause.cause instanceof Error ? `: ${cause.cause.message}` : ''}` : String(cause),
    };
  }
}

/** What holds of all: `on-disk` only where every server says so; nothing is known where one cannot be asked. */
export function durabilityOfAll(answers: readonly MonitorAnswer[]): DeskFacts['durability'] {
  if (answers.length === 0 || answers.some(({ durability }) => durability === 'unknown'))
    return answers.some(({ durability }) => durability === 'not-yet') ? 'not-yet' : 'unknown';
  return answers.every(({ durability }) => durability === 'on-disk') ? 'on-disk' : 'not-yet';
}
