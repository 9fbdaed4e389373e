import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterEach, describe, expect, it } from 'vitest';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { type CheckLine, runCheck } from '#electron/host/engine/check-command.ts';
import { type OperatorOptions, readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { SecuredDesk } from '#tests/integration/nats/secured-desk.ts';
import { freePorts, type NatsCluster, startNats } from '#tests/nats-servers.ts';

let ending: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

const started = async (count: 1 | 3 = 1): Promise<NatsCluster> => {
  const cluster = await startNats(count);
  ending.push(() => cluster.end());
  return cluster;
};
function optionsOf(...args: string[]): OperatorOptions {
  const read = readOperatorOptions(args);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}
const found = async (options: OperatorOptions) => {
  const done = await runSetUp(options);
  if (!done.ok) throw new Error(done.error);
  return done.value;
};
const checked = async (options: OperatorOptions): Promise<CheckLine[]> => {
  const lines: CheckLine[] = [];
  for await (const line of runCheck(options)) lines.push(line);
  return lines;
};
const fails = (lines: readonly CheckLine[]) => lines.filter(({ result }) => result === 'fails').map(({ thing, text }) => `${thing}: ${text}`);
/** A monitor that answers as a newer server does. */
async function monitor(config: unknown): Promise<string> {
  const server = createServer((_request, response) => response.end(JSON.stringify({ version: '2.12.1', jetstream: { config } })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

describe('Setting a desk up', () => {
  it('makes everything once, and changes nothing the next time', async () => {
    const cluster = await started();
    const options = optionsOf('--servers', cluster.urls.join(','));
    expect(new Set((await found(options)).map(({ outcome }) => outcome))).toEqual(new Set(['made']));
    const connection = await connect({ servers: [...cluster.urls] });
    const jsm = await jetstreamManager(connection);
    const before = (await jsm.streams.list().next()).map(({ config }) => config);
    expect(new Set((await found(options)).map(({ outcome }) => outcome))).toEqual(new Set(['as it should be']));
    expect((await jsm.streams.list().next()).map(({ config }) => config)).toEqual(before);
    await connection.close();
  });

  it('brings back what was changed, raises the copies, and tells what it cannot change', async () => {
    const cluster = await started(3);
    const one = optionsOf('--servers', cluster.urls.join(','));
    await found(one);
    const connection = await connect({ servers: [...cluster.urls] });
    const jsm = await jetstreamManager(connection);
    const { config } = await jsm.streams.info('CASES');
    await jsm.streams.update('CASES', { ...config, duplicate_window: 60_000_000_000 });
    expect((await found(one)).find(({ thing }) => thing === 'stream CASES')).toMatchObject({
      outcome: 'changed',
      detail: expect.stringMatching(/duplicate_window/),
    });
    const three = await found(optionsOf('--servers', cluster.urls.join(','), '--replicas', '3'));
    expect(three.filter(({ outcome }) => outcome === 'changed').map(({ thing }) => thing)).toHaveLength(9);
    expect((await jsm.streams.info('CASES')).config.num_replicas).toBe(3);
    const other = await found(optionsOf('--servers', cluster.urls.join(','), '--desk', 'other'));
    expect(other.find(({ thing }) => thing === 'stream CASES')).toMatchObject({
      outcome: 'differs',
      detail: expect.stringMatching(/belongs to the desk "wallet"/),
    });
    // Nothing else of that desk was looked at or changed.
    expect(other).toHaveLength(1);
    expect((await jsm.streams.info('KV_KEYS')).config.num_replicas).toBe(3);
    await connection.close();
    // An old server that is short of time may answer only after several tries of ten seconds each.
  }, 240_000);

  it('is refused in one line by a server that is not there, a directory that is none, and wrong words', async () => {
    const [port = 0] = await freePorts(1);
    expect(await runSetUp(optionsOf('--servers', `nats://127.0.0.1:${port}`))).toMatchObject({ ok: false, error: expect.stringMatching(/refused/) });
    const desk = new SecuredDesk();
    ending.push(() => desk.stop());
    writeFileSync(path.join(desk.folder, 'bad.json'), '{"U1":{}}');
    expect(await runSetUp(optionsOf('--servers', 'nats://a:1', '--directory', path.join(desk.folder, 'bad.json')))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/bad\.json: U1: /),
    });
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /--servers .* says where/],
      [['--servers', 'http://a'], /is not an address/],
      [['--servers', 'nats://a:1', '--replicas', '2'], /is not 1, 3 or 5/],
      [['--servers', 'nats://a:1', '--desk', 'A B'], /small letters/],
      [['--servers', 'nats://a:1', '--nkey', '/nowhere.nk'], /nowhere\.nk: cannot be read/],
      [['--servers', 'nats://a:1', '--config', '/nowhere.json'], /nowhere\.json/],
      [['--colour', 'red'], /--colour/],
    ];
    for (const [args, message] of wrong) expect(readOperatorOptions(args)).toMatchObject({ ok: false, error: expect.stringMatching(message) });
  });
});

describe('Checking', () => {
  it('warns of an old server, one copy, unproven keys and what is not known of the disk; nothing fails', async () => {
    const cluster = await started();
    const options = optionsOf('--servers', cluster.urls.join(','));
    await found(options);
    const lines = await checked(options);
    expect(fails(lines)).toEqual([]);
    const warnings = lines
      .filter(({ result }) => result === 'warns')
      .map(({ text }) => text)
      .join('\n');
    for (const warning of [/version 2\.9\.\d+ is older than 2\.11/, /unknown: a client is not told/, /one server has the log/, /any key may write as anybody/])
      expect(warnings).toMatch(warning);
    expect(lines.find(({ thing }) => thing === 'clock')?.result).toBe('well');
  });

  it.each([
    [{ sync_always: true, sync_interval: 0 }, /^yes, on every server$/],
    [{ sync_interval: 120_000_000_000 }, /^no: servers write to disk after/],
    [undefined, /^unknown: /],
  ])('tells by the monitors %j whether what is acknowledged is on disk', async (config, text) => {
    const cluster = await started();
    const options = optionsOf('--servers', cluster.urls.join(','), '--monitor', await monitor(config));
    await found(options);
    expect((await checked(options)).find(({ thing }) => thing === 'acknowledged on disk')?.text).toMatch(text);
  });

  it('fails for a server that is not there, one without the desk, and a key that nobody believes', async () => {
    const [port = 0] = await freePorts(1);
    expect(fails(await checked(optionsOf('--servers', `nats://127.0.0.1:${port}`)))).toEqual([expect.stringMatching(/refused/)]);
    const cluster = await started();
    expect(fails(await checked(optionsOf('--servers', cluster.urls.join(','))))).toEqual([
      expect.stringMatching(/^desk wallet: CASES: is not on this server$/),
    ]);
    const desk = new SecuredDesk();
    ending.push(() => desk.stop());
    await desk.start();
    const place = ['--servers', desk.cluster.urls.join(',')];
    expect(fails(await checked(optionsOf(...place, '--nkey', desk.seedFile('ling'))))).toEqual([]);
    const strange = path.join(desk.folder, 'strange.nk');
    writeFileSync(strange, freshSeed());
    expect(signingKey(freshSeed()).publicKey).toMatch(/^U/);
    expect(fails(await checked(optionsOf(...place, '--nkey', strange)))).toEqual([expect.stringMatching(/authorization/i)]);
    expect((await checked(optionsOf(...place, '--nkey', desk.seedFile('ling')))).find(({ thing }) => thing === 'proof')?.text).toMatch(
      /this is ling \(agent\), in wallet/,
    );
  });
});
