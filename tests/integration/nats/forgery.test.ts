import { type JetStreamClient, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refused } from '#electron/engine/nats/log/decode.ts';
import type { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import { signFrames } from '#electron/engine/nats/signing/frame.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import type { LogEvent } from '#shared/case/envelope.ts';
import { aboutCase, Collector, event, wallet } from '#tests/conformance/engine-kit.ts';
import { SecuredDesk, type UserName } from '#tests/integration/nats/secured-desk.ts';

const by = (id: string, kind = 'agent') => ({ actor: { kind, id } as never });
const desk = new SecuredDesk();
let engine: NatsEngine;
let refused: Refused[];
let raw: NatsConnection;
let js: JetStreamClient;
beforeAll(async () => {
  await desk.start();
  ({ engine, refused } = await desk.engine('ling'));
  raw = await desk.raw('chen');
  js = jetstream(raw);
}, 30_000);
afterAll(async () => {
  await raw.close();
  await desk.stop();
});

/** A frame as the engine of somebody would write it. */
function frame(
  events: readonly LogEvent[],
  { as = 'chen', subject = `case.wallet.${events[0]?.about.id}`, desk: of = engine.id, key = desk.key(as as UserName) } = {},
): Buffer {
  const [made] = signFrames(key, of, [{ subject, body: Buffer.from(JSON.stringify(events)) }]);
  if (!made) throw new Error('one message gives one frame');
  return made;
}

const put = (id: string, data: Uint8Array | string) => js.publish(`case.wallet.${id}`, data, { msgID: v7() });

/** What a reader is to make of a message that somebody with the right to publish put into the log. */
const forgeries: readonly (readonly [string, RegExp, (id: string) => Promise<unknown>])[] = [
  ['an event of somebody else', /is by agent ling, but signed by chen/, (id) => put(id, frame([event(id, by('ling'))]))],
  ['a customer’s words from an agent', /is by customer c1, but signed by chen/, (id) => put(id, frame([event(id, by('c1', 'customer'))]))],
  ['a supervisor’s event from an agent', /is by supervisor he/, (id) => put(id, frame([event(id, by('he', 'supervisor'))]))],
  ['a good event with a forged one behind it', /is by agent ling/, (id) => put(id, frame([event(id, by('chen')), event(id, by('ling'))]))],
  ['an unsigned event', /is unsigned/, (id) => put(id, JSON.stringify([event(id, by('chen'))]))],
  ['bytes that are nothing', /is unsigned/, (id) => put(id, Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x80]))],
  ['nothing at all', /is unsigned/, (id) => put(id, '')],
  [
    'a signature taken from another message',
    /does not fit/,
    (id) => {
      const good = frame([event(id, by('chen'))]).toString('latin1');
      return put(id, Buffer.from(`${good.slice(0, good.indexOf('\n'))}\n${JSON.stringify([event(id, by('chen'))])}`));
    },
  ],
  ['a frame signed for another subject', /does not fit/, (id) => put(id, frame([event(id, by('chen'))], { subject: 'case.wallet.elsewhere' }))],
  ['a frame signed for another desk', /does not fit/, (id) => put(id, frame([event(id, by('chen'))], { desk: v7() }))],
  [
    'an event under a subject that is not its own',
    /belongs under case\.wallet\.elsewhere/,
    (id) => put(id, frame([event('elsewhere', by('chen'))], { subject: `case.wallet.${id}` })),
  ],
  [
    'an event of another group under our subject',
    /belongs under case\.other/,
    (id) => put(id, frame([event(id, { ...by('chen'), group: 'other' as never })], { subject: `case.wallet.${id}` })),
  ],
  ['a key that nobody knows', /by a key that the desk does not know/, (id) => put(id, frame([event(id, by('chen'))], { key: signingKey(freshSeed()) }))],
  ['a key of another group', /where omar does not work/, (id) => put(id, frame([event(id, by('omar'))], { as: 'omar' }))],
  [
    'a frame of a newer form',
    /of a newer form \(2\)/,
    (id) =>
      put(
        id,
        frame([event(id, by('chen'))])
          .toString('latin1')
          .replace(/^1 /, '2 '),
      ),
  ],
  [
    'a signed body that is no JSON',
    /is not JSON/,
    (id) => {
      const subject = `case.wallet.${id}`;
      const [made] = signFrames(desk.key('chen'), engine.id, [{ subject, body: Buffer.from('{"half":') }]);
      return put(id, made ?? '');
    },
  ],
  ['a signed body without events', /holds no events/, (id) => put(id, frame([], { subject: `case.wallet.${id}` }))],
  ['an envelope with a wrong field', /wrong at 0\.at/, (id) => put(id, frame([event(id, { ...by('chen'), at: 'noon' as never })]))],
];

