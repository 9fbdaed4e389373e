import type { Attachment } from '#shared/case/attachment.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { BlobHash, CaseId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

/** Takes files in pieces from a console or a customer's page; `owner` names the session, which alone may go on with its upload. */
export interface Uploads {
  begin(owner: string, caseId: CaseId, name: string, size: number): Result<{ readonly upload: string }, UploadFault>;
  chunk(owner: string, upload: string, data: Uint8Array): Result<{ readonly received: number }, UploadFault>;
  /** Sniffs the bytes, refuses what they are not, seals and keeps them. */
  finish(owner: string, upload: string): Promise<Result<Attachment, UploadFault>>;
  read(caseId: CaseId, blob: BlobHash): Promise<Uint8Array | null>;
  /** Whether the case has this very file: its bytes are there and are what the attachment says. Senders may claim anything. */
  holds(caseId: CaseId, attachment: Attachment): Promise<boolean>;
  /** Forgets the unfinished uploads of a session that ended. */
  drop(owner: string): void;
}
