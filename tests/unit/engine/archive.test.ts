import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Archive, ArchiveFault } from '#electron/engine/copy/archive.ts';
import type { About } from '#shared/case/envelope.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const erased: About = { kind: 'case', id: 'erased' };
const other: About = { kind: 'case', id: 'other' };
const key = new Uint8Array(32).fill(7);

it('a copy that is gone on with after an erasure is refused: its file has the key that was dropped since', async () => {
  const file = join(folder, 'desk.jsonl');
  const first = Archive.write(file);
  await first.putKey({ about: erased, key });
  await first.putKey({ about: other, key });
  first.close();
  const second = Archive.write(file);
  await second.putKey({ about: other, key });
  await expect(second.putKey({ about: erased, key: null })).rejects.toThrow(ArchiveFault);
  await expect(second.putKey({ about: erased, key: null })).rejects.toThrow(/delete it, and copy again/);
  second.close();
});

it('a copy made after an erasure has the case without its key', async () => {
  const file = join(folder, 'desk.jsonl');
  const made = Archive.write(file);
  await made.putKey({ about: erased, key: null });
  await made.putKey({ about: erased, key: null });
  made.finish();
  made.close();
  const read = Archive.read(file);
  const keys = [];
  for await (const entry of read.allKeys()) keys.push(entry);
  expect(keys).toEqual([{ about: erased, key: null }]);
  read.close();
});