describe('A message in the log that is not to be believed', () => {
  it.each(forgeries)('%s is told, kept aside and passed over', async (_what, fault, forge) => {
    const id = v7();
    const [before, after] = [event(id, by('ling')), event(id, by('ling'))];
    const collector = new Collector();
    const subscription = engine.follow([wallet], null, collector);
    await engine.append([before], 0);
    refused.length = 0;
    await forge(id);
    await engine.append([after]);
    await collector.until(({ ids }) => ids.includes(after.id));
    await subscription.stop();
    expect(refused.find(({ place }) => place.includes(id))?.fault).toMatch(fault);
    expect(refused.find(({ place }) => place.includes(id))?.raw).toBeTypeOf('string');
    expect(engine.health().troubles.map(({ trouble }) => trouble)).toContain('event-refused');
    expect((await engine.read(aboutCase(id))).map((one) => one.id)).toEqual([before.id, after.id]);
    expect(collector.events.filter(({ about }) => about.id === id).map((one) => one.id)).toEqual([before.id, after.id]);
  });

  it('a true message written a second time counts once, and is told', async () => {
    const id = v7();
    const mine = event(id, by('chen'));
    const bytes = frame([mine]);
    const collector = new Collector();
    const subscription = engine.follow([wallet], null, collector);
    await put(id, bytes);
    refused.length = 0;
    await put(id, bytes);
    const late = event(id, by('ling'));
    await engine.append([late]);
    await collector.until(({ ids }) => ids.includes(late.id));
    await subscription.stop();
    expect(collector.ids.filter((one) => one === mine.id)).toHaveLength(1);
    expect((await engine.read(aboutCase(id))).map((one) => one.id)).toEqual([mine.id, late.id]);
    expect(refused.map(({ fault }) => fault)).toContain('was recorded a second time');
  });

  it('what a key signed before it ended stays true, and nothing after', async () => {
    const id = v7();
    const { engine: chen } = await desk.engine('chen');
    const first = event(id, by('chen'));
    await chen.append([first], 0);
    const operator = await desk.raw('operator');
    const key = desk.key('chen').publicKey;
    await jetstream(operator).publish(
      `$KV.DESK.key.${key}`,
      JSON.stringify({ name: 'chen', role: 'agent', person: 'chen', groups: ['wallet'], until: Date.now() }),
    );
    await operator.close();
    const { engine: fresh, refused: told } = await desk.engine('he');
    await put(id, frame([event(id, by('chen'))]));
    expect((await fresh.read(aboutCase(id))).map((one) => one.id)).toEqual([first.id]);
    expect(told.map(({ fault }) => fault)).toContain('is signed by the key of chen, which has ended');
  });

  it('an event of an unknown type from a newer console is kept as it is', async () => {
    const id = v7();
    const newer = event(id, { ...by('ling'), type: 'case.teleported', critical: true, body: { to: 'mars' } });
    await engine.append([{ ...newer, extra: { of: 'a newer console' } } as LogEvent], 0);
    expect(await engine.read(aboutCase(id))).toMatchObject([{ ...newer, extra: { of: 'a newer console' } }]);
  });

  it('an event of 10 MB is refused by size before it is sent', async () => {
    await expect(engine.append([event('big', { ...by('ling'), body: { text: 'x'.repeat(10 * 1024 * 1024) } })])).rejects.toThrow(/bytes; at most 1048576/);
    expect(engine.health().state).toBe('connected');
  });
});
