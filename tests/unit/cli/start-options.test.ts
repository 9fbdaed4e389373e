import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions, type StartOptions, usage } from '#electron/host/start-options.ts';
import { oneLine, temporaryFolder } from '#tests/unit/host/folder-kit.ts';

function optionsOf(...args: string[]): StartOptions {
  const read = readOptions(args, {});
  if (!read.ok || read.value === 'help') throw new Error(read.ok ? 'help' : read.error);
  return read.value;
}

/** The one line that a faulty command line is answered with. */
function faultOf(...args: string[]): string {
  const read = readOptions(args, {});
  if (read.ok) throw new Error('it was taken');
  expect(read.error).toSatisfy(oneLine);
  return read.error;
}

function config(value: unknown): string {
  const file = path.join(temporaryFolder(), 'console.json');
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const plain: StartOptions = {
  browser: false,
  open: true,
  port: 0,
  chatPort: 0,
  dataDir: null,
  language: null,
  demo: true,
  demoCustomers: 2_000,
  memory: false,
  restore: false,
  passphraseFile: null,
  keyFile: null,
  engine: null,
  wallet: null,
  accounts: [],
  publicUrl: null,
};

describe('the configuration’s accounts', () => {
  it('have the schema of a gateway’s: their secrets come from files beside it and from the environment', () => {
    const file = config({
      publicUrl: 'https://desk.example/',
      accounts: [
        { channel: 'telegram', id: 'bot', name: 'Bot', botToken: { file: 'bot.token' } },
        { channel: 'phone', id: 'hotline', name: 'Hotline', secret: { env: 'PHONE_SECRET' }, queue: 'top-up', on: false },
      ],
    });
    writeFileSync(path.join(path.dirname(file), 'bot.token'), '123456:abcdefghijklmnopqrstuvwx\n');
    const read = readOptions(['--config', file], { PHONE_SECRET: 'the-secret-of-the-hotline' });
    expect(read).toMatchObject({
      ok: true,
      value: {
        publicUrl: 'https://desk.example',
        accounts: [
          { id: 'bot', on: true, botToken: '123456:abcdefghijklmnopqrstuvwx', apiBase: 'https://api.telegram.org' },
          { id: 'hotline', on: false, secret: 'the-secret-of-the-hotline', queue: 'top-up' },
        ],
      },
    });
  });
});

describe('the command line', () => {
  it('may say nothing', () => {
    expect(optionsOf()).toEqual(plain);
  });

  it.each<[args: string[], says: Partial<StartOptions>]>([
    [['--browser'], { browser: true }],
    [['--no-open'], { open: false }],
    [['--port', '4000'], { port: 4000 }],
    [['--port=4000'], { port: 4000 }],
    [['--port', '0'], { port: 0 }],
    [['--port', '65535'], { port: 65_535 }],
    [['--chat-port', '4001'], { chatPort: 4001 }],
    [['--chat-port=0'], { chatPort: 0 }],
    [['--data-dir', 'data'], { dataDir: 'data' }],
    [['--data-dir', '/a place/数据'], { dataDir: '/a place/数据' }],
    [['--lang', 'en'], { language: 'en' }],
    [['--lang', 'zh-CN'], { language: 'zh-CN' }],
    [['--no-demo'], { demo: false }],
    [['--demo-customers', '240'], { demoCustomers: 240 }],
    [['--memory'], { memory: true }],
    [['--restore'], { restore: true }],
    [['--port', '1', '--port', '2'], { port: 2 }],
  ])('%j', (args, says) => {
    expect(optionsOf(...args)).toEqual({ ...plain, ...says });
  });

  it('may ask for help, whatever else it says', () => {
    expect(readOptions(['--port', 'x', '--help'], {})).toEqual({ ok: true, value: 'help' });
  });

  it('is told whole by the help', () => {
    for (const option of [
      '--browser',
      '--no-open',
      '--port N',
      '--chat-port N',
      '--data-dir DIR',
      '--lang',
      '--no-demo',
      '--memory',
      '--restore',
      '--config FILE',
    ])
      expect(usage).toContain(option);
  });
});

describe('a faulty command line is one line that names the fault', () => {
  it.each([
    [['--colour'], '--colour'],
    [['-p', '4000'], '-p'],
    [['4000'], '4000'],
    [['--', 'x'], 'x'],
    [['--port'], '--port'],
    [['--browser=yes'], '--browser'],
    [['--data-dir', '--memory'], '--data-dir'],
    [['--no-browser'], '--no-browser'],
    [['--demo'], '--demo'],
  ])('%j', (args, place) => {
    const fault = faultOf(...args);
    expect(fault).toContain(place);
    expect(fault).toMatch(/--help/);
  });

  it.each(['http', '-1', '65536', '99999', '4000.5', '1e3', '0x50', ' 80', '80 ', '+80', '４０００', 'NaN', '123456'])('--port=%s', (port) => {
    expect(faultOf(`--port=${port}`)).toBe(`--port ${port}: is not a port (0 to 65535)`);
    expect(faultOf(`--chat-port=${port}`)).toBe(`--chat-port ${port}: is not a port (0 to 65535)`);
  });

  it.each(['239', '20001', '1e3', '-300', 'many'])('--demo-customers=%s', (count) => {
    expect(faultOf(`--demo-customers=${count}`)).toBe(`--demo-customers ${count}: is not a number from 240 to 20000`);
  });

  it.each(['fr', 'EN', 'zh', 'zh-cn', 'en-US'])('--lang %s', (lang) => {
    expect(faultOf('--lang', lang)).toBe(`--lang ${lang}: is not a language of the console (en, zh-CN)`);
  });

  it.each(['--port', '--chat-port', '--lang', '--data-dir', '--config'])('%s without a value in its quotes', (option) => {
    expect(faultOf(option, '')).toBe(`${option}: is empty`);
    expect(faultOf(`${option}= `)).toBe(`${option}: is empty`);
  });

  it('with accounts in the configuration that are wrong: one line with every place', () => {
    const file = config({
      publicUrl: 'https://desk.example/',
      accounts: [
        { channel: 'telegram', id: 'bot', name: 'Bot', botToken: { env: 'NO_TOKEN' } },
        { channel: 'telegram', id: 'Bot', name: 'Bot', botToken: '123456:abcdefghijklmnopqrstuvwx' },
      ],
    });
    expect(faultOf('--config', file)).toBe(
      `${file}: accounts.0.botToken: the environment has no NO_TOKEN; accounts.1.id: is not of small letters, digits and hyphens, 40 at most`,
    );
    expect(faultOf('--config', config({ publicUrl: 'desk.example' }))).toMatch(/console\.json: publicUrl: is not an address like https:\/\/host$/);
    expect(faultOf('--config', config({ accounts: 'none' }))).toMatch(/console\.json: accounts: .{5,}/);
  });

  it('with a fault in the configuration too, the first of them', () => {
    expect(faultOf('--colour', '--config', config({ port: 'x' }))).toContain('--colour');
  });
});

describe('a configuration', () => {
  const all = { port: 4000, chatPort: 4001, dataDir: '/data', language: 'zh-CN', demo: false, passphraseFile: '/pass', keyFile: '/key' } as const;

  it('says what the command line does not', () => {
    expect(optionsOf('--config', config(all))).toEqual({ ...plain, ...all });
  });

  it('gives way to the command line', () => {
    const args = ['--config', config({ ...all, demo: true }), '--port', '5000', '--data-dir', '/other', '--lang', 'en', '--no-demo'];
    expect(optionsOf(...args)).toMatchObject({ port: 5000, chatPort: 4001, dataDir: '/other', language: 'en', demo: false });
  });

  it('gives way to a port of 0, which takes any', () => {
    expect(optionsOf('--config', config(all), '--port', '0', '--chat-port', '0')).toMatchObject({ port: 0, chatPort: 0 });
  });

  it('keeps all in memory also where a folder is named', () => {
    expect(optionsOf('--memory', '--data-dir', 'data')).toMatchObject({ memory: true });
  });

  it('may name a folder that --memory then does not use', () => {
    expect(optionsOf('--config', config(all), '--memory')).toMatchObject({ memory: true });
  });

  it('that cannot be read is told with its place', () => {
    expect(faultOf('--config', '/nowhere/console.json')).toBe('/nowhere/console.json: cannot be read (ENOENT)');
    const file = config({ port: 'x', more: 1 });
    expect(faultOf('--config', file)).toMatch(new RegExp(`^${file}: port: `));
  });
});
