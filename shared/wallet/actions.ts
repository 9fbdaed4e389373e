import { z } from 'zod';
import { customerId, transactionId } from '#shared/lib/ids.ts';
import { type Money, money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';
import { limitKind } from '#shared/wallet/account.ts';
import { shown } from '#shared/wallet/known-word.ts';

const target = z.string().min(1).max(64);
/** Why, in the agent's words. */
const reason = z.string().min(1).max(500);
const positive = money.refine(({ minor }) => minor > 0, 'is not above nothing');

/** What the desk can ask the wallet to do, with its input. Values are raw where the wallet needs them raw: this goes to the wallet alone. */
export const actionInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('send-reset-link'), reason }),
  z.object({ action: z.literal('resend-code'), purpose: z.enum(['sign-up', 'sign-in', 'payment']), reason }),
  z.object({ action: z.literal('unbind-device'), device: target, reason }),
  z.object({ action: z.literal('unbind-card'), card: target, reason }),
  z.object({ action: z.literal('freeze'), reason }),
  z.object({ action: z.literal('unfreeze'), reason }),
  z.object({ action: z.literal('trace-top-up'), transaction: transactionId, reason }),
  /** The whole payment; `amount` is what was paid, as the agent saw it. */
  z.object({ action: z.literal('reverse-payment'), transaction: transactionId, amount: positive, reason }),
  z.object({ action: z.literal('refund'), transaction: transactionId, amount: positive, reason }),
  z.object({ action: z.literal('change-phone'), phone: z.string().min(5).max(32), reason }),
  /** `amount` is the new cap. */
  z.object({ action: z.literal('raise-limit'), limit: limitKind, amount: positive, reason }),
  z.object({ action: z.literal('close-account'), reason }),
  z.object({ action: z.literal('credit-coupon'), promotion: target, amount: positive, reason }),
]);
export type ActionInput = z.infer<typeof actionInput>;
export type ActionName = ActionInput['action'];

export const actionName = z.enum([
  'send-reset-link',
  'resend-code',
  'unbind-device',
  'unbind-card',
  'freeze',
  'unfreeze',
  'trace-top-up',
  'reverse-payment',
  'refund',
  'change-phone',
  'raise-limit',
  'close-account',
  'credit-coupon',
] as const satisfies readonly ActionName[]);

/** Where an action's input names what it is done to; null where that is the account itself. */
export const targetField: Readonly<Record<ActionName, 'device' | 'card' | 'transaction' | 'phone' | 'limit' | 'promotion' | 'purpose' | null>> = {
  'send-reset-link': null,
  'resend-code': 'purpose',
  'unbind-device': 'device',
  'unbind-card': 'card',
  freeze: null,
  unfreeze: null,
  'trace-top-up': 'transaction',
  'reverse-payment': 'transaction',
  refund: 'transaction',
  'change-phone': 'phone',
  'raise-limit': 'limit',
  'close-account': null,
  'credit-coupon': 'promotion',
};

/** What an action moves or caps; null where no money is named. */
export function amountOf(input: ActionInput): Money | null {
  return 'amount' in input ? input.amount : null;
}

/** What of the customer's an action is done to, beside the account itself; null where it is the account. */
export function targetOf(input: ActionInput): string | null {
  if ('transaction' in input) return input.transaction;
  if ('device' in input) return input.device;
  if ('card' in input) return input.card;
  if ('phone' in input) return input.phone;
  if ('limit' in input) return input.limit;
  if ('promotion' in input) return input.promotion;
  return 'purpose' in input ? input.purpose : null;
}

/** Why a wallet refuses an action; stable words, in the order in which they are looked for. */
export const refusalReason = z.enum([
  // Who proves what.
  'proof-invalid',
  'proof-expired',
  'proof-mismatch',
  'proof-used',
  'authentication-too-old',
  'approval-invalid',
  'approval-expired',
  'approver-not-allowed',
  'approver-same-person',
  'changed-since-seen',
  // The table's.
  'role-not-allowed',
  'no-case',
  'case-closed',
  'case-not-mine',
  'frozen-by-law',
  'above-desk-limit',
  'needs-session',
  'needs-step-up',
  'needs-customer-level',
  'needs-second-person',
  // The account's and the transaction's.
  'account-closed',
  'unknown-target',
  'wrong-state',
  'wrong-amount',
  'above-refundable',
  'balance-left',
  'money-under-way',
  'phone-taken',
  'not-eligible',
  // The call's.
  'key-reused',
  'verification-locked',
]);
export type RefusalReason = z.infer<typeof refusalReason>;

/** What the wallet did, or will have done by others; `failed` with its code, as in failure-codes.ts. */
export const actionOutcome = z.object({
  idempotencyKey: z.string().min(8).max(64),
  action: actionName,
  customer: customerId,
  state: shown(z.enum(['completed', 'failed', 'requested'])),
  rawState: z.string().max(200).optional(),
  at: instant,
  /** The transaction that came of it: a refund, a reversal, a coupon. */
  transaction: transactionId.optional(),
  /** When what was begun is expected to be over. */
  expectedBy: instant.optional(),
  failureCode: z.string().max(100).optional(),
});
export type ActionOutcome = z.infer<typeof actionOutcome>;
