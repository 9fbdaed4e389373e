import type { ActionName } from '#shared/wallet/actions.ts';

/** Actions by what they are about, in the order in which they are needed. */
export const actionGroups = {
  account: ['send-reset-link', 'resend-code', 'change-phone', 'raise-limit', 'close-account'],
  security: ['freeze', 'unfreeze', 'unbind-device', 'unbind-card'],
  money: ['trace-top-up', 'refund', 'reverse-payment', 'credit-coupon'],
} as const satisfies Readonly<Record<string, readonly ActionName[]>>;

export type ActionGroup = keyof typeof actionGroups;

export const groupNames = Object.keys(actionGroups) as ActionGroup[];
