import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import { ChatSettingsDesk } from '#electron/host/channels/chat-settings-desk.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { ChatWish } from '#shared/desk/chat-form.ts';
import { emptyConfiguration } from '#shared/desk/configuration.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const by = { kind: 'administrator', id: 'zhou' } as const;
const secret = 'what the app and the desk have in common, longer than 32 bytes';
const wish: ChatWish = {
  publicOrigin: '',
  origins: ['https://www.wallet.test'],
  identity: { kind: 'hs256', key: secret, issuer: 'app', audience: 'support', strangers: true },
  form: null,
  offline: 'open',
  startsAMinute: 60,
};
const logger = recordingLogger();
let folder: string;
let store: SqliteStore;
let recording: () => Promise<void>;

async function open(file: ChatSettings | null = null): Promise<ChatSettingsDesk> {
  store = new SqliteStore({ folder, key: Buffer.alloc(32, 7), logger });
  await store.start();
  const desk = new ChatSettingsDesk({ ledger: store.ledger, audit: { record: () => recording() }, configuration: { value: emptyConfiguration }, file, logger });
  await desk.start();
  desk.serving('http://127.0.0.1:8080/');
  return desk;
}
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chat-settings-'));
  recording = async () => undefined;
});
afterEach(async () => {
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('settings are there after a restart, and no key lies on the disk in the clear', async () => {
  await (await open()).save(by, wish);
  await store.stop();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
  for (const file of files) if (statSync(file).isFile()) expect(readFileSync(file).includes(secret), file).toBe(false);
  const desk = await open();
  expect(desk.live.value).toMatchObject({ origins: ['https://www.wallet.test'], identity: { kind: 'hs256', secret } });
  expect(desk.state.value).toMatchObject({ served: true, fromFile: false, unreadable: false, address: 'http://127.0.0.1:8080' });
});

it('the configuration file has the word: the screen reads it, changes nothing, and what it kept is there again without the file', async () => {
  await (await open()).save(by, wish);
  await store.stop();
  const file: ChatSettings = { ...plainChat, origins: ['https://file.wallet.test'] };
  const ruled = await open(file);
  expect(ruled.live.value).toEqual(file);
  expect(ruled.state.value).toMatchObject({ fromFile: true, origins: ['https://file.wallet.test'], identity: null });
  expect(await ruled.save(by, { ...wish, origins: [] })).toBe(null);
  expect(ruled.live.value).toEqual(file);
  await store.stop();
  expect((await open()).live.value).toMatchObject({ origins: ['https://www.wallet.test'], identity: { secret } });
});

it('what cannot be put on record does not count', async () => {
  const desk = await open();
  recording = () => Promise.reject(new Error('disk full'));
  await expect(desk.save(by, wish)).rejects.toThrow('disk full');
  expect(desk.live.value).toEqual(plainChat);
  recording = async () => undefined;
  expect(await desk.save(by, wish)).toEqual({ ok: true, value: undefined });
  expect(desk.live.value.origins).toEqual(wish.origins);
});

it('what was kept and cannot be read lets nobody begin, says so, and is mended by saving', async () => {
  const before = await open();
  await before.save(by, wish);
  await store.ledger.saveSetting('desk chat', JSON.stringify({ origins: 'from a newer version' }));
  await store.stop();
  const desk = await open();
  expect(desk.state.value).toMatchObject({ unreadable: true });
  expect(desk.live.value).toMatchObject({ startsAMinute: 0, origins: [] });
  await desk.save(by, wish);
  expect(desk.state.value).toMatchObject({ unreadable: false, origins: wish.origins, startsAMinute: 60 });
});
