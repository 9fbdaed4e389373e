import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import type { BlobHash, CaseId } from '#shared/lib/ids.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, refusal } from '#tests/contract/console-tab-kit.ts';

const png = readFileSync(new URL('../fixtures/screenshot.png', import.meta.url));

async function begun({ client }: Tab, caseId: CaseId, name: string, bytes: Buffer, size = bytes.length): Promise<string> {
  const { upload } = await client.attachments.begin({ caseId, name, size });
  for (let from = 0; from < bytes.length; from += 400_000) {
    await client.attachments.chunk({ upload, data: bytes.subarray(from, from + 400_000).toString('base64') });
  }
  return upload;
}

/** Files with answers: in pieces, sniffed, kept with the case. */
export function attachmentRules(bench: Bench): void {
  it('attachments: what was sent in pieces is read back byte for byte, and goes out with an answer', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const bytes = Buffer.concat([png, Buffer.alloc(900_000, 3)]);
    const upload = await begun(tab, caseId, 'C:\\shots\\证明.png', bytes);
    const file = await tab.client.attachments.finish({ upload });
    expect(file).toMatchObject({ name: '证明.png', type: 'image/png', size: bytes.length });
    const read = await tab.client.attachments.read({ caseId, blob: file.blob });
    expect(Buffer.from(read.data, 'base64').equals(bytes)).toBe(true);
    const { events } = await tab.act(caseId, { type: 'reply', text: '', attachments: [file] });
    expect(events.at(-1)).toMatchObject({ type: 'message.sent', content: { attachments: [file] } });
  });

  it('attachments.chunk counts what came', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const { upload } = await tab.client.attachments.begin({ caseId, name: 'a.txt', size: 6 });
    const data = Buffer.from('abc').toString('base64');
    expect(await tab.client.attachments.chunk({ upload, data })).toEqual({ received: 3 });
    expect(await tab.client.attachments.chunk({ upload, data })).toEqual({ received: 6 });
    expect(await refusal(tab.client.attachments.chunk({ upload, data }))).toEqual({ code: 'UPLOAD_REFUSED', data: { fault: 'too-large' } });
  });

  it('attachments are refused by name of the fault', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const { attachments } = tab.client;
    const refused = async (asked: Promise<unknown>) => {
      const { code, data } = await refusal(asked);
      return code === 'UPLOAD_REFUSED' ? (data as { fault: string }).fault : code;
    };
    const finish = async (name: string, bytes: Buffer, size?: number) => refused(attachments.finish({ upload: await begun(tab, caseId, name, bytes, size) }));
    expect(await refused(attachments.begin({ caseId, name: 'a.png', size: MAX_ATTACHMENT_BYTES + 1 }))).toBe('too-large');
    expect(await refused(attachments.begin({ caseId, name: 'a.png', size: 0 }))).toBe('empty');
    expect(await finish('a.png', Buffer.from('MZ\u0000\u0000 not a picture'))).toBe('disguised');
    expect(await finish('run.exe', Buffer.from('MZ\u0000\u0000 program'))).toBe('type-not-allowed');
    expect(await finish('page.txt', Buffer.from('<html><script>1</script>'))).toBe('disguised');
    expect(await finish('a.png', png, png.length + 1)).toBe('incomplete');
    expect(await refused(attachments.finish({ upload: 'unheard-of' }))).toBe('incomplete');
    expect(await refused(attachments.chunk({ upload: 'unheard-of', data: '' }))).toBe('incomplete');
    const open = await Promise.all(Array.from({ length: 5 }, () => attachments.begin({ caseId, name: 'a.png', size: 9 })));
    expect(open).toHaveLength(5);
    expect(await refused(attachments.begin({ caseId, name: 'a.png', size: 9 }))).toBe('too-many');
  });

  it('attachments: nobody goes on with the upload of another tab', async () => {
    const [mine, other] = [await bench.tab('agent-lin'), await bench.tab('agent-lin')];
    const { caseId } = await bench.newCase();
    const upload = await begun(mine, caseId, 'a.png', png);
    expect(await codeOf(other.client.attachments.finish({ upload }))).toBe('UPLOAD_REFUSED');
    expect(await mine.client.attachments.finish({ upload })).toMatchObject({ type: 'image/png' });
  });

  it('attachments.read gives nothing of another case', async () => {
    const tab = await bench.tab('agent-lin');
    const [one, other] = [await bench.newCase(), await bench.newCase()];
    const { blob } = await tab.client.attachments.finish({ upload: await begun(tab, one.caseId, 'a.png', png) });
    expect(await refusal(tab.client.attachments.read({ caseId: other.caseId, blob }))).toEqual({ code: 'NOT_FOUND', data: { what: 'attachment' } });
    expect(await codeOf(tab.client.attachments.read({ caseId: one.caseId, blob: 'ab'.repeat(32) as BlobHash }))).toBe('NOT_FOUND');
  });

  it('cases.act: an answer goes out only with files that the case has', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const file = await tab.client.attachments.finish({ upload: await begun(tab, caseId, 'a.png', png) });
    const invented = { ...file, blob: 'cd'.repeat(32) as BlobHash };
    const reply = (attachments: (typeof file)[]) => tab.act(caseId, { type: 'reply', text: 'see here', attachments });
    const refused = { code: 'BAD_INPUT', data: { place: 'command.attachments.1', fault: 'unknown-attachment' } };
    expect(await refusal(reply([file, invented]))).toEqual(refused);
    expect(await refusal(reply([file, { ...file, type: 'text/plain' }]))).toEqual(refused);
    expect(await refusal(reply([file, { ...file, size: file.size + 1 }]))).toEqual(refused);
  });
}
