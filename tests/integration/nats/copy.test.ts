import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Archive } from '#electron/engine/copy/archive.ts';
import { copyDesk } from '#electron/engine/copy/copy-desk.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { Movable } from '#electron/engine/port.ts';
import type { BlobHash, CaseId } from '#shared/lib/ids.ts';
import { aboutCase, event, events, everything, other, wallet } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { type NatsDesks, natsEngine, startNatsDesks } from '#tests/nats-desks.ts';

const nothing = () => undefined;
let folder: string;
let engines: { stop(): Promise<void> }[] = [];

const embedded = async () => {
  const engine = new EmbeddedEngine({ memory: true, key: Buffer.alloc(32), clock: Date.now, newId: v7, logger: recordingLogger() });
  await engine.start();
  engines.push(engine);
  return engine;
};

/** A desk with something of everything in it. */
async function filled(): Promise<EmbeddedEngine> {
  const engine = await embedded();
  const log = new EventLog(engine, nothing);
  for (let index = 0; index < 30; index++) await engine.append(events(`c${index % 7}`, (index % 3) + 1, { group: (index % 7) % 2 === 0 ? wallet : other }));
  const note = event('c1', { type: 'note.added', body: {}, group: other });
  await engine.append(await log.seal([{ ...note, content: { text: '已联系银行', marks: [] } } as never]));
  await engine.append([event('d', { about: { kind: 'desk', id: 'configuration' }, group: 'desk' as never })]);
  await engine.dropKey(aboutCase('erased'));
  for (let index = 0; index < 5; index++) await log.putBlob(aboutCase(`c${index}`), Buffer.from(`picture ${index}`));
  await engine.bindThread('email', '<a@b> with, strange. signs', 'c1' as CaseId);
  return engine;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'copy-'));
  engines = [];
});
afterEach(async () => {
  for (const engine of engines) await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

const inArchive = async (source: Movable, file: string) => {
  const archive = Archive.write(file);
  const copied = await copyDesk(source, archive, nothing);
  archive.finish();
  archive.close();
  return copied;
};

describe('A copy of a desk', () => {
  let desks: NatsDesks;
  beforeAll(async () => {
    desks = await startNatsDesks(1, 2);
  });
  afterAll(() => desks.cluster.end());

  it('through a cluster and an archive and back has everything, in its order, and opens what is sealed', async () => {
    const source = await filled();
    const key = await desks.take();
    const nats = natsEngine(desks.cluster, key);
    await nats.start();
    engines.push(nats);
    const file = path.join(folder, 'desk.ndjson');
    const back = await embedded();
    expect((await copyDesk(source.moving(), nats.moving(), nothing)).ok).toBe(true);
    expect((await inArchive(nats.moving(), file)).ok).toBe(true);
    const archive = Archive.read(file);
    expect((await copyDesk(archive, back.moving(), nothing)).ok).toBe(true);
    archive.close();
    for (let index = 0; index < 7; index++) {
      const ids = async (engine: { read: EmbeddedEngine['read'] }) => (await engine.read(aboutCase(`c${index}`))).map(({ id }) => id);
      expect(await ids(back)).toEqual(await ids(source));
      expect(await ids(nats)).toEqual(await ids(source));
    }
    const [note] = (await new EventLog(back, nothing).read(aboutCase('c1'))).filter(({ type }) => type === 'note.added');
    expect(note).toMatchObject({ content: { text: '已联系银行' } });
    expect(await back.dataKey(aboutCase('erased'), true)).toBeNull();
    expect(await back.findThread('email', '<a@b> with, strange. signs')).toBe('c1');
    for await (const hash of source.moving().allBlobs()) expect(await back.getBlob(hash as BlobHash)).toEqual(await source.getBlob(hash as BlobHash));
    desks.giveBack(key);
  });

  it('that is cut short anywhere and run again comes to the same end', async () => {
    const source = await filled();
    const file = path.join(folder, 'desk.ndjson');
    await inArchive(source.moving(), file);
    const whole = (await everything(source, [wallet, other])).ids;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }), async (cuts) => {
        const target = await embedded();
        for (const cut of cuts) {
          let left = cut;
          const failing = new Proxy(target.moving(), {
            get: (desk, name: keyof Movable) => {
              const method = desk[name] as (...args: unknown[]) => unknown;
              if (!['appendAll', 'putKey', 'bindThread', 'putBlob'].includes(name)) return method;
              return async (...args: unknown[]) => {
                if (left-- <= 0) throw new Error('the cable');
                return method(...args);
              };
            },
          });
          await copyDesk(source.moving(), failing, nothing).catch(() => undefined);
        }
        expect((await copyDesk(source.moving(), target.moving(), nothing)).ok).toBe(true);
        expect((await everything(target, [wallet, other])).ids).toEqual(whole);
      }),
      { numRuns: 15, seed: 20_261_124 },
    );
  });

  it('into an archive that was cut in the middle of a line goes on where it stood', async () => {
    const source = await filled();
    const file = path.join(folder, 'desk.ndjson');
    await inArchive(source.moving(), file);
    const { length } = readFileSync(file);
    for (const at of [length - 3, Math.floor(length / 2), 60, 10, 0]) {
      truncateSync(file, at);
      if (at > 0) expect(() => Archive.read(file)).toThrow(/cut short|in the middle of a line/);
      expect((await inArchive(source.moving(), file)).ok).toBe(true);
      Archive.read(file).close();
    }
  });

  it('does not write into a desk of its own, and names what is there', async () => {
    const [source, target] = [await filled(), await filled()];
    const before = (await everything(target, [wallet, other])).ids;
    const copied = await copyDesk(source.moving(), target.moving(), nothing);
    expect(copied.ok ? [] : copied.error).toEqual([
      expect.stringMatching(/^the target holds another desk already, with events of \d+ things; nothing was copied$/),
    ]);
    expect((await everything(target, [wallet, other])).ids).toEqual(before);
  });

  it('tells what differs afterwards', async () => {
    const [source, target] = [await filled(), await embedded()];
    const lossy = { ...target.moving(), putBlob: async () => '0' as BlobHash, appendAll: async (some: never[]) => target.moving().appendAll(some.slice(1)) };
    const copied = await copyDesk(source.moving(), lossy, nothing);
    expect(copied.ok).toBe(false);
    const lines = copied.ok ? [] : copied.error;
    expect(lines.filter((line) => /^blob [0-9a-f]{64}: is missing$/.test(line))).toHaveLength(5);
    expect(lines.some((line) => /^events of case c0: differs$/.test(line))).toBe(true);
  });
});

