import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChannelAccounts } from '#electron/host/channels/channel-accounts.ts';
import { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { AccountWish } from '#shared/desk/account-form.ts';
import type { ChannelAccount } from '#shared/desk/channel-account.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { fakeChannels, fakeConnections, goodToken } from '#tests/fakes/fake-social-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const by = { kind: 'administrator', id: 'zhou' } as const;
const logger = recordingLogger();
let folder: string;
let platform: FakePlatform;
let store: SqliteStore;
let accounts: ChannelAccounts;
let recorded: string[];
let recording: () => Promise<void>;

async function open(file: { readonly accounts?: readonly ChannelAccount[]; readonly publicUrl?: string | null } = {}): Promise<void> {
  store = new SqliteStore({ folder, key: Buffer.alloc(32, 7), logger });
  await store.start();
  const social = {
    intake: {} as never,
    feed: {} as never,
    files: {} as never,
    pseudonym: async (value: string) => value,
  };
  const timers = { setTimer: () => null, clearTimer: () => undefined, random: () => 0 };
  const desk = new ChannelDesk({ connections: fakeConnections, socialChannels: fakeChannels, social, clock: () => 1, logger, ...timers });
  const audit = {
    record: async (_by: unknown, note: { kind: string }) => {
      await recording();
      recorded.push(note.kind);
    },
  };
  accounts = new ChannelAccounts({ ledger: store.ledger, audit, desk, localUrl: () => null, file, logger });
  await accounts.start();
}
async function close(): Promise<void> {
  await accounts.stop();
  await store.stop();
}
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'channel-accounts-'));
  platform = new FakePlatform();
  await platform.start();
  recorded = [];
  recording = async () => undefined;
  await open();
});
afterEach(async () => {
  await close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

const wish = (id: string, botToken = goodToken(1)): AccountWish => ({ channel: 'telegram', id, name: id, values: { botToken, apiBase: platform.url } });
const shown = () => accounts.state.value.accounts.map(({ id, on, connection }) => [id, on, connection.state]);

it('accounts are there after a restart, connected or off as they were, and no secret lies on the disk in the clear', async () => {
  await accounts.save(by, wish('one'), true);
  await accounts.save(by, wish('two'), true);
  await accounts.switch(by, 'two', false);
  await accounts.savePublicUrl(by, 'https://desk.example');
  await close();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (existsSync(file) && !name.includes('/')) expect(readFileSync(file).includes('good-token'), name).toBe(false);
  }
  await open();
  expect(shown()).toEqual([
    ['one', true, 'waiting'],
    ['two', false, 'off'],
  ]);
  expect(accounts.publicHost()).toBe('desk.example');
  expect(await accounts.check(by, 'one')).toEqual({ ok: true, as: '@desk_1' });
});

it('accounts of the configuration file are served beside those of the screen, and are changed in the file alone', async () => {
  await accounts.save(by, wish('one'), true);
  await accounts.save(by, wish('two', goodToken(2)), true);
  await accounts.savePublicUrl(by, 'https://screen.example');
  await close();
  const ofFile = (id: string, bot: number): ChannelAccount => ({
    channel: 'telegram',
    id,
    name: `File ${id}`,
    on: true,
    botToken: goodToken(bot),
    apiBase: platform.url,
  });
  await open({ accounts: [ofFile('one', 7), ofFile('three', 3)], publicUrl: 'https://file.example' });
  const { accounts: all, publicUrl, publicUrlFromFile } = accounts.state.value;
  expect(all.map(({ id, name, fromFile, webhook, set }) => [id, name, fromFile, webhook, set])).toEqual([
    ['one', 'File one', true, 'https://file.example/hooks/one', ['botToken']],
    ['three', 'File three', true, 'https://file.example/hooks/three', ['botToken']],
    ['two', 'two', false, 'https://file.example/hooks/two', ['botToken']],
  ]);
  expect([publicUrl, publicUrlFromFile, accounts.publicHost()]).toEqual(['https://file.example', true, 'file.example']);
  expect(await accounts.check(by, 'one')).toEqual({ ok: true, as: '@desk_7' });
  expect(await accounts.check(by, 'three')).toEqual({ ok: true, as: '@desk_3' });
  expect(await accounts.save(by, wish('one'), true)).toMatchObject({ ok: false, error: [{ path: 'id', fault: 'taken' }] });
  expect(await accounts.save(by, wish('one'), false)).toMatchObject({ ok: false, error: [{ path: 'id', fault: 'not-here' }] });
  expect([await accounts.switch(by, 'one', false), await accounts.remove(by, 'three')]).toEqual([false, false]);
  expect(await accounts.savePublicUrl(by, null)).toMatchObject({ ok: false, error: [{ path: 'publicUrl', fault: 'not-here' }] });
  expect(await accounts.switch(by, 'two', false)).toBe(true);
  expect(shown()).toEqual([
    ['one', true, 'waiting'],
    ['three', true, 'waiting'],
    ['two', false, 'off'],
  ]);
  await close();
  // What rested while the file had the word is there again without it.
  await open();
  expect(accounts.state.value).toMatchObject({ publicUrl: 'https://screen.example', publicUrlFromFile: false });
  expect(shown().map(([id, on]) => [id, on])).toEqual([
    ['one', true],
    ['two', false],
  ]);
  expect(await accounts.check(by, 'one')).toEqual({ ok: true, as: '@desk_1' });
});

it('what cannot be put on record is not done', async () => {
  recording = () => Promise.reject(new Error('disk full'));
  await expect(accounts.save(by, wish('one'), true)).rejects.toThrow('disk full');
  expect(shown()).toEqual([]);
  recording = async () => undefined;
  await accounts.save(by, wish('one'), true);
  expect([shown(), recorded]).toEqual([[['one', true, 'waiting']], ['channel.saved']]);
});

it('changes of several at once are all there', async () => {
  await Promise.all(['a', 'b', 'c'].map((id) => accounts.save(by, wish(id), true)));
  await Promise.all([accounts.remove(by, 'a'), accounts.switch(by, 'b', false), accounts.save(by, wish('d'), true)]);
  expect(shown()).toEqual([
    ['b', false, 'off'],
    ['c', true, 'waiting'],
    ['d', true, 'waiting'],
  ]);
});

it('an account that a newer console wrote is left alone, whatever else is changed', async () => {
  const newer = { channel: 'telegram', id: 'newer', name: 'Newer', on: true, botToken: goodToken(2), apiBase: platform.url, thread: 'topic' };
  await store.ledger.saveSetting('desk channels', JSON.stringify({ publicUrl: null, accounts: [newer] }));
  await close();
  await open();
  expect(shown()).toEqual([]);
  expect(await accounts.save(by, wish('newer'), true)).toMatchObject({ ok: false, error: [{ path: 'id', fault: 'taken' }] });
  await accounts.save(by, wish('one'), true);
  expect(JSON.parse((await store.ledger.setting('desk channels')) ?? '')).toMatchObject({ accounts: [{ id: 'one' }, newer] });
});

it('a connection that cannot even be made keeps none of the others waiting', async () => {
  const broken = new ChannelDesk({
    connections: {
      ...fakeConnections,
      whatsapp: () => {
        throw new Error('broken');
      },
    },
    socialChannels: fakeChannels,
    social: { intake: {} as never, feed: {} as never, files: {} as never, pseudonym: async (value) => value },
    clock: () => 1,
    logger,
    setTimer: () => null,
    clearTimer: () => undefined,
    random: () => 0,
  });
  const common = { name: 'x', on: true, apiBase: platform.url };
  await broken.apply([
    { channel: 'whatsapp', id: 'wa', ...common, phoneNumberId: '1', accessToken: 'a', appSecret: 'b', verifyToken: 'c', wabaId: '' },
    { channel: 'telegram', id: 'bot', ...common, botToken: goodToken(1) },
  ]);
  expect([broken.stateOf('wa').state, broken.stateOf('bot').state]).toEqual(['off', 'waiting']);
  await broken.stop();
});
