import type { CallFollowUp } from '#shared/case/commands.ts';
import type { Localized } from '#shared/lib/localized.ts';

/** How a call went, and what usually follows. */
export interface CallOutcome {
  readonly id: string;
  readonly name: Localized;
  readonly usually: CallFollowUp['kind'];
}

export const callOutcomeIds = ['solved', 'call-back', 'no-answer', 'voicemail', 'wrong-number', 'dropped', 'escalated'] as const;
export type CallOutcomeId = (typeof callOutcomeIds)[number];

const outcome = (id: CallOutcomeId, zh: string, en: string, usually: CallOutcome['usually']): CallOutcome & { readonly id: CallOutcomeId } => ({
  id,
  name: { 'zh-CN': zh, en },
  usually,
});

/** The outcomes in the order in which they are offered. */
export const callOutcomes = [
  outcome('solved', '已解决', 'Solved', 'done'),
  outcome('call-back', '需回拨', 'To be called back', 'callBack'),
  outcome('no-answer', '无人接听', 'No answer', 'callBack'),
  outcome('voicemail', '已留语音信箱', 'Left on voicemail', 'wait'),
  outcome('wrong-number', '号码有误', 'Wrong number', 'done'),
  outcome('dropped', '通话中断', 'Line dropped', 'callBack'),
  outcome('escalated', '已升级处理', 'Escalated', 'wait'),
] as const;

/** An outcome's name by its id; null for one that this console does not know. */
export function callOutcomeName(id: string): Localized | null {
  return callOutcomes.find((known) => known.id === id)?.name ?? null;
}
