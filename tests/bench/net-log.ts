import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const log = z.object({ events: z.array(z.object({ params: z.record(z.string(), z.unknown()).optional() })) });

/** The host that one value of an event names; null where it names none. */
function hostOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const url = value.includes('://') ? URL.parse(value) : URL.parse(`http://${value}/`);
  return url === null || url.host === '' ? null : url.hostname;
}

/** Where an event says what is asked for, looked up or connected to. */
const named = ['url', 'host', 'hostname', 'group_id', 'group_name'];

/**
 * Every name in Chromium's own log of its network that is not the origin's host, once each: what was looked up,
 * connected to before it was needed or asked for, whether or not a page heard of it. Rejects where there is no log.
 */
export async function foreignInNetLog(file: string, origin: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  const { events } = log.parse(JSON.parse(text));
  const own = new Set([new URL(origin).hostname, '127.0.0.1', '[::1]']);
  const found = new Set<string>();
  let seen = false;
  for (const { params = {} } of events) {
    for (const name of named) {
      const host = hostOf(params[name]);
      if (host === null) continue;
      if (own.has(host)) seen = true;
      else found.add(`${name} ${String(params[name]).slice(0, 200)}`);
    }
  }
  if (!seen) throw new Error('the browser’s log of its network does not even name the console');
  return [...found];
}
