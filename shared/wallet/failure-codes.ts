import type { Hop } from '#shared/wallet/transaction.ts';

/**
 * What kind of trouble a code tells of. `account`: the card or account cannot be used; `unsupported`: this kind of payment is
 * not allowed on it; `refused`: the bank declines and keeps its reason; `unclear`: the code itself names no reason.
 */
export type FailureFamily =
  | 'details'
  | 'funds'
  | 'limit'
  | 'temporary'
  | 'risk'
  | 'account'
  | 'unsupported'
  | 'identity'
  | 'merchant'
  | 'refused'
  | 'regulatory'
  | 'duplicate'
  | 'expired'
  | 'unclear';

/** Who can clear the trouble; `recipient` is whoever was to get the money, our customer or not. */
export type FailureParty = Hop['owner'] | 'customer' | 'recipient';

/**
 * Whether the customer's trying again helps. `same-order`: the wallet asks again under the same order number, and a new order
 * may move the money twice; `when-cleared`: once the party named has cleared it; `under-limit`: a smaller amount, or after the reset.
 */
export type FailureRetry = 'again' | 'when-corrected' | 'with-funds' | 'under-limit' | 'when-cleared' | 'same-order' | 'never';

export interface FailureRule {
  readonly family: FailureFamily;
  readonly acts: FailureParty;
  readonly retry: FailureRetry;
  /** When the cap or the block begins anew, where the source names it; other limits reset as the bank or wallet has set them. */
  readonly resets?: 'day' | 'month';
}

const rule = (family: FailureFamily, acts: FailureParty, retry: FailureRetry): FailureRule => ({ family, acts, retry });
const resetting = (family: FailureFamily, acts: FailureParty, retry: FailureRetry, resets: 'day' | 'month'): FailureRule => ({
  ...rule(family, acts, retry),
  resets,
});

/**
 * Field 39 of ISO 8583. Meanings to 62: docs.antom.com/ac/ams/isocode.md; 65 and 75: docs.paymentplatform.dev, response codes from
 * card networks; 91 and 96: secure.osb.pf, codes of acquirers. What may be tried again is a wallet's own policy.
 */
const iso8583 = {
  'iso8583:01': rule('refused', 'bank', 'when-cleared'),
  'iso8583:02': rule('refused', 'bank', 'when-cleared'),
  'iso8583:03': rule('merchant', 'merchant', 'when-cleared'),
  'iso8583:04': rule('account', 'bank', 'never'),
  'iso8583:05': rule('risk', 'bank', 'never'),
  'iso8583:07': rule('risk', 'bank', 'never'),
  'iso8583:12': rule('unsupported', 'customer', 'when-corrected'),
  'iso8583:13': rule('details', 'customer', 'when-corrected'),
  'iso8583:14': rule('details', 'customer', 'when-corrected'),
  'iso8583:15': rule('details', 'customer', 'when-corrected'),
  'iso8583:19': rule('temporary', 'customer', 'again'),
  'iso8583:41': rule('risk', 'bank', 'never'),
  'iso8583:43': rule('risk', 'bank', 'never'),
  'iso8583:46': rule('account', 'customer', 'when-corrected'),
  'iso8583:51': rule('funds', 'customer', 'with-funds'),
  'iso8583:54': rule('account', 'customer', 'when-corrected'),
  'iso8583:55': rule('details', 'customer', 'when-corrected'),
  'iso8583:57': rule('unsupported', 'bank', 'when-cleared'),
  'iso8583:59': rule('risk', 'bank', 'never'),
  'iso8583:61': rule('limit', 'customer', 'under-limit'),
  'iso8583:62': rule('account', 'bank', 'when-cleared'),
  'iso8583:65': rule('limit', 'customer', 'under-limit'),
  'iso8583:75': rule('account', 'bank', 'when-cleared'),
  'iso8583:91': rule('temporary', 'bank', 'same-order'),
  'iso8583:96': rule('temporary', 'network', 'same-order'),
} as const satisfies Readonly<Record<string, FailureRule>>;

/**
 * Reasons in ISO 20022 status reports. Names: TransactionRejectReason2Code as in prowide-iso20022; AB03 and AB05:
 * column.com/docs/realtime/rejection-codes; AM14 and FRAD as schemes of instant payments commonly use them.
 */
