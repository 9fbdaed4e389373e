import { v7 } from 'uuid';
import { connectOnce } from '#electron/engine/nats/connection/connect-once.ts';
import { faultText } from '#electron/engine/nats/connection/faults.ts';
import type { NatsPlace } from '#electron/engine/nats/connection/nats-options.ts';
import { type OpenDesk, openDesk } from '#electron/engine/nats/open-desk.ts';
import { askMonitor, durabilityOfAll } from '#electron/engine/nats/setup/monitors.ts';
import type { OperatorOptions } from '#electron/host/engine/operator-options.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';

/** One thing looked at. `fails`: a promise of the console cannot be kept. */
export interface CheckLine {
  readonly thing: string;
  readonly result: 'well' | 'warns' | 'fails';
  readonly text: string;
}

const line = (thing: string, result: CheckLine['result'], text: string): CheckLine => ({ thing, result, text });

/** The first version whose clusters keep what they acknowledged when processes are killed, as far as is known. */
const SUPPORTED = [2, 11] as const;

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > SUPPORTED[0] || (major === SUPPORTED[0] && minor >= SUPPORTED[1]);
}

/** A clock that differs by more than this shows wrong waiting times, ms. */
const CLOCK_MS = 2_000;

/** Looks at everything the desk needs, from this machine and with this key; nothing is changed but a word in the presence bucket. */
export async function* runCheck({ place, monitors }: OperatorOptions): AsyncGenerator<CheckLine> {
  let reached = 0;
  for (const server of place.servers) {
    const found = await checkServer({ ...place, servers: [server] }, server);
    if (found.every(({ result }) => result !== 'fails')) reached++;
    yield* found;
  }
  yield* await checkMonitors(monitors, place.servers.length);
  if (reached === 0) return;
  yield* await checkDesk(place);
}

async function checkServer(place: NatsPlace, server: string): Promise<readonly CheckLine[]> {
  try {
    const connection = await connectOnce(place, 'wallet-service-console check');
    try {
      const version = connection.info?.version ?? '';
      const rtt = await connection.rtt();
      const lines = [line(server, 'well', `answers in ${rtt} ms, version ${version}`)];
      if (!isSupported(version))
        lines.push(
          line(server, 'warns', `version ${version} is older than ${SUPPORTED.join('.')}: it works, but processes that are killed may take a stream with them`),
        );
      if (connection.info?.jetstream !== true) lines.push(line(server, 'fails', 'has no JetStream'));
      const max = connection.info?.max_payload ?? 0;
      if (max < 1024 * 1024) lines.push(line(server, 'warns', `takes messages of at most ${max} bytes; events may have 1048576`));
      return lines;
    } finally {
      await connection.close();
    }
  } catch (cause) {
    return [line(server, 'fails', faultText(cause))];
  }
}

async function checkMonitors(monitors: readonly string[], servers: number): Promise<readonly CheckLine[]> {
  const thing = 'acknowledged on disk';
  if (monitors.length === 0) return [line(thing, 'warns', 'unknown: a client is not told; --monitor http://host:8222[,…] asks the servers')];
  const answers = await Promise.all(monitors.map(askMonitor));
  const faults = answers.flatMap(({ url, fault }) => (fault === null ? [] : [line(url, 'warns', fault)]));
  const durability = durabilityOfAll(answers);
  if (durability === 'on-disk' && monitors.length >= servers) return [...faults, line(thing, 'well', 'yes, on every server')];
  if (durability === 'not-yet')
    return [...faults, line(thing, 'warns', 'no: servers write to disk after they acknowledge (jetstream { sync_interval: always } makes them write before)')];
  return [...faults, line(thing, 'warns', 'unknown: not every server was asked, or said it')];
}

async function checkDesk(place: NatsPlace): Promise<readonly CheckLine[]> {
  const connection = await connectOnce(place, 'wallet-service-console check');
  const denied: string[] = [];
  void (async () => {
    for await (const status of connection.status()) if (status.type === 'error') denied.push(faultText(status.error));
  })();
  try {
    const opened = await openDesk(connection, place, Date.now, v7);
    if (!opened.ok) return [line(`desk ${place.desk}`, 'fails', opened.error.why), ...denied.map((text) => line('permissions', 'fails', text))];
    const desk = opened.value;
    const lines: CheckLine[] = [];
    const looked = await desk.look();
    if ('state' in looked) return [line(`desk ${place.desk}`, 'fails', looked.why)];
    const { first, last } = looked.bounds;
    lines.push(line(`desk ${place.desk}`, 'well', `${last === 0 ? 'empty' : `newest at position ${last}`}${first > 1 ? `, beginning at ${first}` : ''}`));
    lines.push(
      looked.replicas >= 3
        ? line('copies', 'well', `${looked.replicas} servers have the log, all up to date`)
        : line(
            'copies',
            'warns',
            `${looked.replicas === 1 ? 'one server has' : '2 servers have'} the log up to date: a lost disk is a lost log, but for what consoles have in their ledgers`,
          ),
    );
    const offset = Math.round(desk.now() - Date.now());
    lines.push(
      line(
        'clock',
        Math.abs(offset) > CLOCK_MS ? 'warns' : 'well',
        `the server's is ${Math.abs(offset)} ms ${offset < 0 ? 'behind' : 'ahead of'} this machine's`,
      ),
    );
    lines.push(...checkRights(place, desk));
    desk.directory.stop();
    desk.presence.stop();
    return [...lines, ...denied.map((text) => line('permissions', 'fails', text))];
  } catch (cause) {
    return [line(`desk ${place.desk}`, 'fails', faultText(cause)), ...denied.map((text) => line('permissions', 'fails', text))];
  } finally {
    await connection.close();
  }
}

function checkRights(place: NatsPlace, { directory }: Pick<OpenDesk, 'directory'>): readonly CheckLine[] {
  if (!directory.proven) return [line('proof', 'warns', 'any key may write as anybody: "setup --directory FILE" enters the keys')];
  const mine = directory.entry(place.key.publicKey);
  if (mine === null) return [line('proof', 'fails', 'this key is not in the directory: what it signs is believed by nobody')];
  if (mine.until !== null && mine.until < Date.now()) return [line('proof', 'fails', `the key of ${mine.name} has ended`)];
  return [
    line('proof', 'well', `this is ${mine.name} (${mine.role}), ${mine.groups === null ? 'in all groups' : `in ${[...mine.groups, DESK_GROUP].join(', ')}`}`),
  ];
}
