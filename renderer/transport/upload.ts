import { isDefinedError, safe } from '@orpc/client';
import type { Attachment } from '#shared/case/attachment.ts';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** The most bytes of one piece: its base64 stays below the contract's limit. */
export const PIECE = 384 * 1024;

/** The three calls of an upload, on either contract. */
export interface UploadCalls {
  begin(name: string, size: number): Promise<{ upload: string }>;
  chunk(upload: string, data: string): Promise<{ received: number }>;
  finish(upload: string): Promise<Attachment>;
}

/** A piece of a file in base64. */
export async function base64(piece: Blob): Promise<string> {
  const bytes = new Uint8Array(await piece.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Sends a file in pieces; tells the share that is there, 0 to 1. Answers the attachment, or why it is refused; rejects when the connection fails. */
export async function uploadFile(calls: UploadCalls, file: File, onProgress: (share: number) => void): Promise<Result<Attachment, UploadFault>> {
  if (file.size > MAX_ATTACHMENT_BYTES) return fail('too-large');
  const sending = async () => {
    const { upload } = await calls.begin(file.name || 'file', file.size);
    for (let at = 0; at < file.size; at += PIECE) {
      const { received } = await calls.chunk(upload, await base64(file.slice(at, at + PIECE)));
      onProgress(received / file.size);
    }
    return calls.finish(upload);
  };
  const { error, data } = await safe(sending());
  if (!error) return ok(data);
  const told = error as { code?: string; data?: { fault?: UploadFault } };
  if (isDefinedError(error) || told.code === 'UPLOAD_REFUSED') return fail(told.data?.fault ?? 'incomplete');
  throw error;
}
