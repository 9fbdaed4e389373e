import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DataFolder, type FolderFault, takeDataFolder } from '#electron/host/data-folder.ts';
import { contents, inAnotherProcess, mode, oneLine, temporaryFolder } from '#tests/unit/host/folder-kit.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const freshId = () => 'folder-id-1';

function taken(folder: string, id = freshId): DataFolder {
  const answer = takeDataFolder(folder, id);
  if (!answer.ok) throw new Error(answer.error.message);
  onTestFinished(() => answer.value.release());
  return answer.value;
}

/** Why a folder cannot be had; its line names the place. */
function faultOf(folder: string, place = folder): FolderFault['code'] {
  const answer = takeDataFolder(folder, freshId);
  if (answer.ok) {
    answer.value.release();
    throw new Error('it could be had');
  }
  expect(answer.error.message).toContain(place);
  expect(answer.error.message).toSatisfy(oneLine);
  return answer.error.code;
}

const taking = (folder: string) => `
  import { takeDataFolder } from '#electron/host/data-folder.ts';
  const answer = takeDataFolder(${JSON.stringify(folder)}, () => 'another-id');
  process.stdout.write(answer.ok ? 'taken ' + answer.value.id : answer.error.code + ' ' + answer.error.message);
`;

describe('a data folder', () => {
  it('is made where it is missing, for its owner alone', () => {
    const folder = path.join(temporaryFolder(), 'a/b');
    expect(taken(folder)).toMatchObject({ path: folder, id: 'folder-id-1' });
    expect(mode(folder)).toBe('700');
    for (const file of ['folder.json', 'host.json']) expect(mode(path.join(folder, file))).toBe('600');
  });

  it('that others could read is closed to them', () => {
    const folder = path.join(temporaryFolder(), 'open');
    mkdirSync(folder, { mode: 0o777 });
    taken(folder);
    expect(mode(folder)).toBe('700');
  });

  it('keeps its id', () => {
    const folder = temporaryFolder();
    taken(folder).release();
    expect(taken(folder, () => 'another-id').id).toBe('folder-id-1');
  });

  it('may be given by a relative path and through a link', () => {
    const folder = temporaryFolder();
    const link = path.join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    taken(path.relative(process.cwd(), folder)).release();
    expect(taken(link).id).toBe('folder-id-1');
  });

  it('that holds other files is taken without touching them', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'letter.txt'), 'mine');
    taken(folder);
    expect(readFileSync(path.join(folder, 'letter.txt'), 'utf8')).toBe('mine');
  });
});

describe('a folder in use', () => {
  it('is refused to a second host of this process, and free when it is released', () => {
    const folder = temporaryFolder();
    const first = taken(folder);
    expect(faultOf(folder)).toBe('in-use');
    first.release();
    expect(taken(folder).id).toBe('folder-id-1');
  });

  it('is refused to another process by the name of its holder', () => {
    const folder = temporaryFolder();
    taken(folder);
    const said = inAnotherProcess(taking(folder));
    expect(said).toMatch(/^in-use /);
    expect(said).toContain(`${folder}: is in use by another console by process ${process.pid} since `);
  });

  it('is refused also when its holder’s note is gone or damaged', () => {
    const folder = temporaryFolder();
    taken(folder);
    writeFileSync(path.join(folder, 'host.json'), '{');
    expect(faultOf(folder)).toBe('in-use');
  });

  it('is free again when its holder is killed', async () => {
    const folder = temporaryFolder();
    const holder = spawn(process.execPath, ['--input-type=module', '-e', `${taking(folder)}\nsetInterval(() => undefined, 1000);`], { cwd: root });
    const [said] = (await once(holder.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('taken another-id');
    expect(faultOf(folder)).toBe('in-use');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(taken(folder).id).toBe('another-id');
  });

  it('leaves another folder beside it free', () => {
    const folder = temporaryFolder();
    taken(path.join(folder, 'demo'));
    expect(taken(path.join(folder, 'desk')).path).toBe(path.join(folder, 'desk'));
  });
});

describe('what cannot be a data folder', () => {
  it('a file', () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, 'mine');
    expect(faultOf(file)).toBe('not-a-folder');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('a folder below a file', () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, 'mine');
    expect(faultOf(path.join(file, 'below'))).toBe('not-a-folder');
  });

  it('a link to nowhere', () => {
    const link = path.join(temporaryFolder(), 'link');
    symlinkSync('/nowhere/at/all', link);
    expect(['not-a-folder', 'read-only']).toContain(faultOf(link));
  });

  it.runIf(process.platform === 'linux')('a place where nobody may write, root included', () => {
    expect(faultOf('/proc/desk')).toBe('read-only');
    expect(faultOf('/proc')).toBe('read-only');
  });

  it.each(['folder.json', 'host.lock', 'host.json'])('a folder with a folder in the place of %s', (name) => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, name));
    expect(['unreadable', 'read-only']).toContain(faultOf(folder));
    // What was refused is not held.
    expect(faultOf(folder)).not.toBe('in-use');
  });

  it.each([
    ['of a newer version', { form: 2, id: 'folder-id-1' }, 'newer-version'],
    ['of a much newer version', { form: 99, id: 'folder-id-1', more: [] }, 'newer-version'],
    ['without a form', { id: 'folder-id-1' }, 'unreadable'],
    ['with a form that is no number', { form: '1', id: 'folder-id-1' }, 'unreadable'],
    ['without an id', { form: 1 }, 'unreadable'],
    ['with an id that is none', { form: 1, id: '' }, 'unreadable'],
    ['with a list', [], 'unreadable'],
  ])('a folder whose head is %s; nothing in it is touched', (_name, head, code) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'folder.json'), JSON.stringify(head));
    writeFileSync(path.join(folder, 'engine.db'), 'data');
    const before = contents(folder);
    expect(faultOf(folder)).toBe(code);
    expect(contents(folder)).toEqual(before);
  });

  it.each(['', '{', '{\n"form": 1,\n"id"', '\u0000'])('a folder whose head is damaged: %j', (head) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'folder.json'), head);
    expect(faultOf(folder, path.join(folder, 'folder.json'))).toBe('unreadable');
    expect(existsSync(path.join(folder, 'host.json'))).toBe(false);
  });

  it('a folder of a newer version: the line says which forms', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'folder.json'), JSON.stringify({ form: 7, id: 'folder-id-1' }));
    const answer = takeDataFolder(folder, freshId);
    expect(answer).toMatchObject({ ok: false, error: { message: `${folder}: was made by a newer version of the console (form 7, this one knows 1)` } });
  });

  it('an id that would lead elsewhere: it names the key file', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'folder.json'), JSON.stringify({ form: 1, id: '../../etc/shadow' }));
    expect(faultOf(folder)).toBe('unreadable');
  });
});
