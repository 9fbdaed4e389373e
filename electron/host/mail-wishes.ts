import type { EmailParts } from '#electron/channels/email/email-parts.ts';
import type { CaseRecipients } from '#electron/desk/cases/case-recipients.ts';
import { fail, ok } from '#shared/lib/result.ts';

/** Whom a message is to go to, read from beside its case; what is gone is told, for the customer alone was not meant. */
export function mailWishes(recipients: Pick<CaseRecipients, 'read'>): NonNullable<EmailParts['wishOf']> {
  return async (caseId, sent) => {
    const given = sent.content?.recipients;
    if (given === undefined) return ok(null);
    const full = given.blob === undefined ? null : await recipients.read(caseId, given.blob);
    return full === null ? fail('recipients-missing') : ok({ to: full.to, cc: full.cc, bcc: full.bcc });
  };
}
