import { parseMail } from '#electron/channels/email/parse-mail.ts';

/** A mail of header lines and a body, with CRLF; strings are written as UTF-8, byte arrays as they are. */
export function makeMail(headers: readonly (string | Uint8Array)[], ...body: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = (part: string | Uint8Array) => (typeof part === 'string' ? Buffer.from(part.replace(/\r?\n/g, '\r\n')) : part);
  const crlf = Buffer.from('\r\n');
  return Buffer.concat([...headers.flatMap((line) => [bytes(line), crlf]), crlf, ...body.map(bytes)]);
}

/** The mail read; throws its fault where it is none. */
export async function readMail(bytes: Uint8Array) {
  const read = await parseMail(bytes);
  if (!read.ok) throw new Error(`${read.error.code}: ${read.error.detail}`);
  return read.value;
}

export const base = [
  'From: Li <li@example.com>',
  'To: service@wallet.example',
  'Message-ID: <m1@example.com>',
  'Date: Mon, 23 Nov 2026 08:00:00 +0800',
] as const;
