import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { EventLog } from '#electron/engine/event-log.ts';
import { LOG } from '#electron/engine/nats/layout/subjects.ts';
import { streamSettings } from '#electron/engine/nats/setup/stream-settings.ts';
import { benchGroup, inFlight, lineOf, median, rateOf } from '#tests/bench/engine-load.ts';
import type { Report } from '#tests/bench/run.ts';
import { natsEngine, startNatsDesks } from '#tests/nats-desks.ts';

/** Rounds of ours and bare in turn; the order changes with each, so that neither always comes first. */
const ROUNDS = 9;
const EVENTS = 4_000;
const CASES = 512;
const WINDOW = 256;
const PULL = 1_000;

const BARE = 'BARE';

/**
 * Our engine beside the bare client on one server: the same bytes under as many subjects, as many in flight. Ours
 * seals, checks, signs, and on the way back checks signature and envelope and unseals; what bare does not do is all
 * of that. The cases' data keys are there before: a case has its key made once in its life.
 *
 * Ours reads at least once: its cursor is kept with what a batch caused. A bare reader that promises as much
 * acknowledges each message, and `follow.ratio` is against that one. Against a reader that acknowledges nothing, and
 * loses what it had not taken in, it is `follow.at_most_once.ratio`, for which there is no budget.
 */
export async function natsRatios(report: Report): Promise<void> {
  const desks = await startNatsDesks(1, 1);
  const key = await desks.take();
  const connection = await connect({ servers: [...desks.cluster.urls], authenticator: nkeyAuthenticator(key.seed) });
  const faults: unknown[] = [];
  const refused: unknown[] = [];
  const engine = natsEngine(desks.cluster, key, { onRefused: (one) => refused.push(one) });
  try {
    await engine.start();
    const log = new EventLog(engine, (fault) => faults.push(fault));
    const cases = Array.from({ length: CASES }, () => v7());
    const caseOf = (n: number): string => cases[n % CASES] ?? '';
    const ours = async (count: number): Promise<void> => {
      await inFlight(count, WINDOW, async (n) => log.append(await log.seal([lineOf(caseOf(n), n)])));
    };
    await ours(CASES * 2);

    const jsm = await jetstreamManager(connection);
    const js = jetstream(connection);
    const frames = await framesOf(jsm, js, EVENTS);
    await jsm.streams.add({ ...streamSettings(LOG, { desk: 'bare', incarnation: 'bare' }, 1), name: BARE, subjects: ['bare.>'], deny_purge: false });
    const bare = async (count: number): Promise<void> => {
      await inFlight(count, WINDOW, (n) => js.publish(`bare.${benchGroup}.${caseOf(n)}`, frames[n % frames.length], { msgID: v7() }));
    };
    await bare(CASES * 2);

    const appended = await rounds(
      () => rateOf(EVENTS, () => ours(EVENTS)),
      () => rateOf(EVENTS, () => bare(EVENTS)),
    );
    report('engine.nats.append.per_s', median(appended.map(([mine = Number.NaN]) => mine)));
    report('engine.nats.append.bare_per_s', median(appended.map(([, plain = Number.NaN]) => plain)));
    report('engine.nats.append.ratio', median(appended.map(([mine = Number.NaN, plain = Number.NaN]) => mine / plain)));

    const total = CASES * 2 + EVENTS * ROUNDS;
    const followOurs = async (): Promise<void> => {
      let seen = 0;
      const read = Promise.withResolvers<void>();
      const subscription = log.follow(
        [benchGroup],
        null,
        async ({ events }) => {
          seen += events.length;
          if (seen >= total) read.resolve();
        },
        (fault) => read.reject(new Error(fault)),
      );
      await read.promise;
      await subscription.stop();
      if (seen !== total || faults.length + refused.length > 0) throw new Error(`${seen} of ${total} events, ${faults.length + refused.length} refused`);
    };
    const followBare = async (ack: AckPolicy): Promise<void> => {
      const name = v7().replaceAll('-', '');
      await jsm.consumers.add(LOG, {
        name,
        ack_policy: ack,
        max_ack_pending: 2 * PULL,
        deliver_policy: DeliverPolicy.All,
        mem_storage: true,
        filter_subject: `case.${benchGroup}.>`,
      });
      const consumer = await js.consumers.get(LOG, name);
      for (let seen = 0; seen < total; ) {
        for await (const message of await consumer.fetch({ max_messages: Math.min(PULL, total - seen), expires: 30_000 })) {
          const text = Buffer.from(message.data.buffer, message.data.byteOffset, message.data.byteLength);
          const parsed = JSON.parse(text.toString('utf8', text.indexOf(0x0a) + 1)) as unknown[];
          seen += parsed.length;
          if (ack === AckPolicy.Explicit) message.ack();
        }
      }
      await jsm.consumers.delete(LOG, name);
    };
    const ways = [followOurs, () => followBare(AckPolicy.Explicit), () => followBare(AckPolicy.None)] as const;
    for (const way of ways) await way();
    const followed = await rounds(...ways.map((way) => () => rateOf(total, way)));
    const rates = (way: number) => followed.map((round) => round[way] ?? Number.NaN);
    const [mine, acknowledging, careless] = [rates(0), rates(1), rates(2)];
    report('engine.nats.follow.per_s', median(mine));
    report('engine.nats.follow.bare_per_s', median(acknowledging));
    report('engine.nats.follow.ratio', median(mine.map((rate, round) => rate / (acknowledging[round] ?? Number.NaN))));
    report('engine.nats.follow.at_most_once.bare_per_s', median(careless));
    report('engine.nats.follow.at_most_once.ratio', median(mine.map((rate, round) => rate / (careless[round] ?? Number.NaN))));
  } finally {
    await engine.stop();
    await connection.close();
    await desks.cluster.end();
  }
}

/** All in turn, each round beginning with another; what they answered, by round. */
async function rounds(...ways: readonly (() => Promise<number>)[]): Promise<readonly (readonly number[])[]> {
  const answered: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const answers: number[] = [];
    for (let turn = 0; turn < ways.length; turn++) {
      const way = (round + turn) % ways.length;
      answers[way] = (await ways[way]?.()) ?? Number.NaN;
    }
    answered.push(answers);
  }
  return answered;
}

/** The bytes of messages as our engine wrote them. */
async function framesOf(jsm: Awaited<ReturnType<typeof jetstreamManager>>, js: ReturnType<typeof jetstream>, most: number): Promise<Uint8Array[]> {
  const { name } = await jsm.consumers.add(LOG, { name: 'frames', ack_policy: AckPolicy.None, mem_storage: true });
  const consumer = await js.consumers.get(LOG, name);
  const frames: Uint8Array[] = [];
  for await (const message of await consumer.fetch({ max_messages: most, expires: 1_000 })) frames.push(Uint8Array.from(message.data));
  await jsm.consumers.delete(LOG, name);
  return frames;
}