describe('A bad archive', () => {
  const bad: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['that is something else', () => 'hello\n', /:1: is not JSON/],
    ['of JSON that is something else', () => '{"is":"thread","channel":"a","thread":"b","caseId":"c"}\n', /:1: is not an archive/],
    ['of a newer form', (text) => text.replace('"form":1', '"form":2'), /:1: was written by a newer version/],
    ['with a changed event', (text) => text.replace('待回访', '待处理'), /what stands before it is not what was written/],
    ['with a line taken out', (text) => text.split('\n').toSpliced(3, 1).join('\n'), /what stands before it is not what was written/],
    ['with a broken line', (text) => text.split('\n').toSpliced(4, 1, '{"is":"event"}').join('\n'), /:5: event/],
    ['without its end', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`, /was cut short/],
  ];
  it.each(bad)('%s is refused by file and line', async (_what, harm, message) => {
    const file = path.join(folder, 'desk.ndjson');
    await inArchive((await filled()).moving(), file);
    writeFileSync(file, harm(readFileSync(file, 'utf8')));
    expect(() => Archive.read(file)).toThrow(message);
    expect(() => Archive.read(file)).toThrow(file);
  });
});

describe('The command', () => {
  const run = (...args: string[]) =>
    spawn(process.execPath, [fileURLToPath(import.meta.resolve('#electron/cli/engine.ts')), 'copy', ...args], {
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const ended = async (child: ReturnType<typeof run>) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      text += data.toString();
    });
    const [code] = await once(child, 'close');
    return { code, text };
  };

  it('that is killed in the middle is run again to the same end; a place without a desk is refused', async () => {
    const file = path.join(folder, 'desk.ndjson');
    const large = await filled();
    await large.appendAll(Array.from({ length: 6_000 }, (_, index) => event(`l${index % 40}`)));
    await inArchive(large.moving(), file);
    const target = path.join(folder, 'data');
    const first = run('--from', `archive:${file}`, '--to', `embedded:${target}`);
    for await (const data of first.stderr) {
      if (!/Events: [1-9]0 %/.test(String(data))) continue;
      first.kill('SIGKILL');
      break;
    }
    await once(first, 'close');
    const again = await ended(run('--from', `archive:${file}`, '--to', `embedded:${target}`));
    expect(again.text).toMatch(/\d+ events about \d+ things, .*: the same on both sides/);
    expect(again.code).toBe(0);
    const none = await ended(run('--from', `embedded:${folder}/nowhere`, '--to', `archive:${file}`));
    expect(none).toMatchObject({ code: 1, text: expect.stringMatching(/nowhere: has no desk in it/) });
  });
});
