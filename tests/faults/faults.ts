import { setTimeout } from 'node:timers/promises';
import { AckPolicy } from '@nats-io/jetstream';
import { v7 } from 'uuid';
import { LOG } from '#electron/engine/nats/layout/subjects.ts';
import type { ConsoleHandle } from '#tests/faults/console-handle.ts';
import { faultsGroup, type KillPoint } from '#tests/faults/console-words.ts';
import type { FaultField } from '#tests/faults/fault-field.ts';
import { setUpDesk } from '#tests/nats-desks.ts';
import type { NatsServer } from '#tests/nats-servers.ts';

export interface FaultTime {
  readonly random: () => number;
  /** How long a fault lasts that is one by its length alone, ms. */
  readonly lengthMs: number;
  /** Lets the consoles end what they are writing, and write again. */
  readonly pause: () => Promise<void>;
  readonly goOn: () => void;
}

type Inflict = (field: FaultField, time: FaultTime) => Promise<void>;

const LATENCY_MS = 2_000;

const pick = <T>(from: readonly T[], random: () => number): T => {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
};

/** Kills servers as a power cut would and starts them again; with a majority left the work goes on meanwhile. */
async function cut(field: FaultField, servers: readonly NatsServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.kill()));
  if (servers.length === 1) await someAppends(field, 5);
  await Promise.all(servers.map((server) => server.start()));
}

const someAppends = (field: FaultField, count: number): Promise<unknown> =>
  Promise.race(field.consoles.filter(({ isRunning }) => isRunning).map((one) => one.appends(count)));

const killedServers =
  (count: number, led: boolean): Inflict =>
  async (field, { random }) => {
    const leader = (await field.leader()) ?? pick(field.servers, random);
    const others = field.servers.filter((server) => server !== leader);
    await cut(field, led ? [leader, ...others.slice(0, count - 1)] : [pick(others, random)]);
  };

const killedConsole =
  (at: KillPoint): Inflict =>
  async ({ consoles }, { random }) => {
    const victim: ConsoleHandle = pick(consoles, random);
    await victim.dieAt(at);
    await victim.start();
  };

/** Each is a fault while consoles write, over when it is fulfilled. */
export const faults = {
  'follower killed': killedServers(1, false),
  'leader killed': killedServers(1, true),
  'majority killed': killedServers(2, true),
  'all killed': killedServers(3, true),
  'server paused': async (field, { lengthMs, random }) => {
    const server = (random() < 0.5 ? await field.leader() : null) ?? pick(field.servers, random);
    server.signal('SIGSTOP');
    try {
      await setTimeout(lengthMs);
    } finally {
      server.signal('SIGCONT');
    }
  },
  'connections reset': async (field) => {
    for (let time = 0; time < 3; time++) {
      for (const proxy of field.proxies) proxy.reset();
      await someAppends(field, 3);
    }
  },
  'black hole': async ({ proxies }, { lengthMs }) => {
    for (const proxy of proxies) proxy.swallow();
    await setTimeout(lengthMs);
    for (const proxy of proxies) proxy.passOn();
  },
  'late by 2 s': async ({ proxies, consoles }) => {
    for (const proxy of proxies) proxy.delay(LATENCY_MS);
    // More than each has on its way, so that some were late there and back.
    await Promise.all(consoles.map((one) => one.appends(6)));
    for (const proxy of proxies) proxy.delay(0);
  },
  'delivered twice': async (field) => {
    await field.asOperator(async (jsm, js) => {
      const reader = () => jsm.consumers.add(LOG, { name: v7(), ack_policy: AckPolicy.None, mem_storage: true, inactive_threshold: 60_000_000_000 });
      let info = await reader();
      // One on a replica that lags has nothing yet.
      while (info.num_pending === 0) info = await reader();
      // No more than there are: such old servers keep quiet while a reader waits for the next.
      const messages = await js.consumers.getConsumerFromInfo(info).fetch({ max_messages: Math.min(200, info.num_pending), expires: 10_000 });
      for await (const { subject, data } of messages) await js.publish(subject, data);
    });
    await someAppends(field, 3);
  },
  'consumers deleted': async (field) => {
    for (let time = 0; time < 3; time++) {
      await field.asOperator(async (jsm) => {
        const names: string[] = [];
        for await (const { name } of jsm.consumers.list(LOG)) names.push(name);
        // Readers come and go by themselves.
        for (const name of names) await jsm.consumers.delete(LOG, name).catch(() => undefined);
      });
      await someAppends(field, 3);
    }
  },
  /**
   * While the desk is at rest, and noticed before it goes on. What is written between a purge and its discovery comes
   * before what was purged; and replicas of such old servers that are limited under load cut at different places.
   */
  'log purged': async (field, { pause, goOn }) => {
    await pause();
    await field.asOperator(async (jsm, js) => {
      const { config } = await jsm.streams.info(LOG);
      await js.publish(`case.${faultsGroup}.the-last`, 'what the limit leaves');
      await jsm.streams.update(LOG, { ...config, max_msgs: 1 });
      await jsm.streams.update(LOG, { ...config, max_msgs: -1 });
    });
    await Promise.all(field.consoles.map((one) => one.ask({ do: 'settle' })));
    goOn();
    await someAppends(field, 3);
  },
  'log deleted': async (field) => {
    await field.asOperator((jsm) => jsm.streams.delete(LOG));
    await setUpDesk(field.desks.cluster, field.key, 3);
    await someAppends(field, 3);
  },
  'console killed between record and its note': killedConsole('recorded, not settled'),
  'console killed between note and answer': killedConsole('settled, not answered'),
  'console killed between batch and commit': killedConsole('received, not committed'),
  'console killed between commit and acknowledgement': killedConsole('committed, not acknowledged'),
} as const satisfies Readonly<Record<string, Inflict>>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as readonly FaultName[];
