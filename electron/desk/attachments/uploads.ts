import { fileTypeFromBuffer } from 'file-type';
import type { Uploads } from '#electron/desk/attachments/port.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, NewId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly putBlob: (caseId: CaseId, bytes: Uint8Array) => Promise<BlobHash>;
  readonly getBlob: (caseId: CaseId, hash: BlobHash) => Promise<Uint8Array | null>;
  readonly newId: NewId;
  readonly clock: Clock;
}

interface Upload {
  readonly owner: string;
  readonly caseId: CaseId;
  readonly name: string;
  readonly size: number;
  readonly begunAt: Instant;
  readonly pieces: Uint8Array[];
  received: number;
}

/** What may be sent, with the endings each type may have. Nothing here can run: no SVG, HTML, archive or program. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'video/mp4': ['mp4', 'm4v'],
  'video/quicktime': ['mov'],
  'text/plain': ['txt', 'csv', 'log', 'md'],
};

const MAX_UNFINISHED = 5;
const FORGOTTEN_AFTER = 10 * MINUTE;

/** A file name that is only a name: no path, control or direction-changing characters, at most 255 UTF-16 units. */
export function cleanName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? '';
  const clean = base.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').slice(-255);
  // Cleaning a clean name changes nothing: that is how a kept name is known again.
  return clean.replace(/^[.\s]+|\s+$/g, '') || 'file';
}

const endingOf = (name: string) => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? null;

/** Plain text in UTF-8 that no program would take for markup. */
function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/<\s*(?:!doctype|html|svg|script|\?xml|body|head|iframe)/i.test(text.slice(0, 4096));
  } catch {
    return false;
  }
}

/** What the bytes are, or why they are not taken. The name's ending must be one of that type's. */
export async function sniff(name: string, bytes: Uint8Array): Promise<Result<string, UploadFault>> {
  const found = (await fileTypeFromBuffer(bytes))?.mime ?? (isPlainText(bytes) ? 'text/plain' : null);
  const type = found === 'audio/x-m4a' ? 'audio/mp4' : found === 'audio/ogg; codecs=opus' ? 'audio/ogg' : found;
  const endings = type === null ? undefined : allowed[type];
  const ending = endingOf(name);
  const claims = ending !== null && Object.values(allowed).some((list) => list.includes(ending));
  if (type === null || !endings) return fail(claims ? 'disguised' : 'type-not-allowed');
  if (ending === null) return ok(type);
  if (endings.includes(ending)) return ok(type);
  return fail(claims || type !== 'text/plain' ? 'disguised' : 'type-not-allowed');
}

/** Files that come in pieces, from consoles and customers' pages alike. */
export class UploadDesk implements Uploads {
  readonly #options: Options;
  readonly #uploads = new Map<string, Upload>();

  constructor(options: Options) {
    this.#options = options;
  }

  begin(owner: string, caseId: CaseId, name: string, size: number): Result<{ readonly upload: string }, UploadFault> {
    const now = this.#options.clock();
    for (const [id, upload] of this.#uploads) if (upload.begunAt + FORGOTTEN_AFTER < now) this.#uploads.delete(id);
    if (size > MAX_ATTACHMENT_BYTES) return fail('too-large');
    if (size === 0) return fail('empty');
    const unfinished = [...this.#uploads.values()].filter((upload) => upload.owner === owner).length;
    if (unfinished >= MAX_UNFINISHED) return fail('too-many');
    const id = this.#options.newId();
    this.#uploads.set(id, { owner, caseId, name: cleanName(name), size, begunAt: now, pieces: [], received: 0 });
    return ok({ upload: id });
  }

  chunk(owner: string, id: string, data: Uint8Array): Result<{ readonly received: number }, UploadFault> {
    const upload = this.#of(owner, id);
    if (!upload) return fail('incomplete');
    upload.received += data.length;
    if (upload.received > upload.size) {
      this.#uploads.delete(id);
      return fail('too-large');
    }
    upload.pieces.push(data);
    return ok({ received: upload.received });
  }

  async finish(owner: string, id: string): Promise<Result<Attachment, UploadFault>> {
    const upload = this.#of(owner, id);
    if (!upload) return fail('incomplete');
    this.#uploads.delete(id);
    if (upload.received !== upload.size) return fail('incomplete');
    const bytes = Buffer.concat(upload.pieces);
    const type = await sniff(upload.name, bytes);
    if (!type.ok) return type;
    const blob = await this.#options.putBlob(upload.caseId, bytes);
    return ok({ blob, name: upload.name, type: type.value, size: upload.size });
  }

  read(caseId: CaseId, blob: BlobHash): Promise<Uint8Array | null> {
    return this.#options.getBlob(caseId, blob);
  }

  async holds(caseId: CaseId, attachment: Attachment): Promise<boolean> {
    const bytes = await this.read(caseId, attachment.blob);
    if (bytes?.length !== attachment.size || cleanName(attachment.name) !== attachment.name) return false;
    const type = await sniff(attachment.name, bytes);
    return type.ok && type.value === attachment.type;
  }

  drop(owner: string): void {
    for (const [id, upload] of this.#uploads) if (upload.owner === owner) this.#uploads.delete(id);
  }

  #of(owner: string, id: string): Upload | undefined {
    const upload = this.#uploads.get(id);
    return upload?.owner === owner ? upload : undefined;
  }
}
