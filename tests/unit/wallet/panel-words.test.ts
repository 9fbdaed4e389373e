import { describe, expect, test } from 'vitest';
import { axisKinds } from '#renderer/features/timeline/merge-timeline.ts';
import { en } from '#renderer/i18n/en.ts';
import { zhCN } from '#renderer/i18n/zh-CN.ts';
import { seenPanel } from '#shared/case/seen-panel.ts';
import { accountState, kycLevel, kycNeed, limitKind, riskFlag } from '#shared/wallet/account.ts';
import { shownFaultCode } from '#shared/wallet/panel-fault.ts';
import { promotionState } from '#shared/wallet/promotion.ts';
import { securityEvent, securityEventKind } from '#shared/wallet/security-event.ts';
import { disputeState, hopOwner, transactionKind, transactionStatus } from '#shared/wallet/transaction.ts';

const known = (words: readonly string[]) => [...words, 'unknown'];
const unusual = accountState.options.filter((state) => state !== 'active');

/** Every word of a closed list that a screen shows, with where its wording stands. */
const worded: readonly (readonly ['panels' | 'customer' | 'timeline' | 'replay', string, readonly string[]])[] = [
  ['panels', 'fault', shownFaultCode.options],
  ['panels', 'say', known(unusual)],
  ['panels', 'need', known(kycNeed.options)],
  ['panels', 'event', known(securityEventKind.options)],
  ['panels', 'by', securityEvent.shape.by.options],
  ['panels', 'promotion', known(promotionState.options)],
  ['panels', 'dispute', known(disputeState.options)],
  ['panels', 'identity', ['guess', 'confirmed']],
  ['panels', 'chip', axisKinds],
  ['panels', 'look', seenPanel.options],
  ['replay', 'panel', seenPanel.options],
  ['customer', 'state', known(accountState.options)],
  ['customer', 'stateHint', known(accountState.options)],
  ['customer', 'kyc', known(kycLevel.options)],
  ['customer', 'limit', known(limitKind.options)],
  ['customer', 'risk', known(riskFlag.options)],
  ['timeline', 'kind', known(transactionKind.options)],
  ['timeline', 'status', known(transactionStatus.options)],
  ['timeline', 'statusHint', known(transactionStatus.options)],
  ['timeline', 'owner', known(hopOwner.options)],
];

describe.each([
  ['en', en],
  ['zh-CN', zhCN],
] as const)('in %s', (_language, catalogue) => {
  test.each(worded)('%s: each %s is worded, an unknown one by its own word', (namespace, family, words) => {
    const texts = catalogue[namespace] as Readonly<Record<string, string>>;
    for (const word of words) expect(texts[`${family}_${word}`], `${family}_${word}`).toMatch(/\S/);
    const unknown = texts[`${family}_unknown`];
    if (words.includes('unknown') && !['say', 'stateHint', 'statusHint'].includes(family)) expect(unknown).toContain('{{raw}}');
  });

  test('of an account that is frozen by law nobody says why', () => {
    const { panels, customer } = catalogue;
    for (const text of [panels['say_frozen-legal'], customer['stateHint_frozen-legal']])
      expect(text).not.toMatch(/fraud|suspect|crime|laundering|诈骗|涉案|洗钱|嫌疑/i);
  });
});
