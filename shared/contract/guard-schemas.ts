import { z } from 'zod';
import { auditEntry } from '#shared/desk/audit.ts';
import { accountField } from '#shared/desk/reasons.ts';
import { caseId, customerId, personId, token } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** What a supervisor is told at once. `reveals`: somebody came to the limit of full values, which ends then. */
export const supervisorAlert = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(['break-glass', 'reveals']),
  person: personId,
  caseId: caseId.nullable(),
  /** Who was opened without any case. */
  customer: customerId.nullable(),
  reason: z.string().nullable(),
  /** What they gave as their reason; null where it was said at another console, before a restart, or is erased: the audit has it, as long as it may. */
  words: z.string().nullable(),
  until: instant,
});
export type SupervisorAlert = z.infer<typeof supervisorAlert>;

/** An entry of the audit as those may read it who may: words in the clear, null where there are none or the case was erased. */
export const auditView = auditEntry.omit({ words: true }).extend({ words: z.string().nullable() });
export type AuditView = z.infer<typeof auditView>;

/** How far a check of the audit is; `verdict` comes with its end. */
export const verifyFrame = z.object({
  checked: z.number().int(),
  total: z.number().int(),
  verdict: z
    .object({
      fault: z.object({ code: z.enum(['missing', 'altered', 'replaced', 'cut-short']), n: z.number().int(), good: z.number().int() }).nullable(),
      published: z.object({ n: z.number().int(), at: instant }).nullable(),
      at: instant,
    })
    .nullable(),
});
export type VerifyFrame = z.infer<typeof verifyFrame>;

/** What was copied: a value of a text by its token, or a field of the account. */
export const copiedValue = z.union([z.object({ token }), z.object({ field: accountField })]);
