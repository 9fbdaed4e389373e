import { type MediaFault, notTaken } from '#electron/channels/media-words.ts';
import type { SocialMedia } from '#electron/channels/social-port.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { fail, type Result } from '#shared/lib/result.ts';

interface Files {
  keep(caseId: CaseId, name: string, bytes: Uint8Array): Promise<Result<Attachment, string>>;
}

const known: readonly string[] = ['too-large', 'empty', 'type-not-allowed', 'disguised', 'incomplete', 'too-many'] satisfies readonly MediaFault[];
const faultOf = (code: string): MediaFault => (known.includes(code) ? (code as MediaFault) : 'not-had');

async function fetched(media: SocialMedia): Promise<Result<Uint8Array, MediaFault>> {
  try {
    const bytes = await media.fetch();
    if (bytes.length === 0) return fail('empty');
    return bytes.length > MAX_ATTACHMENT_BYTES ? fail('too-large') : { ok: true, value: bytes };
  } catch (cause) {
    // Where a provider says more than that it does not give the file, the error has that as its code.
    return fail(faultOf(cause instanceof Error && 'code' in cause ? String(cause.code) : ''));
  }
}

/** Fetches the files of a customer's message and keeps them with its case; words stand in the place of those that cannot be had. Never rejects for a file. */
export async function takeMedia(
  media: readonly SocialMedia[],
  language: Language,
  files: Files,
  caseId: CaseId,
): Promise<{ readonly kept: readonly Attachment[]; readonly words: readonly string[] }> {
  const kept: Attachment[] = [];
  const words: string[] = [];
  for (const one of media) {
    const bytes = kept.length >= MAX_ATTACHMENTS ? fail<MediaFault>('too-many') : await fetched(one);
    const taken = bytes.ok ? await files.keep(caseId, one.name, bytes.value) : bytes;
    if (taken.ok) kept.push(taken.value);
    else words.push(notTaken(one.kind, faultOf(taken.error), language));
  }
  return { kept, words };
}
