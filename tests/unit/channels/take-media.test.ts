import { expect, it } from 'vitest';
import { notTaken } from '#electron/channels/media-words.ts';
import { takeMedia } from '#electron/channels/take-media.ts';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import type { BlobHash, CaseId } from '#shared/lib/ids.ts';
import { fail, ok } from '#shared/lib/result.ts';

const caseId = 'case-1' as CaseId;
const image = (fetch: () => Promise<Uint8Array>) => ({ kind: 'image' as const, name: 'a.png', fetch });
const keep = async (_caseId: CaseId, name: string, bytes: Uint8Array) =>
  bytes[0] === 7 ? fail('type-not-allowed') : ok({ blob: 'b' as BlobHash, name, type: 'image/png', size: bytes.length });

it('what cannot be had or is not taken loses no message: words say what and why, in the customer’s language', async () => {
  const coded = Object.assign(new Error('more than the desk takes'), { code: 'too-large' });
  const media = [
    image(async () => new Uint8Array([1])),
    image(async () => new Uint8Array([7])),
    image(() => Promise.reject(new Error('ECONNRESET'))),
    image(() => Promise.reject(coded)),
    image(async () => new Uint8Array(MAX_ATTACHMENT_BYTES + 1)),
    image(async () => new Uint8Array(0)),
  ];
  const { kept, words } = await takeMedia(media, 'en', { keep }, caseId);
  expect(kept).toEqual([{ blob: 'b', name: 'a.png', type: 'image/png', size: 1 }]);
  expect(words).toEqual([
    '[image not taken: this type is not allowed]',
    '[image not taken: the platform did not give it]',
    '[image not taken: too large]',
    '[image not taken: too large]',
    '[image not taken: it is empty]',
  ]);
  expect(notTaken('voice', 'too-large', 'zh-CN')).toBe('[语音未接收：文件过大]');
});

it('fetches no more files than a message may have', async () => {
  let asked = 0;
  const media = Array.from({ length: MAX_ATTACHMENTS + 2 }, () =>
    image(async () => {
      asked += 1;
      return new Uint8Array([1]);
    }),
  );
  const { kept, words } = await takeMedia(media, 'en', { keep }, caseId);
  expect([asked, kept.length, words.length]).toEqual([MAX_ATTACHMENTS, MAX_ATTACHMENTS, 2]);
});
