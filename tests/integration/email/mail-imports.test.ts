import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkFolder } from '#electron/channels/email/check-folder.ts';
import { MailImports } from '#electron/channels/email/mail-imports.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { EmailRoom } from '#tests/integration/email/email-kit.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';
import { makeMail } from '#tests/unit/email/mail-kit.ts';

let room: EmailRoom;
let imports: MailImports;
let made = 0;

beforeEach(async () => {
  room = await new EmailRoom().start();
  imports = new MailImports(room.channel, () => `import-${made++}`, recordingLogger());
});
afterEach(async () => {
  imports.stop();
  await room.stop();
});

async function bring(name: string, bytes: Uint8Array, piece = 60_000) {
  const begun = imports.begin('tab', name, bytes.length);
  if (!begun.ok) return begun;
  for (let at = 0; at < bytes.length; at += piece) {
    const taken = await imports.chunk('tab', begun.value, bytes.subarray(at, at + piece));
    if (!taken.ok) return taken;
  }
  return imports.finish('tab', begun.value);
}

describe('A file that is brought in', () => {
  it('of any fixture is taken or explained, and nothing stops', async () => {
    const counts = { mails: 0, taken: 0, refused: 0 };
    const corpus = await mailCorpus();
    for (const { place, bytes } of corpus) {
      const told = await bring(`${path.basename(place)}.eml`, bytes);
      if (!told.ok) {
        expect(told.error, place).toBe('empty');
        continue;
      }
      counts.mails += told.value.mails;
      counts.taken += told.value.opened + told.value.added + told.value.repeats;
      counts.refused += told.value.refused;
    }
    expect(counts.taken + counts.refused).toBe(counts.mails);
    expect(counts.mails).toBeGreaterThanOrEqual(300);
  });

  it('may be a mailbox far larger than what is held of it', { timeout: 60_000 }, async () => {
    // Mails too large to be taken are cheap to read past: what is measured is the stream, not the desk.
    const line = Buffer.alloc(1024 * 1024, `${'x'.repeat(76)}\n`);
    const head = Buffer.concat([Buffer.from('From a@b.example Mon Nov 23 08:00:00 2026\n'), makeMail(['From: a@b.example', 'Subject: large'], '')]);
    const megabytes = 500;
    const small = Buffer.concat([
      Buffer.from('\n\nFrom a@b.example Mon Nov 23 08:00:00 2026\n'),
      makeMail(['From: a@b.example', 'Subject: last'], 'the last one'),
    ]);
    const begun = imports.begin('tab', 'huge.mbox', head.length + megabytes * line.length + small.length);
    if (!begun.ok) throw new Error(begun.error);
    await imports.chunk('tab', begun.value, head);
    const before = process.memoryUsage.rss();
    let most = 0;
    for (let n = 0; n < megabytes; n++) {
      expect((await imports.chunk('tab', begun.value, line)).ok).toBe(true);
      most = Math.max(most, process.memoryUsage.rss() - before);
    }
    await imports.chunk('tab', begun.value, small);
    expect(await imports.finish('tab', begun.value)).toMatchObject({ ok: true, value: { mails: 2, opened: 1, refused: 1 } });
    expect(most).toBeLessThan(250 * 1024 * 1024);
  });

  it('that breaks off leaves what was taken, and is known when it comes again', async () => {
    const box = Buffer.concat(
      Array.from({ length: 40 }, (_, n) =>
        Buffer.concat([
          Buffer.from('From a@b.example Mon Nov 23 08:00:00 2026\r\n'),
          makeMail([`From: p${n}@b.example`, `Message-ID: <${n}@b.example>`], `text ${n} ${'x'.repeat(4_000)}`),
          Buffer.from('\r\n\r\n'),
        ]),
      ),
    );
    const begun = imports.begin('tab', 'a.mbox', box.length);
    if (!begun.ok) throw new Error(begun.error);
    await imports.chunk('tab', begun.value, box.subarray(0, 100_000));
    imports.drop('tab');
    expect(await imports.chunk('tab', begun.value, box.subarray(100_000))).toEqual({ ok: false, error: 'incomplete' });
    const again = await bring('a.mbox', box);
    if (!again.ok) throw new Error(again.error);
    expect(again.value.opened + again.value.repeats).toBe(40);
    expect(again.value.refused).toBe(0);
  });
});

describe('A folder', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mail-folders-')));
  const at = (name: string) => path.join(folder, name);

  it('is refused by name of the fault', async () => {
    mkdirSync(at('data/inner'), { recursive: true });
    mkdirSync(at('ok'));
    writeFileSync(at('file'), '');
    symlinkSync(at('data'), at('link'));
    const check = (name: string, use: 'read' | 'write' = 'read') => checkFolder(name, use, at('data'));
    expect(await check(at('ok'))).toEqual({ ok: true, value: at('ok') });
    expect(await check('ok')).toEqual({ ok: false, error: 'not-absolute' });
    expect(await check(at('none'))).toEqual({ ok: false, error: 'missing' });
    expect(await check(at('file/x'))).toEqual({ ok: false, error: 'missing' });
    expect(await check(at('file'))).toEqual({ ok: false, error: 'not-a-folder' });
    for (const name of ['data', 'data/inner', 'link', 'data/../data/inner', '.'])
      expect(await check(at(name)), name).toEqual({ ok: false, error: 'in-data-folder' });
    rmSync(folder, { recursive: true });
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read or written says so', async () => {
    const own = realpathSync(mkdtempSync(path.join(tmpdir(), 'mail-rights-')));
    chmodSync(own, 0o000);
    expect(await checkFolder(own, 'read', null)).toEqual({ ok: false, error: 'not-readable' });
    expect(await checkFolder(own, 'write', null)).toEqual({ ok: false, error: 'not-writable' });
    rmSync(own, { recursive: true });
  });

  it('that is watched and vanishes is told, and goes on when it is back; another one may be chosen', async () => {
    const states = () => room.states.map((watch) => (watch === null ? 'none' : watch.state === 'watching' ? 'watching' : watch.fault));
    renameSync(room.inFolder, `${room.inFolder}-away`);
    await vi.waitFor(() => expect(states()).toEqual(['watching', 'missing']));
    renameSync(`${room.inFolder}-away`, room.inFolder);
    await vi.waitFor(() => expect(states().at(-1)).toBe('watching'));
    writeFileSync(path.join(room.inFolder, 'a.eml'), makeMail(['From: a@b.example'], 'after it came back'));
    await vi.waitFor(() => expect(room.originals).toHaveLength(1), { timeout: 5_000 });
    await room.channel.apply({ ...room.channel.settings, watchFolder: null });
    expect(states().at(-1)).toBe('none');
    const other = path.join(room.folder, 'other');
    mkdirSync(other);
    await room.channel.apply({ ...room.channel.settings, watchFolder: other });
    expect(states().at(-1)).toBe('watching');
    writeFileSync(path.join(other, 'b.eml'), makeMail(['From: b@b.example'], 'in the other'));
    await vi.waitFor(() => expect(room.originals).toHaveLength(2), { timeout: 5_000 });
  });
});
