import type { TFunction } from 'i18next';
import { whatText, whyText } from '#renderer/i18n/action-text.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { ActionEvent } from '#shared/case/fold-actions.ts';
import { assertNever } from '#shared/lib/assert.ts';

interface Wording {
  readonly t: TFunction;
  readonly locale: string;
  /** Who did it. */
  readonly name: string;
}

/** What was done to verify the customer, or to their account, as a sentence; private words come apart. */
export function actionStepText({ t, locale, name }: Wording, step: ActionEvent): { readonly text: string; readonly words: string | null } {
  const plain = (key: string, values: Readonly<Record<string, string | number>> = {}) => ({
    text: t(`accountActions:step_${key}`, { name, ...values }),
    words: null,
  });
  switch (step.type) {
    case 'verification.begun':
      return plain(step.body.kind === 'code' ? 'begunCode' : 'begunKnowledge');
    case 'verification.passed':
      return plain('passed', { kind: t(`accountActions:kind_${step.body.kind}`), level: t(`accountActions:level_${step.body.level}`) });
    case 'verification.failed':
      return plain('failed', { kind: t(`accountActions:kind_${step.body.kind}`), count: step.body.triesLeft });
    case 'verification.locked':
      return plain('locked', { kind: t(`accountActions:kind_${step.body.kind}`), time: timeText(step.body.until, locale) });
    case 'action.requested': {
      const { text } = plain(step.body.approvalUntil === null ? 'requested' : 'requestedSecond', {
        what: whatText(t, locale, step.body),
        reason: t(`accountActions:reason_${step.body.reason}`),
      });
      return { text, words: step.content?.words.text || null };
    }
    case 'action.approved':
      return plain('approved', { what: whatText(t, locale, step.body) });
    case 'action.rejected':
      return { ...plain('rejected', { what: whatText(t, locale, step.body) }), words: step.content?.text || null };
    case 'action.completed':
      return plain(step.body.state === 'begun' ? 'begun' : 'completed', { what: whatText(t, locale, step.body) });
    case 'action.failed':
      return plain('actionFailed', { what: whatText(t, locale, step.body), why: whyText(t, step.body.reason) });
    case 'action.unknown':
      return plain('unknown', { what: whatText(t, locale, step.body) });
    default:
      return assertNever(step, 'step');
  }
}
