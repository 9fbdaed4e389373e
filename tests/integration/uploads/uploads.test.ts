import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Attachment, MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { BlobHash, CaseId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { bytes, caseId, type UploadRoom, uploadRoom } from '#tests/integration/uploads/uploads-kit.ts';

let room: UploadRoom;
beforeAll(async () => {
  room = await uploadRoom();
});
afterAll(() => room.stop());

let sessions = 0;
/** A session of its own, so that no test's unfinished uploads count for another. */
const session = () => `session-${++sessions}`;

function begun(owner: string, name: string, size: number): string {
  const answer = room.uploads.begin(owner, caseId, name, size);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value.upload;
}

/** Uploads in pieces of `piece` bytes. */
async function uploaded(name: string, data: Uint8Array, piece = data.length, owner = session()): Promise<Result<Attachment, UploadFault>> {
  const id = begun(owner, name, data.length);
  for (let at = 0; at < data.length; at += piece) {
    const taken = room.uploads.chunk(owner, id, data.subarray(at, at + piece));
    if (!taken.ok) return taken;
  }
  return room.uploads.finish(owner, id);
}

async function kept(name: string, data: Uint8Array): Promise<Attachment> {
  const answer = await uploaded(name, data);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

const refused = (error: UploadFault) => ({ ok: false, error });

describe('what is taken', () => {
  it.each([
    ['a picture', 'shot.png', bytes.png, 'image/png'],
    ['an ending in capitals', 'SHOT.PNG', bytes.png, 'image/png'],
    ['another ending of its type', 'photo.jpeg', bytes.jpeg, 'image/jpeg'],
    ['a moving picture', 'a.gif', bytes.gif, 'image/gif'],
    ['a document', 'bill.pdf', bytes.pdf, 'application/pdf'],
    ['plain text', '账单.csv', bytes.text, 'text/plain'],
    ['a picture without an ending', 'shot', bytes.png, 'image/png'],
  ])('%s, as what its bytes are', async (_name, name, data, type) => {
    const file = await kept(name, data);
    expect(file).toMatchObject({ name, type, size: data.length });
    expect(Buffer.from((await room.uploads.read(caseId, file.blob)) ?? []).equals(data)).toBe(true);
    expect(await room.uploads.holds(caseId, file)).toBe(true);
  });

  it('pieces of any size, put together in the order they came', async () => {
    const data = Buffer.concat([bytes.png, Buffer.alloc(10_000, 1)]);
    for (const piece of [1_000, 4_096, data.length]) {
      const answer = await uploaded('a.png', data, piece);
      expect(answer).toMatchObject({ ok: true, value: { size: data.length } });
      if (answer.ok) expect(Buffer.from((await room.uploads.read(caseId, answer.value.blob)) ?? []).equals(data)).toBe(true);
    }
  });

  it('a file of the largest size there is', async () => {
    const data = Buffer.alloc(MAX_ATTACHMENT_BYTES);
    bytes.png.copy(data);
    expect(await uploaded('big.png', data, 1024 * 1024)).toMatchObject({ ok: true, value: { size: MAX_ATTACHMENT_BYTES, type: 'image/png' } });
  });

  it.each([
    ['../../etc/passwd.png', 'passwd.png'],
    ['C:\\Users\\li\\shot.png', 'shot.png'],
    ['.png', 'png'],
    ['. .shot.png', 'shot.png'],
    ['  shot.png  ', 'shot.png'],
    ['gnp.\u202Eshot.png', 'gnp.shot.png'],
    ['a\u0000b\r\n.png', 'ab.png'],
    ['/', 'file'],
    ['...', 'file'],
    ['\u200b', 'file'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(251)}.png`],
  ])('under a name that is only a name: %j', async (given, name) => {
    const file = await kept(given, bytes.png);
    expect(file.name).toBe(name);
    // What was kept may be sent.
    expect(await room.uploads.holds(caseId, file)).toBe(true);
  });
});

describe('what is refused', () => {
  it.each([
    ['a program named as a picture', 'photo.png', bytes.exe, 'disguised'],
    ['another program named as a document', 'bill.pdf', bytes.elf, 'disguised'],
    ['a web page named as a picture', 'photo.png', bytes.html, 'disguised'],
    ['a drawing with scripts named as a picture', 'photo.png', bytes.svg, 'disguised'],
    ['a drawing with an XML head named as a picture', 'photo.jpg', bytes.xmlSvg, 'disguised'],
    ['a web page named as text', 'note.txt', bytes.html, 'disguised'],
    ['a drawing named as text', 'note.txt', bytes.svg, 'disguised'],
    ['one picture named as another', 'photo.jpg', bytes.png, 'disguised'],
    ['text named as a picture', 'photo.png', bytes.text, 'disguised'],
    ['a picture named as text', 'note.txt', bytes.png, 'disguised'],
    ['a picture named as a program', 'photo.exe', bytes.png, 'disguised'],
    ['a picture named as a web page', 'photo.png.html', bytes.png, 'disguised'],
    ['rubbish named as a picture', 'photo.png', bytes.rubbish, 'disguised'],
    ['a picture cut short before it tells what it is', 'photo.png', bytes.png.subarray(0, 6), 'disguised'],
    ['a program', 'setup.exe', bytes.exe, 'type-not-allowed'],
    ['an archive', 'all.zip', bytes.zip, 'type-not-allowed'],
    ['a web page', 'page.html', bytes.html, 'type-not-allowed'],
    ['a drawing', 'drawing.svg', bytes.svg, 'type-not-allowed'],
    ['a script', 'run.sh', bytes.script, 'type-not-allowed'],
    ['a program without an ending', 'setup', bytes.exe, 'type-not-allowed'],
    ['rubbish without an ending', 'data', bytes.rubbish, 'type-not-allowed'],
  ] as const)('%s', async (_name, name, data, error) => {
    expect(await uploaded(name, data)).toEqual(refused(error));
  });

  it.each([
    [MAX_ATTACHMENT_BYTES + 1, 'too-large'],
    [Number.MAX_SAFE_INTEGER, 'too-large'],
    [0, 'empty'],
  ] as const)('a file of %i bytes, before anything is sent', (size, error) => {
    expect(room.uploads.begin(session(), caseId, 'a.png', size)).toEqual(refused(error));
  });

  it('more than was announced, at the piece that is too much; the upload is gone then', async () => {
    const owner = session();
    const id = begun(owner, 'a.png', bytes.png.length);
    expect(room.uploads.chunk(owner, id, bytes.png)).toEqual({ ok: true, value: { received: bytes.png.length } });
    expect(room.uploads.chunk(owner, id, Buffer.from([0]))).toEqual(refused('too-large'));
    expect(await room.uploads.finish(owner, id)).toEqual(refused('incomplete'));
  });

  it('less than was announced', async () => {
    const owner = session();
    const id = begun(owner, 'a.png', bytes.png.length + 1);
    room.uploads.chunk(owner, id, bytes.png);
    expect(await room.uploads.finish(owner, id)).toEqual(refused('incomplete'));
  });

  it('an end before any piece', async () => {
    const owner = session();
    expect(await room.uploads.finish(owner, begun(owner, 'a.png', 10))).toEqual(refused('incomplete'));
  });

  it('a piece or a second end after the end', async () => {
    const owner = session();
    const id = begun(owner, 'a.png', bytes.png.length);
    room.uploads.chunk(owner, id, bytes.png);
    expect(await room.uploads.finish(owner, id)).toMatchObject({ ok: true });
    expect(room.uploads.chunk(owner, id, Buffer.from([0]))).toEqual(refused('incomplete'));
    expect(await room.uploads.finish(owner, id)).toEqual(refused('incomplete'));
  });

  it('pieces in another order than they have in the file', async () => {
    const owner = session();
    const data = Buffer.concat([bytes.png, Buffer.alloc(100)]);
    const id = begun(owner, 'a.png', data.length);
    room.uploads.chunk(owner, id, data.subarray(bytes.png.length));
    room.uploads.chunk(owner, id, bytes.png);
    expect(await room.uploads.finish(owner, id)).toEqual(refused('disguised'));
  });

  it('an upload that nobody began', async () => {
    expect(room.uploads.chunk(session(), 'nobody', bytes.png)).toEqual(refused('incomplete'));
    expect(await room.uploads.finish(session(), 'nobody')).toEqual(refused('incomplete'));
  });

  it('another session’s hand on an upload, which goes on untouched', async () => {
    const [owner, other] = [session(), session()];
    const id = begun(owner, 'a.png', bytes.png.length);
    expect(room.uploads.chunk(other, id, bytes.png)).toEqual(refused('incomplete'));
    expect(await room.uploads.finish(other, id)).toEqual(refused('incomplete'));
    room.uploads.drop(other);
    room.uploads.chunk(owner, id, bytes.png);
    expect(await room.uploads.finish(owner, id)).toMatchObject({ ok: true });
  });
});

describe('unfinished uploads', () => {
  const five = (owner: string) => Array.from({ length: 5 }, () => begun(owner, 'a.png', bytes.png.length));
  const sixth = (owner: string) => room.uploads.begin(owner, caseId, 'a.png', bytes.png.length);

  it('are five at most in a session', () => {
    const owner = session();
    five(owner);
    expect(sixth(owner)).toEqual(refused('too-many'));
    expect(sixth(session())).toMatchObject({ ok: true });
  });

  it('make room when one ends, well or badly', async () => {
    const owner = session();
    const [first = '', second = ''] = five(owner);
    room.uploads.chunk(owner, first, bytes.png);
    await room.uploads.finish(owner, first);
    await room.uploads.finish(owner, second);
    expect([sixth(owner).ok, sixth(owner).ok, sixth(owner).ok]).toEqual([true, true, false]);
  });

  it('are forgotten with their session', async () => {
    const owner = session();
    const [first = ''] = five(owner);
    room.uploads.drop(owner);
    expect(room.uploads.chunk(owner, first, bytes.png)).toEqual(refused('incomplete'));
    expect(sixth(owner)).toMatchObject({ ok: true });
  });

  it('are forgotten after ten minutes', () => {
    const owner = session();
    const [first = ''] = five(owner);
    room.time.now += 10 * MINUTE;
    expect(sixth(owner)).toEqual(refused('too-many'));
    room.time.now += 1;
    expect(sixth(owner)).toMatchObject({ ok: true });
    expect(room.uploads.chunk(owner, first, bytes.png)).toEqual(refused('incomplete'));
  });
});

describe('holds', () => {
  it('knows a file by bytes, size, type and name together', async () => {
    const file = await kept('a.png', bytes.png);
    const others: Partial<Attachment>[] = [
      { size: file.size + 1 },
      { type: 'image/jpeg' },
      { type: 'text/html' },
      { name: 'a.jpg' },
      { name: 'a.html' },
      { name: '../a.png' },
      { name: 'a\u202E.png' },
      { name: '' },
      { blob: 'f'.repeat(64) as BlobHash },
      { blob: file.blob.toUpperCase() as BlobHash },
    ];
    expect(await room.uploads.holds(caseId, file)).toBe(true);
    expect(await Promise.all(others.map((over) => room.uploads.holds(caseId, { ...file, ...over })))).toEqual(others.map(() => false));
  });

  it('and read know nothing of another case’s file', async () => {
    const file = await kept('a.png', bytes.png);
    const other = 'case-2' as CaseId;
    expect(await room.uploads.holds(other, file)).toBe(false);
    expect(await room.uploads.read(other, file.blob)).toBeNull();
  });
});
