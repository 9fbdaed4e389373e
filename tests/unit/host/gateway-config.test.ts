import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainChat } from '#electron/channels/chat/chat-settings.ts';
import { readGatewayConfig } from '#electron/host/gateway/gateway-config.ts';
import { readGatewayOptions } from '#electron/host/gateway/gateway-options.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-config-'));
  writeFileSync(path.join(folder, 'bot.token'), '123456:abcdefghijklmnopqrstuvwx\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(value: unknown): string {
  const file = path.join(folder, 'gateway.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}
const bot = (id: string, botToken: unknown) => ({ channel: 'telegram', id, name: 'Bot', botToken });
const mail = {
  channel: 'email',
  id: 'mail',
  name: 'Mail',
  address: 'service@wallet.example',
  imap: { host: 'imap.wallet.example', port: 993, secure: true },
  smtp: { host: 'smtp.wallet.example', port: 465, secure: true },
  auth: { kind: 'password', user: 'service', password: { env: 'MAIL_PASSWORD' } },
};

it('secrets are read from the file, from a file beside it and from the environment', () => {
  const file = written({
    engine: { servers: ['nats://127.0.0.1:4222'], nkeyFile: 'gateway.nk' },
    publicUrl: 'https://desk.example/',
    chat: { port: 8080 },
    dataDir: 'data',
    accounts: [bot('one', { file: 'bot.token' }), bot('two', '654321:abcdefghijklmnopqrstuvwx'), mail],
  });
  const read = readGatewayConfig(file, { MAIL_PASSWORD: 'harbour lantern' });
  expect(read).toMatchObject({
    ok: true,
    value: {
      engine: { nkeyFile: path.join(folder, 'gateway.nk') },
      publicUrl: 'https://desk.example',
      chatPort: 8080,
      dataDir: path.join(folder, 'data'),
      accounts: [
        { id: 'one', on: true, botToken: '123456:abcdefghijklmnopqrstuvwx', apiBase: 'https://api.telegram.org' },
        { id: 'two', botToken: '654321:abcdefghijklmnopqrstuvwx' },
        { id: 'mail', auth: { password: 'harbour lantern' }, signatures: {} },
      ],
    },
  });
});

it('the chat is said as in a console’s file, its key beside the file, its faults with their place', () => {
  writeFileSync(path.join(folder, 'app.secret'), 's'.repeat(32));
  const chat = {
    port: 8081,
    origins: ['https://www.wallet.example'],
    offline: 'form',
    form: { fields: [{ field: 'email', required: true }] },
    identity: { kind: 'hs256', file: 'app.secret', issuer: 'app', audience: 'chat' },
  };
  expect(readGatewayConfig(written({ chat }), {})).toMatchObject({
    ok: true,
    value: {
      chatPort: 8081,
      chat: {
        origins: chat.origins,
        offline: 'form',
        form: { fields: [{ field: 'email', required: true }], topics: [] },
        identity: { kind: 'hs256', secret: 's'.repeat(32) },
      },
    },
  });
  const plain = readGatewayConfig(written({}), {});
  expect(plain).toMatchObject({ ok: true, value: { chatPort: 0, chat: plainChat } });
  const bad = (part: object) => {
    const file = written({ chat: part });
    const read = readGatewayConfig(file, {});
    return read.ok ? [] : read.error.map((line) => line.replace(`${file}: `, ''));
  };
  expect(bad({ origins: ['www.wallet.example'] })).toEqual(['chat.origins.0: is not an origin like https://www.wallet.example']);
  expect(bad({ identity: { ...chat.identity, file: 'gone' } })).toEqual([expect.stringMatching(/^chat\.identity\.file: .*gone/)]);
});

it('every fault of the file is a line with its place', () => {
  const file = written({
    publicUrl: 'desk.example',
    colour: 'red',
    accounts: [
      bot('one', { file: 'gone.token' }),
      bot('One', { env: 'NO_TOKEN' }),
      bot('three', { vault: 'x' }),
      bot('four', 'none'),
      mail,
      bot('five', { file: 'bot.token' }),
      bot('five', { file: 'bot.token' }),
      { channel: 'pigeon' },
      7,
    ],
  });
  const read = readGatewayConfig(file, { MAIL_PASSWORD: 'x' });
  const lines = (read.ok ? [] : read.error).map((line) => line.replace(`${file}: `, ''));
  expect(lines).toEqual([
    'publicUrl: is not an address like https://host',
    'Unrecognized key: "colour"',
    `accounts.0.botToken: ${path.join(folder, 'gone.token')}: cannot be read (ENOENT)`,
    'accounts.1.botToken: the environment has no NO_TOKEN',
    'accounts.1.id: is not of small letters, digits and hyphens, 40 at most',
    'accounts.2.botToken: is neither a word nor { "file": … } nor { "env": … }',
    'accounts.3.botToken: is not a token like 123456:ABC…',
    'accounts.6.id: another account has it',
    'accounts.7.channel: is none of wechat, weibo, whatsapp, telegram, email, phone',
    'accounts.8: is not an account',
  ]);
});

it('a fault never quotes a secret', () => {
  const read = readGatewayConfig(
    written({ accounts: [bot('one', 'SECRET word'), { ...mail, auth: { kind: 'password', user: 'u', password: 'SECRET', colour: 'SECRET' } }] }),
    {},
  );
  expect(read.ok).toBe(false);
  expect(JSON.stringify(read)).not.toContain('SECRET');
});

it('the command line names the file, and has the last word on the folder', () => {
  const file = written({ dataDir: 'here' });
  expect(readGatewayOptions(['--config', file, '--data-dir', '/there'], {})).toMatchObject({
    ok: true,
    value: { dataDir: '/there', engine: null, accounts: [] },
  });
  expect(readGatewayOptions([], {})).toEqual({ ok: false, error: ['--config: is missing (--help shows the options)'] });
  expect(readGatewayOptions(['--port', '1'], {})).toMatchObject({ ok: false });
  expect(readGatewayOptions(['--help'], {})).toEqual({ ok: true, value: 'help' });
  expect(readGatewayConfig(written('{ "accounts": [ }'), {})).toMatchObject({ ok: false, error: [expect.stringContaining('is not JSON')] });
});
