import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCase } from '#electron/desk/calls/phone-desk.ts';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { Gateway } from '#electron/host/gateway/gateway.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { PhoneSystem } from '#tests/fakes/phone-system.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

const account = { channel: 'phone', id: 'hotline', name: 'Hotline', on: true, secret: 'the secret of the hotline', queue: 'payment' } as const;
const number = '+8613700137009';

describe('A telephone system calls a gateway, and people sit at consoles', () => {
  let cluster: NatsCluster;
  let folder: string;
  let wire: NatsConnection;
  let here: Bench;
  let there: Bench;
  let gateway: Gateway;
  let system: PhoneSystem;
  let lin: Tab;
  let zhao: Tab;
  /** All that passed as signals, as it was on the wire. */
  const heard: { readonly subject: string; readonly text: string }[] = [];

  const consoleNamed = (name: string) => {
    mkdirSync(path.join(folder, name));
    return new Bench(memory, { folder: path.join(folder, name), engine: { servers: [...cluster.urls], desk: 'wallet' }, chat: false });
  };

  beforeAll(async () => {
    cluster = await startNats(1);
    folder = mkdtempSync(path.join(tmpdir(), 'calls-among-hosts-'));
    const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
    if (!options.ok) throw new Error(options.error);
    expect((await runSetUp(options.value)).ok).toBe(true);
    expect((await runDemo(options.value, () => undefined)).ok).toBe(true);
    wire = await connect({ servers: [...cluster.urls] });
    wire.subscribe('signal.>', {
      callback: (_error, message) => {
        heard.push({ subject: message.subject, text: message.string() });
      },
    });
    here = consoleNamed('here');
    there = consoleNamed('there');
    await here.start();
    lin = await here.tab('agent-lin');
    gateway = new Gateway({
      folder: null,
      key: Buffer.alloc(32, 3),
      engine: { servers: [...cluster.urls], desk: 'wallet' },
      accounts: [account],
      publicUrl: null,
      language: null,
      chat: { staticFolder: folder, port: 0 },
      onWaiting: () => undefined,
      createLogger: () => recordingLogger(),
      clock: () => here.now,
      newId: v7,
    });
    await gateway.start();
    system = new PhoneSystem(`${gateway.url}hooks/${account.id}`, account.secret, () => here.now);
  }, 180_000);
  afterAll(async () => {
    await gateway?.stop();
    await here?.stop();
    await there?.stop();
    await wire?.close();
    await cluster?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const tell = async (call: string, event: 'ringing' | 'answered' | 'ended', agent?: string) =>
    expect(await system.tell({ call, event, from: number, ...(agent === undefined ? {} : { agent }) })).toEqual({ status: 200, code: 'taken' });
  const rings = async ({ client }: Tab, caseId: string) => {
    const stream = await client.calls.ringing();
    const calls = await frameThat(stream, (frame) => frame.some(({ call }) => call === caseId));
    await stream.return?.();
    return calls.find(({ call }) => call === caseId);
  };
  const isQuiet = async ({ client }: Tab) => {
    const stream = await client.calls.ringing();
    await frameThat(stream, (frame) => frame.length === 0);
    await stream.return?.();
  };

  it('rings at the console, sealed on the way, and one that starts meanwhile knows of it; of two who take it one has it', async () => {
    const call = v7();
    const caseId = ownCase(account, { call });
    await tell(call, 'ringing');
    expect(await rings(lin, caseId)).toMatchObject({ number: '137****7009', queue: 'payment', mine: false, answered: false });
    there.now = here.now;
    await there.start();
    zhao = await there.tab('agent-zhao');
    expect(await rings(zhao, caseId)).toMatchObject({ number: '137****7009' });
    const words = heard.filter(({ text }) => text.includes('"call"'));
    expect(words.length).toBeGreaterThan(1);
    for (const { subject, text } of words) {
      expect(subject).toBe('signal.retail');
      const data = /"data":"([^"]+)"/.exec(text)?.[1] ?? '';
      for (const told of [text, Buffer.from(data, 'base64').toString('latin1')])
        for (const part of ['13700137009', '0137009', 'payment']) expect(told).not.toContain(part);
    }

    const taken = await Promise.allSettled([lin, zhao].map(({ client }) => client.calls.take({ call: caseId })));
    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [has, other] = taken[0]?.status === 'fulfilled' ? ([lin, zhao] as const) : ([zhao, lin] as const);
    const [owner, bench] = has === lin ? (['agent-lin', here] as const) : (['agent-zhao', there] as const);
    expect(await refusal(other.client.calls.take({ call: caseId }))).toMatchObject({ code: 'REFUSED', data: { code: 'taken', by: owner } });
    expect(await has.client.calls.take({ call: caseId })).toEqual({ caseId });
    await Promise.all([isQuiet(lin), isQuiet(zhao)]);

    const { hub, vault } = await bench.host.services;
    const state = await hub.freshState(caseId);
    expect(state).toMatchObject({ owner, status: 'open', call: { endedAt: null, number: { text: '137****7009' } } });
    // Where it was noted the number can be revealed; who noted it may have to call back.
    const token = state?.call?.number?.marks[0]?.token;
    expect(token && (await vault.reveal(token))).toMatchObject({ raw: number });

    here.now += 60_000;
    there.now = here.now;
    await tell(call, 'answered', owner);
    await tell(call, 'ended', owner);
    expect(await hub.freshState(caseId)).toMatchObject({ owner, call: { hungUpAt: here.now } });
    const types = ((await hub.freshState(caseId))?.entries ?? []).map((entry) => (entry.kind === 'step' ? entry.step.type : entry.kind));
    expect(types).toEqual(['case.claimed', 'call.started', 'call.hungUp']);
    await has.act(caseId, { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: 'solved' } });
  }, 120_000);

  it('rings at its agent alone, by their id, and is over on every console once the caller hangs up', async () => {
    const call = v7();
    const caseId = ownCase(account, { call });
    const stream = await zhao.client.calls.ringing();
    await tell(call, 'ringing', 'agent-zhao');
    expect(await frameThat(stream, (frame) => frame.length > 0)).toMatchObject([{ call: caseId, mine: true }]);
    expect(await firstFrame(await lin.client.calls.ringing())).toEqual([]);
    expect(await refusal(lin.client.calls.take({ call: caseId }))).toMatchObject({ code: 'REFUSED', data: { code: 'no-call' } });
    await tell(call, 'ended');
    await frameThat(stream, (frame) => frame.length === 0);
    await stream.return?.();
    const backs = await lin.client.calls.callBacks();
    await frameThat(backs, ({ rows }) => rows.some(({ id }) => id === caseId));
    await backs.return?.();
    expect(await refusal(zhao.client.calls.take({ call: caseId }))).toMatchObject({ code: 'REFUSED', data: { code: 'no-call' } });
  }, 60_000);
});
