import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeExport } from '#electron/channels/email/export-folder.ts';

const bytes = Buffer.from('a mail');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('A file in the export folder', () => {
  it('is whole, and once', async () => {
    const file = path.join(folder, 'a.eml');
    expect(await writeExport(folder, 'a.eml', bytes)).toEqual({ ok: true, value: file });
    expect(await Promise.all(Array.from({ length: 5 }, () => writeExport(folder, 'a.eml', bytes)))).toEqual(
      Array.from({ length: 5 }, () => ({ ok: true, value: file })),
    );
    expect(readdirSync(folder)).toEqual(['a.eml']);
    expect(readFileSync(file, 'utf8')).toBe('a mail');
  });

  it('never replaces another', async () => {
    writeFileSync(path.join(folder, 'a.eml'), 'not ours');
    mkdirSync(path.join(folder, 'b.eml'));
    expect(await writeExport(folder, 'a.eml', bytes)).toEqual({ ok: false, error: 'exists' });
    expect(await writeExport(folder, 'b.eml', bytes)).toEqual({ ok: false, error: 'exists' });
    expect(readFileSync(path.join(folder, 'a.eml'), 'utf8')).toBe('not ours');
    expect(readdirSync(folder)).toEqual(['a.eml', 'b.eml']);
  });

  it('is refused by name where there is no folder', async () => {
    expect(await writeExport(path.join(folder, 'none'), 'a.eml', bytes)).toEqual({ ok: false, error: 'folder-missing' });
    writeFileSync(path.join(folder, 'file'), '');
    expect(await writeExport(path.join(folder, 'file'), 'a.eml', bytes)).toEqual({ ok: false, error: 'folder-missing' });
  });
});
