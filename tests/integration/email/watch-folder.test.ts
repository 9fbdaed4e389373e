import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import { FolderWatch, type WatchState } from '#electron/channels/email/watch-folder.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { EmailRoom } from '#tests/integration/email/email-kit.ts';

let room: string;
let folder: string;
let taken: string[];
let states: WatchState[];
let book: MemoryMailBook;

const watchOf = (take?: (file: string) => Promise<void>, everyMs?: number) =>
  new FolderWatch({
    folder,
    book,
    take: take ?? (async (file) => void taken.push(path.basename(file))),
    onState: (state) => states.push(state),
    onFileFault: (file, detail) => taken.push(`${path.basename(file)}: ${detail}`),
    logger: recordingLogger(),
    ...(everyMs === undefined ? {} : { everyMs }),
  });

const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const told = () => states.map((state) => (state.state === 'watching' ? 'watching' : state.fault));

beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'watch-'));
  folder = path.join(room, 'in');
  mkdirSync(folder);
  [taken, states, book] = [[], [], new MemoryMailBook()];
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

describe('A watched folder', () => {
  it('has each mail and mailbox taken once, by its contents, and nothing removed', async () => {
    put('a.eml', 'one');
    put('b.MBOX', 'two');
    put('copy.eml', 'one');
    put('note.txt', 'three');
    put('empty.eml', '');
    mkdirSync(path.join(folder, 'sub.eml'));
    writeFileSync(path.join(room, 'secret'), 'four');
    symlinkSync(path.join(room, 'secret'), path.join(folder, 'link.eml'));
    const before = readdirSync(folder);
    const watch = watchOf();
    for (let look = 0; look < 4; look++) await watch.look();
    expect(taken).toEqual(['a.eml', 'b.MBOX']);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(path.join(folder, 'a.eml'), 'utf8')).toBe('one');
    // Another run with the same book, as after a restart.
    const next = watchOf();
    await next.look();
    await next.look();
    expect(taken).toHaveLength(2);
  });

  it('has a file left alone while it grows', async () => {
    const watch = watchOf();
    for (const text of ['o', 'on', 'one']) {
      put('a.eml', text);
      await watch.look();
    }
    expect(taken).toEqual([]);
    await watch.look();
    expect(taken).toEqual(['a.eml']);
    put('a.eml', 'one and more');
    await watch.look();
    await watch.look();
    expect(taken).toEqual(['a.eml', 'a.eml']);
  });

  it('may vanish and come back: told once each way', async () => {
    put('a.eml', 'one');
    const watch = watchOf();
    await watch.look();
    await watch.look();
    renameSync(folder, path.join(room, 'away'));
    await watch.look();
    await watch.look();
    expect(states.at(-1)).toEqual({ state: 'fault', folder, fault: 'missing', detail: 'ENOENT' });
    renameSync(path.join(room, 'away'), folder);
    put('b.eml', 'two');
    await watch.look();
    await watch.look();
    expect([told(), taken]).toEqual([
      ['watching', 'missing', 'watching'],
      ['a.eml', 'b.eml'],
    ]);
  });

  it('may be a file, or not there yet, at the start', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const watch = watchOf();
    await watch.look();
    rmSync(folder);
    await watch.look();
    mkdirSync(folder);
    await watch.look();
    expect(told()).toEqual(['not-a-folder', 'missing', 'watching']);
  });

  it('has a file tried again whose taking failed', async () => {
    put('a.eml', 'one');
    let fails = 2;
    const watch = watchOf(async (file) => {
      if (fails-- > 0) throw new Error('the desk is away');
      taken.push(path.basename(file));
    });
    for (let look = 0; look < 5; look++) await watch.look();
    expect(taken).toEqual(['a.eml']);
  });

  it('has a file told once that may not be read', async () => {
    put('a.eml', 'one');
    const watch = watchOf(async () => {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    });
    for (let look = 0; look < 4; look++) await watch.look();
    expect(taken).toEqual(['a.eml: EACCES']);
  });

  it('is looked at again and again, until it is not', async () => {
    const watch = watchOf(undefined, 5);
    await watch.start();
    put('a.eml', 'one');
    await vi.waitFor(() => expect(taken).toEqual(['a.eml']));
    await watch.stop();
    put('b.eml', 'two');
    await watch.look();
    await watch.look();
    expect(taken).toEqual(['a.eml']);
  });
});

it('of a channel whose settings change twice at once is the last one, and is watched once', async () => {
  const [starts, stops] = [vi.spyOn(FolderWatch.prototype, 'start'), vi.spyOn(FolderWatch.prototype, 'stop')];
  const emails = await new EmailRoom().start();
  const { channel } = emails;
  const change = (watchFolder: string | null) => channel.apply({ ...channel.settings, watchFolder });
  await Promise.all([change(emails.outFolder), change(folder), change(room)]);
  expect(channel.settings.watchFolder).toBe(room);
  await Promise.all([change(folder), emails.stop()]);
  expect(starts.mock.contexts.filter((watch) => !stops.mock.contexts.includes(watch))).toEqual([]);
  vi.restoreAllMocks();
});
