import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { engineConformance } from '#tests/conformance/engine.ts';
import { aboutCase, Collector, event, events, everything, wallet } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 7);
const made = (options: { file: string } | { memory: true }, clock = Date.now) =>
  new EmbeddedEngine({ ...options, key, clock, newId: v7, logger: recordingLogger() });
const freshFolder = () => mkdtempSync(join(tmpdir(), 'engine-'));
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

engineConformance('The embedded engine in memory', async (clock) => ({ engine: made({ memory: true }, clock), dispose: async () => undefined }));

engineConformance('The embedded engine on disk', async (clock) => {
  const folder = freshFolder();
  return { engine: made({ file: join(folder, 'engine.db') }, clock), dispose: async () => remove(folder) };
});

describe('The embedded engine, opened again', () => {
  let folder: string;
  let file: string;
  let open: EmbeddedEngine[] = [];

  const opened = async () => {
    const engine = made({ file });
    await engine.start();
    open.push(engine);
    return engine;
  };
  beforeEach(() => {
    folder = freshFolder();
    file = join(folder, 'engine.db');
    open = [];
  });
  afterEach(async () => {
    for (const engine of open) await engine.stop();
    remove(folder);
  });

  it('has its id, its events, keys, blobs and threads, and resumes its cursors', async () => {
    const first = await opened();
    await first.append(events('a', 3), 0);
    const dataKey = await first.dataKey(aboutCase('a'), true);
    await first.dropKey(aboutCase('dropped'));
    const blob = await first.putBlob(Buffer.from('sealed'));
    await first.bindThread('chat', 't', 'a' as never);
    const { cursor, events: before } = await everything(first, [wallet]);
    await first.stop();

    const again = await opened();
    expect(again.id).toBe(first.id);
    expect(await again.read(aboutCase('a'))).toEqual(before);
    expect(await again.dataKey(aboutCase('a'), false)).toEqual(new Uint8Array(dataKey ?? []));
    expect(await again.dataKey(aboutCase('dropped'), true)).toBeNull();
    expect(Buffer.from((await again.getBlob(blob)) ?? []).toString()).toBe('sealed');
    expect(await again.findThread('chat', 't')).toBe('a');
    const late = event('a');
    await again.append([late], before.at(-1)?.position);
    const resumed = new Collector();
    again.follow([wallet], cursor, resumed);
    expect((await resumed.has(1)).ids).toEqual([late.id]);
  });

  it('writes what was asked before it stops', async () => {
    const first = await opened();
    const batch = events('a', 40);
    const answers = batch.map((one) => first.append([one]));
    await first.stop();
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
    expect((await (await opened()).read(aboutCase('a'))).map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
  });

  it('refuses calls after stop', async () => {
    const engine = await opened();
    await engine.stop();
    await expect(engine.append([event('a')])).rejects.toThrow('not running');
  });

  it.each([0, 3])('tells that the log went back to an older copy, with %i newer events since', async (since) => {
    const first = await opened();
    await first.append(events('a', 5));
    await first.stop();
    copyFileSync(file, `${file}.copy`);
    const second = await opened();
    await second.append(events('a', 2));
    const { cursor } = await everything(second, [wallet]);
    await second.stop();
    // With its mark, the older copy is refused before anybody follows it; whoever takes the mark away is told by the cursor.
    copyFileSync(`${file}.copy`, file);
    await expect(opened()).rejects.toMatchObject({ code: 'cut-short', file });
    rmSync(`${file}.mark`);
    const third = await opened();
    if (since > 0) await third.append(events('a', since));
    const collector = new Collector();
    third.follow([wallet], cursor, collector);
    await collector.until(({ faults }) => faults.length > 0);
    expect(collector.faults).toEqual(['went-backwards']);
  });

  it('never gives a position twice', async () => {
    const first = await opened();
    const appended = await first.append(events('a', 2));
    await first.stop();
    const again = await (await opened()).append([event('b')]);
    expect(again.ok && appended.ok && (again.value[0] ?? 0) > (appended.value[1] ?? 0)).toBe(true);
  });

  it('leaves nothing readable on disk, and nothing of a dropped key', async () => {
    const engine = await opened();
    await engine.append([event('a', { body: { text: 'MARKER-IN-A-BODY' } })]);
    await engine.putBlob(Buffer.from('MARKER-IN-A-BLOB'));
    await engine.bindThread('chat', 'MARKER-THREAD', 'a' as never);
    const onDisk = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    expect(onDisk.length).toBeGreaterThan(4096);
    expect(onDisk.includes('MARKER')).toBe(false);
    expect(onDisk.includes('SQLite format')).toBe(false);
  });

  it('is refused by a wrong key, by name', async () => {
    const first = await opened();
    await first.append([event('a')]);
    await first.stop();
    const wrong = new EmbeddedEngine({ file, key: Buffer.alloc(32, 8), clock: Date.now, newId: v7, logger: recordingLogger() });
    await expect(wrong.start()).rejects.toMatchObject({ name: 'OpenFault', code: 'wrong-key-or-not-a-database', file });
    expect(await (await opened()).read(aboutCase('a'))).toHaveLength(1);
  });

  it.each([
    [1, 60],
    [8, 300],
    [20, 600],
  ])('has every acknowledged event after kill -9 of %i writers', async (writers, enough) => {
    const acknowledged = new Set<string>();
    const child = spawn(
      process.execPath,
      [fileURLToPath(import.meta.resolve('#tests/fixtures/processes/appending.ts')), file, key.toString('hex'), String(writers)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    for await (const line of createInterface({ input: child.stdout })) {
      // A line cut by the kill is no acknowledgement that anyone could have read.
      if (line.length === 36) acknowledged.add(line);
      if (acknowledged.size === enough) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(acknowledged.size).toBeGreaterThanOrEqual(enough);
    const engine = await opened();
    const all = await everything(engine, [wallet]);
    expect(new Set(all.ids).size).toBe(all.ids.length);
    expect([...acknowledged].filter((id) => !all.ids.includes(id))).toEqual([]);
    for (let who = 0; who < writers; who += 1) {
      // A batch of three is whole or absent: the appends of a writer go 3, 1, 1, 3, 1, 1 …
      const count = (await engine.read(aboutCase(`case-${who}`))).length;
      expect([0, 3, 4]).toContain(count % 5);
    }
  });
});
