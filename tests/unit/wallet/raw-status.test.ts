import { describe, expect, test } from 'vitest';
import { hopsOf } from '#electron/wallet/demo/hops.ts';
import { rawWord } from '#electron/wallet/demo/raw-word.ts';
import { failureCodes } from '#shared/wallet/failure-codes.ts';
import { rawStatusOf, type StatusScheme, statusesOf, statusOf, statusSchemes } from '#shared/wallet/raw-status.ts';
import { type TransactionStatus, transactionKind, transactionStatus } from '#shared/wallet/transaction.ts';
import { demoRows } from '#tests/unit/wallet/demo-rows.ts';

/** The words of each rail, as the sources at the table list them. */
const listed: readonly (readonly [StatusScheme, string])[] = [
  ['wechat-pay', 'SUCCESS REFUND NOTPAY CLOSED REVOKED USERPAYING PAYERROR ACCEPT'],
  ['wechat-refund', 'SUCCESS CLOSED PROCESSING ABNORMAL REFUNDCLOSE CHANGE'],
  ['alipay', 'WAIT_BUYER_PAY TRADE_SUCCESS TRADE_CLOSED TRADE_FINISHED'],
  ['alipay-plus', 'SUCCESS FAIL PROCESSING CANCELLED PENDING'],
  ['stripe', 'approved_by_network declined_by_network not_sent_to_network reversed_after_approval'],
  ['iso20022', 'ACTC PDNG ACSP ACSC ACCC RJCT'],
  ['iso8583', '00'],
];

describe('raw statuses', () => {
  test('every rail is listed', () => {
    expect(listed.map(([scheme]) => scheme).toSorted()).toEqual([...statusSchemes].toSorted());
  });

  test.each(listed)('every word of %s has a status of the console', (scheme, words) => {
    for (const word of words.split(' ')) expect(transactionStatus.options, word).toContain(statusOf(scheme, word));
  });

  test.each<readonly [StatusScheme, string, TransactionStatus]>([
    ['wechat-pay', 'NOTPAY', 'created'],
    ['wechat-pay', 'USERPAYING', 'pending'],
    ['wechat-pay', 'ACCEPT', 'processing'],
    ['wechat-pay', 'SUCCESS', 'succeeded'],
    ['wechat-refund', 'SUCCESS', 'refunded'],
    ['wechat-pay', 'CLOSED', 'closed'],
    ['wechat-refund', 'CLOSED', 'refund-failed'],
    ['wechat-refund', 'ABNORMAL', 'refund-abnormal'],
    ['alipay', 'TRADE_FINISHED', 'succeeded'],
    ['stripe', 'reversed_after_approval', 'reversed'],
    ['iso20022', 'PDNG', 'pending'],
    ['iso20022', 'RJCT', 'failed'],
    ['iso8583', '00', 'succeeded'],
  ])('%s %s is %s', (scheme, raw, status) => {
    expect(statusOf(scheme, raw)).toBe(status);
  });

  test('what WeChat Pay calls not final moves, and the rest does not', () => {
    const moving: readonly (TransactionStatus | null)[] = ['created', 'pending', 'processing', 'refunding'];
    const words = listed[0]?.[1].split(' ') ?? [];
    expect(words.filter((word) => moving.includes(statusOf('wechat-pay', word))).toSorted()).toEqual(['ACCEPT', 'NOTPAY', 'USERPAYING']);
  });

  test('every reason of ISO 8583 to decline is a failure', () => {
    const reasons = failureCodes.filter((code) => code.startsWith('iso8583:')).map((code) => code.slice('iso8583:'.length));
    expect(reasons.length).toBeGreaterThan(20);
    expect(reasons.filter((reason) => statusOf('iso8583', reason) !== 'failed')).toEqual([]);
  });

  test.each(['', 'success', ' SUCCESS', 'NOT_A_WORD', 'constructor', '__proto__', 'toString'])('"%s" is no word of any rail, and says so', (raw) => {
    for (const scheme of statusSchemes) {
      expect(statusOf(scheme, raw)).toBeNull();
      expect(statusesOf(scheme, raw)).toEqual([]);
    }
  });

  test('a rail’s word for a status may mean that status', () => {
    for (const scheme of statusSchemes) {
      for (const status of transactionStatus.options) {
        const word = rawStatusOf(scheme, status);
        if (word !== null) expect(statusesOf(scheme, word), `${scheme} ${word}`).toContain(status);
      }
    }
    expect(rawStatusOf('wechat-pay', 'refund-abnormal')).toBeNull();
    expect(rawStatusOf('wechat-refund', 'refunding')).toBe('PROCESSING');
  });
});

describe('the demo wallet', () => {
  test('tells each status and each hop in a word that may mean it', () => {
    const told = new Map<string, readonly [StatusScheme, string, TransactionStatus]>();
    for (const row of demoRows()) {
      const scheme = row.kind === 'refund' ? 'wechat-refund' : 'wechat-pay';
      for (const { rawStatus, status } of [row, ...hopsOf(row)]) told.set(`${scheme} ${rawStatus} ${status}`, [scheme, rawStatus, status]);
    }
    expect(new Set([...told.values()].map(([, , status]) => status))).toEqual(new Set(transactionStatus.options));
    expect([...told.values()].filter(([scheme, raw, status]) => !statusesOf(scheme, raw).includes(status))).toEqual([]);
  });

  test('names a status that WeChat Pay has no word for', () => {
    expect(() => rawWord('payment', 'refund-failed')).toThrow('wechat-pay has a word for refund-failed');
    expect(transactionKind.options.map((kind) => rawWord(kind, 'refunded'))).toContain('SUCCESS');
  });
});
