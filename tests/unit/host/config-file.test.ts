import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '#electron/host/config-file.ts';
import { oneLine, temporaryFolder } from '#tests/unit/host/folder-kit.ts';

let file: string;
beforeEach(() => {
  file = path.join(temporaryFolder(), 'console.json');
});

function said(text: string | Uint8Array): ReturnType<typeof readConfig> {
  writeFileSync(file, text);
  return readConfig(file);
}

/** The one line that a faulty file is answered with. */
function faultOf(text: string | Uint8Array): string {
  const read = said(text);
  if (read.ok) throw new Error('it was read');
  expect(read.error).toSatisfy(oneLine);
  expect(read.error).toContain(`${file}: `);
  return read.error.replace(`${file}: `, '');
}

describe('a configuration', () => {
  it('says nothing when it is empty', () => {
    expect(said('{}')).toEqual({ ok: true, value: {} });
  });

  it('may say everything, with paths from its own folder', () => {
    const all = { port: 4000, chatPort: 4001, dataDir: 'data', language: 'zh-CN', demo: false, passphraseFile: '/etc/pass', keyFile: '../key' };
    const folder = path.dirname(file);
    expect(said(JSON.stringify(all))).toEqual({
      ok: true,
      value: { ...all, dataDir: path.join(folder, 'data'), keyFile: path.join(folder, '../key') },
    });
  });

  it('may name the operator’s wallet, with its files from its own folder', () => {
    const wallet = { url: 'https://wallet.example/console', tokenFile: 'token', proofKeyFile: '/etc/desk.pem' };
    const tokenFile = path.join(path.dirname(file), 'token');
    expect(said(JSON.stringify({ wallet }))).toEqual({ ok: true, value: { wallet: { ...wallet, tokenFile } } });
    const limits = { CNY: { small: 1, medium: 1, large: 20 }, USDT: { small: 0, medium: 0, large: 0 } };
    expect(said(JSON.stringify({ wallet: { ...wallet, limits } }))).toEqual({ ok: true, value: { wallet: { ...wallet, tokenFile, limits } } });
    for (const url of ['http://127.0.0.1:4000', 'http://localhost:4000/', 'https://wallet.example'])
      expect(said(JSON.stringify({ wallet: { url, tokenFile } })).ok, url).toBe(true);
  });

  it.each([0, 65_535])('may name port %i', (port) => {
    expect(said(JSON.stringify({ port }))).toEqual({ ok: true, value: { port } });
  });

  it('may begin with the mark that Windows’ editors write', () => {
    expect(said('\uFEFF{"port":4000}')).toEqual({ ok: true, value: { port: 4000 } });
  });
});

describe('a faulty configuration is told with its place', () => {
  it.each([
    ['wallet.url', { wallet: { url: 'http://wallet.example', tokenFile: 'token' } }],
    ['wallet.url', { wallet: { url: 'ftp://wallet.example', tokenFile: 'token' } }],
    ['wallet.limits.CNY', { wallet: { url: 'https://wallet.example', tokenFile: 'token', limits: { CNY: { small: 2, medium: 1, large: 3 } } } }],
    ['wallet.limits.CNY.large', { wallet: { url: 'https://wallet.example', tokenFile: 'token', limits: { CNY: { small: 1, medium: 1, large: 1.5 } } } }],
    ['wallet.limits.yuan', { wallet: { url: 'https://wallet.example', tokenFile: 'token', limits: { yuan: { small: 1, medium: 1, large: 1 } } } }],
    ['wallet.tokenFile', { wallet: { url: 'https://wallet.example' } }],
    ['port', { port: '4000' }],
    ['port', { port: 65_536 }],
    ['port', { port: -1 }],
    ['port', { port: 80.5 }],
    ['port', { port: null }],
    ['chatPort', { chatPort: true }],
    ['dataDir', { dataDir: '' }],
    ['dataDir', { dataDir: ['data'] }],
    ['language', { language: 'fr' }],
    ['language', { language: 'EN' }],
    ['demo', { demo: 'no' }],
    ['passphraseFile', { passphraseFile: '' }],
    ['keyFile', { keyFile: 7 }],
  ])('%s in %j', (place, value) => {
    expect(faultOf(JSON.stringify(value))).toMatch(new RegExp(`^${place}: .{5,}`));
  });

  it.each(['Port', 'passphrase', 'data-dir', 'memory', '__proto__x', 'constructor'])('a word it does not know: %s', (word) => {
    expect(faultOf(JSON.stringify({ [word]: 1 }))).toContain(`"${word}"`);
  });

  it('every fault at once', () => {
    const fault = faultOf(JSON.stringify({ port: 'x', language: 'fr', colour: 'red' }));
    for (const place of ['port: ', 'language: ', '"colour"']) expect(fault).toContain(place);
  });

  it.each(['[]', 'null', '7', '"port"'])('%s, which is no list of options', (text) => {
    expect(faultOf(text)).toMatch(/object/);
  });

  it.each([
    '',
    'port = 4000',
    '\n\nport',
    '{"port": 4000',
    '{\n  "port": 4000,\n}\n',
    '{\n  // mine\n  "port": 4000\n}',
    "{\n\r\n'port': 1}",
    '{"port": 4000}{}',
  ])('%j, which is not JSON', (text) => {
    expect(faultOf(text)).toMatch(/^is not JSON/);
  });

  it('bytes that are no text', () => {
    expect(faultOf(Buffer.from([0xff, 0xfe, 0, 1]))).toMatch(/^is not JSON/);
  });

  it('a file that is not there', () => {
    const read = readConfig(path.join(path.dirname(file), 'gone.json'));
    expect(read).toEqual({ ok: false, error: `${path.join(path.dirname(file), 'gone.json')}: cannot be read (ENOENT)` });
  });

  it('a folder in its place, and a place below a file', () => {
    mkdirSync(file);
    expect(readConfig(file)).toEqual({ ok: false, error: `${file}: cannot be read (EISDIR)` });
    const plain = path.join(file, 'plain');
    writeFileSync(plain, '{}');
    expect(readConfig(path.join(plain, 'x'))).toEqual({ ok: false, error: `${path.join(plain, 'x')}: cannot be read (ENOTDIR)` });
  });
});