const iso20022 = {
  'iso20022:AB03': rule('temporary', 'network', 'same-order'),
  'iso20022:AB05': rule('temporary', 'bank', 'same-order'),
  'iso20022:AC01': rule('details', 'customer', 'when-corrected'),
  'iso20022:AC03': rule('details', 'customer', 'when-corrected'),
  'iso20022:AC04': rule('account', 'customer', 'when-corrected'),
  'iso20022:AC06': rule('account', 'bank', 'when-cleared'),
  'iso20022:AC14': rule('details', 'customer', 'when-corrected'),
  'iso20022:AG01': rule('unsupported', 'customer', 'when-corrected'),
  'iso20022:AG03': rule('unsupported', 'customer', 'when-corrected'),
  'iso20022:AM04': rule('funds', 'customer', 'with-funds'),
  'iso20022:AM05': rule('duplicate', 'wallet', 'never'),
  'iso20022:AM14': rule('limit', 'customer', 'under-limit'),
  'iso20022:BE04': rule('details', 'customer', 'when-corrected'),
  'iso20022:FRAD': rule('risk', 'bank', 'never'),
  'iso20022:MD07': rule('account', 'bank', 'never'),
  'iso20022:MS03': rule('unclear', 'bank', 'when-cleared'),
  'iso20022:NARR': rule('unclear', 'bank', 'when-cleared'),
  'iso20022:RC01': rule('details', 'customer', 'when-corrected'),
  'iso20022:RR01': rule('regulatory', 'wallet', 'when-corrected'),
  'iso20022:RR02': rule('regulatory', 'customer', 'when-corrected'),
  'iso20022:RR03': rule('regulatory', 'customer', 'when-corrected'),
  'iso20022:RR04': rule('regulatory', 'bank', 'never'),
} as const satisfies Readonly<Record<string, FailureRule>>;

/** Why a transfer to a wallet or its card failed: pay.weixin.qq.com/doc/v3/merchant/4013774966; SYSTEM_ERROR is the call's own answer. */
const wechat = {
  'wechat:ACCOUNT_FROZEN': rule('risk', 'wallet', 'never'),
  'wechat:ACCOUNT_NOT_EXIST': rule('details', 'customer', 'when-corrected'),
  'wechat:BANK_CARD_ACCOUNT_ABNORMAL': rule('account', 'recipient', 'when-corrected'),
  'wechat:BANK_CARD_CARD_INFO_WRONG': rule('details', 'recipient', 'when-corrected'),
  'wechat:BANK_CARD_COLLECTIONS_ABOVE_QUOTA': rule('limit', 'recipient', 'under-limit'),
  'wechat:BLOCK_B2C_USERLIMITAMOUNT_MONTH': resetting('risk', 'wallet', 'never', 'month'),
  'wechat:DAY_RECEIVED_COUNT_EXCEED': resetting('limit', 'recipient', 'under-limit', 'day'),
  'wechat:DAY_RECEIVED_QUOTA_EXCEED': resetting('limit', 'recipient', 'under-limit', 'day'),
  'wechat:ID_CARD_NOT_CORRECT': rule('details', 'customer', 'when-corrected'),
  'wechat:MERCHANT_NOT_CONFIRM': rule('merchant', 'merchant', 'when-cleared'),
  'wechat:MERCHANT_REJECT': rule('merchant', 'merchant', 'when-cleared'),
  'wechat:NAME_NOT_CORRECT': rule('details', 'customer', 'when-corrected'),
  'wechat:OTHER_FAIL_REASON_TYPE': rule('unclear', 'wallet', 'when-cleared'),
  'wechat:OVERDUE_CLOSE': rule('expired', 'customer', 'again'),
  'wechat:PAYEE_ACCOUNT_ABNORMAL': rule('identity', 'recipient', 'when-cleared'),
  'wechat:PAYER_ACCOUNT_ABNORMAL': rule('merchant', 'merchant', 'when-cleared'),
  'wechat:REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED': rule('limit', 'recipient', 'under-limit'),
  'wechat:REAL_NAME_CHECK_FAIL': rule('identity', 'recipient', 'when-cleared'),
  'wechat:SYSTEM_ERROR': rule('temporary', 'wallet', 'same-order'),
  'wechat:TRANSFER_QUOTA_EXCEED': rule('limit', 'customer', 'under-limit'),
} as const satisfies Readonly<Record<string, FailureRule>>;

/** What a card's network advises after a decline, `advice_code` of a charge's outcome: docs.stripe.com/declines/codes. */
const stripe = {
  'stripe:confirm_card_data': rule('details', 'customer', 'when-corrected'),
  'stripe:do_not_try_again': rule('refused', 'bank', 'never'),
  'stripe:try_again_later': rule('refused', 'bank', 'again'),
} as const satisfies Readonly<Record<string, FailureRule>>;

const table = { ...iso8583, ...iso20022, ...wechat, ...stripe };

/** A code with a rule, written as it comes: `SCHEME:CODE`. */
export type FailureCode = keyof typeof table;

/** Every code with a rule. */
export const failureCodes: readonly FailureCode[] = Object.keys(table) as FailureCode[];

/** Whether a code from a wallet has a rule here; sources stand at the tables above. */
export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(table, code);
}

/** The rule of a code, null for one that no table above has; codes are compared exactly. */
export function failureRule(code: string): FailureRule | null {
  return isFailureCode(code) ? table[code] : null;
}
