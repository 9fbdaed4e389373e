import { createHash } from 'node:crypto';
import type { CaseId } from '#shared/lib/ids.ts';

/**
 * A mark in the subject of what the desk sends, such as `[#3F9A01BC]`, by which an answer finds its case where a mail
 * program drops References. It only helps within one correspondent's mails: to anybody else it is a row of letters.
 */

const written = /\s?\[#([0-9A-F]{8})\]/gi;

/** The mark of a case, short enough to be read out. */
export function subjectToken(caseId: CaseId): string {
  return `[#${createHash('sha256').update(`subject ${caseId}`).digest('hex').slice(0, 8).toUpperCase()}]`;
}

/** The marks in a subject, as a case has them; the newest program's last, and few. */
export function tokensOf(subject: string): readonly string[] {
  return [...new Set([...subject.matchAll(written)].map(([, token = '']) => `[#${token.toUpperCase()}]`))].slice(0, 5);
}

/** A subject as its writer meant it. */
export function withoutTokens(subject: string): string {
  return subject.replace(written, '').trim();
}
