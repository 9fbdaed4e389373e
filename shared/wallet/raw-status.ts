import { failureCodes } from '#shared/wallet/failure-codes.ts';
import type { TransactionStatus } from '#shared/wallet/transaction.ts';

/** What a raw word may mean, the likeliest first. */
type Meanings = readonly [TransactionStatus, ...TransactionStatus[]];

/** `trade_state` of a payment. CLOSED says nothing of who closed it; REFUND is final, the refund's own status tells how far it is. */
const wechatPay = {
  NOTPAY: ['created'],
  USERPAYING: ['pending'],
  ACCEPT: ['processing'],
  SUCCESS: ['succeeded'],
  PAYERROR: ['failed'],
  CLOSED: ['closed', 'expired'],
  REVOKED: ['reversed'],
  REFUND: ['refunded', 'refunding'],
} as const satisfies Readonly<Record<string, Meanings>>;

/** `status` of a refund, which is PROCESSING from its request on; REFUNDCLOSE and CHANGE are the words of the second version. */
const wechatRefund = {
  PROCESSING: ['refunding', 'created', 'processing'],
  SUCCESS: ['refunded'],
  CLOSED: ['refund-failed'],
  ABNORMAL: ['refund-abnormal'],
  REFUNDCLOSE: ['refund-failed'],
  CHANGE: ['refund-abnormal'],
} as const satisfies Readonly<Record<string, Meanings>>;

/**
 * Each rail's words. WeChat Pay: developers.weixin.qq.com, community pay 000682dbdf03b86b1e70388f561000, and for refunds
 * pay.weixin.qq.com/doc/v3/merchant/4013071031; Alipay: docs.antom.com/ac/gr/trade_status; Alipay+:
 * docs.antom.com/ac/apo_zh-cn/payment_status; Stripe: `network_status` of a charge's outcome; ISO 20022:
 * docs.bridgeapi.io/docs/payments-statuses; ISO 8583: field 39, in which all but 00 is a reason to decline.
 */
const schemes = {
  'wechat-pay': wechatPay,
  'wechat-refund': wechatRefund,
  alipay: {
    WAIT_BUYER_PAY: ['created'],
    TRADE_SUCCESS: ['succeeded'],
    TRADE_FINISHED: ['succeeded'],
    TRADE_CLOSED: ['closed', 'expired', 'refunded'],
  },
  'alipay-plus': {
    PENDING: ['pending'],
    PROCESSING: ['processing'],
    SUCCESS: ['succeeded'],
    FAIL: ['failed'],
    CANCELLED: ['closed', 'expired', 'reversed'],
  },
  stripe: {
    approved_by_network: ['succeeded'],
    declined_by_network: ['failed'],
    not_sent_to_network: ['failed'],
    reversed_after_approval: ['reversed'],
  },
  iso20022: {
    PDNG: ['pending'],
    ACTC: ['processing'],
    ACSP: ['processing'],
    ACSC: ['succeeded'],
    ACCC: ['succeeded'],
    RJCT: ['failed'],
  },
  iso8583: {
    '00': ['succeeded'],
    ...Object.fromEntries(failureCodes.filter((code) => code.startsWith('iso8583:')).map((code) => [code.slice('iso8583:'.length), ['failed']])),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Meanings>>>>;

/** A rail's own vocabulary of statuses. */
export type StatusScheme = keyof typeof schemes;

/** Every vocabulary there is. */
export const statusSchemes: readonly StatusScheme[] = Object.keys(schemes) as StatusScheme[];

const words: ReadonlyMap<StatusScheme, ReadonlyMap<string, Meanings>> = new Map(
  statusSchemes.map((scheme) => [scheme, new Map<string, Meanings>(Object.entries(schemes[scheme]))]),
);

/** All that a rail's word may mean in the console's model, the likeliest first; none for a word that the rail's source does not have. */
export function statusesOf(scheme: StatusScheme, raw: string): readonly TransactionStatus[] {
  return words.get(scheme)?.get(raw) ?? [];
}

/** What a rail's word means when nothing else is known; null for a word that the rail's source does not have. */
export function statusOf(scheme: StatusScheme, raw: string): TransactionStatus | null {
  return statusesOf(scheme, raw)[0] ?? null;
}

/** The word with which a rail tells a status, one that means it first before one that may mean it; null where the rail has none. */
export function rawStatusOf(scheme: StatusScheme, status: TransactionStatus): string | null {
  const known = [...(words.get(scheme) ?? [])];
  const found = known.find(([, meanings]) => meanings[0] === status) ?? known.find(([, meanings]) => meanings.includes(status));
  return found?.[0] ?? null;
}
