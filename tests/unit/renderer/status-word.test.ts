import { expect, it } from 'vitest';
import { statusChoice, statusWord } from '#renderer/i18n/status-word.ts';
import { transactionKind } from '#shared/wallet/transaction.ts';

it('a payment that went through is paid; transfers, top-ups and all else arrive', () => {
  expect(statusWord({ kind: 'payment', status: 'succeeded' })).toBe('paid');
  for (const kind of transactionKind.options.filter((one) => one !== 'payment')) expect(statusWord({ kind, status: 'succeeded' })).toBe('succeeded');
  for (const status of ['pending', 'failed', 'refunded', 'unknown'] as const) expect(statusWord({ kind: 'payment', status })).toBe(status);
});

it('where one kind is sought the status has its word, and where all are both words', () => {
  expect((['', 'payment', 'top-up'] as const).map((kind) => statusChoice(kind, 'succeeded'))).toEqual(['arrivedOrPaid', 'paid', 'succeeded']);
  expect(statusChoice('', 'failed')).toBe('failed');
});
