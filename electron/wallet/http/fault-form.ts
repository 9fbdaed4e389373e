import { z } from 'zod';
import type { WalletFault } from '#electron/wallet/port.ts';
import { refusalReason } from '#shared/wallet/actions.ts';

/** How a fault is told: a stable code and, of a refusal, its reason; `detail` is for engineers and never has a customer's values. */
export const faultForm = z.object({
  code: z.string().max(64),
  reason: z.string().max(200).optional(),
  detail: z.string().max(1_000).optional(),
});
export type FaultForm = z.infer<typeof faultForm>;

/** Which status goes with which code. */
export const faultStatuses = {
  'bad-input': 400,
  'no-access': 401,
  refused: 403,
  'not-found': 404,
  'unknown-mark': 422,
  'rate-limited': 429,
  unavailable: 503,
} as const satisfies Readonly<Record<string, number>>;

/** A fault as the served wallet tells it, with its status. */
export function toFaultForm(fault: WalletFault): { readonly status: number; readonly form: FaultForm } {
  const { code, detail } = fault;
  if (code === 'refused') return { status: faultStatuses.refused, form: { code, reason: fault.reason, detail } };
  if (code === 'not-found' || code === 'unknown-mark' || code === 'rate-limited') return { status: faultStatuses[code], form: { code, detail } };
  return { status: faultStatuses.unavailable, form: { code: 'unavailable', detail } };
}

/** The fault that a refusal's form tells of; a reason that is in no table here stays the word it is. */
export function refusalOf({ reason = '', detail = '' }: FaultForm): WalletFault {
  const known = refusalReason.safeParse(reason);
  return known.success ? { code: 'refused', reason: known.data, detail } : { code: 'refused', reason: 'unknown', detail: reason === '' ? detail : reason };
}
