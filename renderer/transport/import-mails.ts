import { safe } from '@orpc/client';
import { base64, PIECE } from '#renderer/transport/upload.ts';
import type { ImportDoneView, ImportProgressView } from '#shared/contract/mail-schemas.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** The calls of an import. */
export interface ImportCalls {
  begin(input: { name: string; size: number }): Promise<{ import: string }>;
  chunk(input: { import: string; data: string }): Promise<ImportProgressView>;
  finish(input: { import: string }): Promise<ImportDoneView>;
}

/** Sends a file of mails in pieces, no more of it in memory than one; tells after each how far it is. Answers what became of its mails, or the host's fault or `lost`. */
export async function importMails(
  calls: ImportCalls,
  file: File,
  onProgress: (share: number, progress: ImportProgressView) => void,
  signal: AbortSignal,
): Promise<Result<ImportDoneView, string>> {
  const sending = async () => {
    const { import: id } = await calls.begin({ name: file.name || 'mail', size: file.size });
    for (let at = 0; at < file.size; at += PIECE) {
      signal.throwIfAborted();
      const progress = await calls.chunk({ import: id, data: await base64(file.slice(at, at + PIECE)) });
      onProgress(Math.min(1, (at + PIECE) / file.size), progress);
    }
    return calls.finish({ import: id });
  };
  const { error, data } = await safe(sending());
  if (!error) return ok(data);
  if (signal.aborted) return fail('stopped');
  const told = error as { readonly code?: string; readonly data?: { readonly fault?: string } };
  return fail(told.code === 'IMPORT_REFUSED' ? (told.data?.fault ?? 'failed') : told.code === 'NOT_ALLOWED' ? 'not-allowed' : 'lost');
}
