import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOptions } from '#electron/host/start-options.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chat-config-'));
  writeFileSync(path.join(folder, 'secret'), `${'s'.repeat(32)}\n`);
  writeFileSync(path.join(folder, 'short'), 'too short');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  writeFileSync(path.join(folder, 'key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const weak = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  writeFileSync(path.join(folder, 'other.pem'), weak.publicKey.export({ type: 'spki', format: 'pem' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(chat: unknown) {
  const file = path.join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ chat }));
  const options = readOptions(['--config', file], {});
  if (!options.ok) return options.error.replaceAll(folder, '.');
  return options.value === 'help' ? 'help' : options.value.chat;
}
const named = { issuer: 'app', audience: 'chat' };

it('says nothing of the chat where nothing is said', () => {
  expect(read(undefined)).toBeUndefined();
  expect(read({})).toEqual({ publicOrigin: null, origins: [], identity: null, form: null, offline: 'open', startsAMinute: 60 });
});

it('reads the keys from the files beside it', () => {
  expect(read({ identity: { kind: 'hs256', file: 'secret', ...named } })).toMatchObject({
    identity: { kind: 'hs256', secret: 's'.repeat(32), strangers: true },
  });
  expect(read({ identity: { kind: 'public-key', file: 'key.pem', strangers: false, ...named } })).toMatchObject({
    identity: { kind: 'public-key', pem: expect.stringContaining('BEGIN PUBLIC KEY'), strangers: false },
  });
});

it.each([
  [{ origins: ['https://www.wallet.example/'] }, 'is not an origin'],
  [{ origins: ["https://a.example; script-src 'unsafe-inline'"] }, 'is not an origin'],
  [{ origins: ['*'] }, 'is not an origin'],
  [{ identity: { kind: 'hs256', file: 'short', ...named } }, './short: is shorter than 32 bytes'],
  [{ identity: { kind: 'hs256', file: 'missing', ...named } }, './missing: cannot be read (ENOENT)'],
  [{ identity: { kind: 'public-key', file: 'secret', ...named } }, './secret: holds no public key in PEM'],
  [{ identity: { kind: 'public-key', file: 'other.pem', ...named } }, './other.pem: is neither an EC key on P-256'],
  [{ form: { fields: [{ field: 'topic' }] } }, 'chat.form: asks for a topic and names none'],
  [{ form: { fields: [{ field: 'password' }] } }, 'chat.form.fields.0.field'],
  [{ offline: 'closed' }, 'chat.offline'],
  [{ blocked: [] }, 'chat'],
])('%j is refused with its place', (chat, fault) => {
  expect(read(chat)).toContain(fault);
});
