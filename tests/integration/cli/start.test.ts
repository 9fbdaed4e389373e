import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildIsCurrent } from '#electron/cli/build.ts';
import { takeDataFolder } from '#electron/host/data-folder.ts';
import { configIn, Program, takenPort, temporaryHome } from '#tests/integration/cli/start-kit.ts';

/** The first start after a change builds the program. */
const BUILD_MS = 180_000;

beforeAll(() => {
  if (buildIsCurrent()) return;
  const { status, stderr } = spawnSync(process.execPath, ['electron/cli/build.ts'], { cwd: path.resolve(import.meta.dirname, '../../..'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
}, BUILD_MS);

let home: string;
let data: string;
beforeEach(() => {
  home = temporaryHome();
  data = path.join(home, 'data');
});

const start = (args: readonly string[], env?: NodeJS.ProcessEnv) => new Program(home, ['--demo-customers', '240', ...args], env);

/** The one line on stderr of a program that would not start. */
async function refusalOf(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await start(args, env).ended;
  expect({ code, ready: stdout.includes('Console ready') }).toEqual({ code: 1, ready: false });
  expect(stderr).toMatch(/^[^\r\n]+\n$/);
  return stderr.trimEnd();
}

/** The one line on stderr of a program whose desk is locked: its page is served all the same, and it ends cleanly. */
async function lockOf(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const program = start(args, env);
  const url = new URL(await program.serves());
  expect((await fetch(url.origin)).status).toBe(200);
  const { code, stdout, stderr } = await program.kill('SIGTERM');
  expect({ code, chat: stdout.includes('Customer chat') }).toEqual({ code: 0, chat: false });
  expect(stderr).toMatch(/^[^\r\n]+\n$/);
  return stderr.trimEnd();
}

/** A real desk that was started once and stopped, so that its folder has data and a key. */
async function usedDesk(args: readonly string[] = [], env?: NodeJS.ProcessEnv): Promise<void> {
  const program = start(['--no-demo', '--data-dir', data, ...args], env);
  await program.ready();
  expect(await program.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
}

describe('a command line or configuration at fault', { timeout: BUILD_MS }, () => {
  it('asks for help and gets it', async () => {
    const { code, stdout, stderr } = await start(['--help']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm start/);
  });

  it.each([
    [['--colour'], '--colour'],
    [['--port', '70000'], '--port 70000: is not a port'],
    [['--lang', 'fr'], '--lang fr'],
    [['--config', '/nowhere.json'], '/nowhere.json: cannot be read (ENOENT)'],
  ])('%j ends with one line and 1', async (args, line) => {
    expect(await refusalOf(args)).toContain(line);
  });

  it.each([
    ['{\n  "port": 4000,\n}\n', 'is not JSON'],
    [{ port: 'x' }, 'port: '],
    [{ colour: 'red' }, '"colour"'],
  ])('a configuration of %j ends with one line, its place and 1', async (config, fault) => {
    const file = configIn(home, config);
    const line = await refusalOf(['--config', file]);
    expect(line).toContain(`${file}: `);
    expect(line).toContain(fault);
  });
});

describe('a port that is taken', { timeout: BUILD_MS }, () => {
  it('is told at once, before the demo desk is filled', async () => {
    const port = await takenPort();
    expect(await refusalOf(['--data-dir', data, '--port', String(port)])).toBe(`port ${port} is taken by another program`);
  });

  it('is told also of the customers’ page', async () => {
    const chatPort = await takenPort();
    expect(await refusalOf(['--no-demo', '--memory', '--config', configIn(home, { chatPort })])).toBe(`port ${chatPort} is taken by another program`);
  });

  it('leaves neither a folder nor a key behind', async () => {
    await refusalOf(['--data-dir', data, '--port', String(await takenPort())]);
    await refusalOf(['--data-dir', data, '--config', configIn(path.join(home, 'elsewhere'), { chatPort: await takenPort() })]);
    expect(existsSync(data)).toBe(false);
    expect(readdirSync(home)).toEqual(['elsewhere']);
  });

  it('leaves the folder free', async () => {
    await refusalOf(['--no-demo', '--data-dir', data, '--port', String(await takenPort())]);
    await usedDesk();
  });
});

describe('a folder that cannot be had', { timeout: BUILD_MS }, () => {
  const desk = () => path.join(data, 'desk');

  it('is in use by another host', async () => {
    const taken = takeDataFolder(desk(), () => 'folder-id-1');
    if (!taken.ok) throw new Error(taken.error.message);
    expect(await refusalOf(['--no-demo', '--data-dir', data])).toMatch(new RegExp(`^${desk()}: is in use by another console by process ${process.pid} since `));
    taken.value.release();
    await usedDesk();
  });

  it('is a file', async () => {
    writeFileSync(data, 'mine');
    expect(await refusalOf(['--data-dir', data])).toBe(`${path.join(data, 'demo')}: is not a folder`);
  });

  it.runIf(process.platform === 'linux')('is where nobody may write', async () => {
    expect(await refusalOf(['--data-dir', '/proc/desk'])).toMatch(/^\/proc\/desk\/demo: cannot be written \(E/);
  });

  it('is of a newer version', async () => {
    mkdirSync(desk(), { recursive: true });
    writeFileSync(path.join(desk(), 'folder.json'), JSON.stringify({ form: 2, id: 'folder-id-1' }));
    expect(await refusalOf(['--no-demo', '--data-dir', data])).toContain(`${desk()}: was made by a newer version`);
  });

  it('has a file in the place of its logs', async () => {
    mkdirSync(desk(), { recursive: true });
    writeFileSync(path.join(desk(), 'logs'), 'mine');
    expect(await refusalOf(['--no-demo', '--data-dir', data])).toMatch(new RegExp(`^${desk()}/logs: cannot be written`));
  });
});

describe('a key that is not the right one', { timeout: BUILD_MS }, () => {
  const keys = () => path.join(home, 'wallet-service-console/keys');
  const args = () => ['--no-demo', '--data-dir', data];
  const notes = () => ['key.json', 'key.previous.json'].map((name) => path.join(data, 'desk', name));
  const anotherKey = () => {
    const file = path.join(home, 'another.key');
    writeFileSync(file, Buffer.alloc(32, 1), { mode: 0o600 });
    return configIn(home, { keyFile: file });
  };

  it('is missing', async () => {
    await usedDesk();
    rmSync(keys(), { recursive: true });
    expect(await lockOf(args())).toMatch(/\.key: the key of .* is missing/);
    expect(existsSync(keys())).toBe(false);
  });

  it('is another one, with the folder’s note of its key or without', async () => {
    await usedDesk();
    expect(await lockOf([...args(), '--config', anotherKey()])).toContain('another.key: is not the key of');
    for (const note of notes()) rmSync(note);
    expect(await lockOf([...args(), '--config', anotherKey()])).toContain(path.join(data, 'desk'));
    await usedDesk();
  });

  it('is a passphrase that is wrong or not given', async () => {
    const right = { WALLET_CONSOLE_PASSPHRASE: 'right horse' };
    await usedDesk([], right);
    expect(await lockOf(args(), { WALLET_CONSOLE_PASSPHRASE: 'wrong' })).toContain('the passphrase is not the right one');
    expect(await lockOf(args())).toContain('is locked with a passphrase');
    expect(await lockOf(args(), { WALLET_CONSOLE_PASSPHRASE: '' })).toContain('is locked with a passphrase');
    await usedDesk([], right);
  });

  it('is one that a fresh desk should be given and cannot: nothing is there to be unlocked', async () => {
    expect(await refusalOf([...args(), '--config', configIn(home, { keyFile: 'none.key' })])).toContain('none.key');
    await usedDesk();
  });

  it('is a passphrase in a file that is not there', async () => {
    expect(await refusalOf([...args(), '--config', configIn(home, { passphraseFile: 'gone' })])).toBe(`${path.join(home, 'gone')}: cannot be read (ENOENT)`);
    expect(existsSync(data)).toBe(false);
  });
});

describe('a running program', { timeout: BUILD_MS }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s with pages open, and leaves folder and port free', async (signal) => {
    const program = start(['--no-demo', '--data-dir', data]);
    const { consoleUrl, chatUrl } = await program.ready();
    const { port } = new URL(consoleUrl);
    expect(consoleUrl).toMatch(/^http:\/\/localhost:\d+\/#token=[\w-]{43}$/);
    expect(chatUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await (await fetch(`${chatUrl}config`)).json()).toEqual({ language: null });
    const held = connect(Number(port), '127.0.0.1');
    held.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    await once(held, 'data');
    const { code, stdout, stderr } = await program.kill(signal);
    held.destroy();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Each line once, as plain text; the page can be opened while the desk behind it opens.
    expect(stdout).toMatch(/^Console opening: (\S+)$[\s\S]*^Console ready: \1$/m);
    expect(stdout.match(/^Console opening: .*$/gm)).toHaveLength(1);
    expect(stdout.match(/^Console ready: .*$/gm)).toHaveLength(1);
    expect(stdout.match(/^Customer chat: .*$/gm)).toHaveLength(1);
    await usedDesk(['--port', port]);
  });

  it('keeps nothing with --memory, and says so', async () => {
    const program = start(['--no-demo', '--memory', '--lang', 'zh-CN']);
    const { chatUrl } = await program.ready();
    expect(await (await fetch(`${chatUrl}config`)).json()).toEqual({ language: 'zh-CN' });
    const { code, stdout, stderr } = await program.kill('SIGTERM');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Nothing is kept: .*drafts/m);
    expect(readdirSync(home)).toEqual([]);
  });

  it('starts again after it was killed, where pages that are open look for it', async () => {
    const program = start(['--no-demo', '--data-dir', data]);
    const before = await program.ready();
    await program.kill('SIGKILL');
    const again = start(['--no-demo', '--data-dir', data]);
    const now = await again.ready();
    expect(now.chatUrl).toBe(before.chatUrl);
    expect(new URL(now.consoleUrl).host).toBe(new URL(before.consoleUrl).host);
    expect(await again.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });

  it('takes any free port where another program has the one it had', async () => {
    await usedDesk();
    const [console, chat] = [await takenPort(), await takenPort()];
    writeFileSync(path.join(data, 'desk', 'ports.json'), JSON.stringify({ console, chat }));
    const program = start(['--no-demo', '--data-dir', data]);
    const { consoleUrl, chatUrl } = await program.ready();
    expect([console, chat]).not.toContain(Number(new URL(consoleUrl).port));
    expect([console, chat]).not.toContain(Number(new URL(chatUrl).port));
    expect(await program.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([['{"console":'], ['{"console":"x","chat":70000}']])('starts where the ports it had are kept as %s', async (kept) => {
    await usedDesk();
    writeFileSync(path.join(data, 'desk', 'ports.json'), kept);
    await usedDesk();
  });

  it('serves the customers’ page where it is told to', async () => {
    const before = start(['--no-demo', '--data-dir', data]);
    const { chatUrl } = await before.ready();
    await before.kill('SIGTERM');
    // Of another folder, so that nothing is remembered.
    const program = start(['--no-demo', '--data-dir', path.join(home, 'other'), '--chat-port', new URL(chatUrl).port]);
    expect((await program.ready()).chatUrl).toBe(chatUrl);
    expect(await program.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });
});
