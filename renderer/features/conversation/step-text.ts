import type { TFunction } from 'i18next';
import type { Names } from '#renderer/app/use-names.ts';
import { actionStepText } from '#renderer/features/conversation/action-step-text.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { isActionEvent } from '#shared/case/fold-actions.ts';
import type { StepEntry } from '#shared/case/state.ts';
import { callOutcomeName } from '#shared/desk/call-outcomes.ts';
import { type Instant, SECOND, talkText } from '#shared/lib/time.ts';

interface Wording {
  readonly t: TFunction;
  readonly locale: string;
  readonly names: Names;
  readonly now: Instant;
}

/** One step of a case as a sentence in the language of the screen; its private words (note, comment) come apart. */
export function stepText({ t, locale, names, now }: Wording, entry: StepEntry): { readonly text: string; readonly words: string | null } {
  const { step } = entry;
  const name = names.actor(entry.actor);
  const say = (key: string, values: Readonly<Record<string, string>> = {}) => t(`conversation:step_${key}`, { name, ...values });
  const plain = (key: string, values?: Readonly<Record<string, string>>) => ({ text: say(key, values), words: null });
  if (isActionEvent(step)) return actionStepText({ t, locale, name }, step);
  switch (step.type) {
    case 'case.opened':
      return plain('opened');
    case 'case.claimed':
      return entry.actor.id === step.body.by || entry.actor.kind === 'system'
        ? { text: say('claimed', { name: names.person(step.body.by) }), words: null }
        : plain('assigned', { to: names.person(step.body.by) });
    case 'case.missed':
      return { text: say('missed', { name: names.person(step.body.by) }), words: null };
    case 'case.wrapUp':
      return plain('wrapUp');
    case 'case.released':
      return plain(step.body.reason === 'console-lost' ? 'releasedLost' : step.body.reason === 'supervisor' ? 'releasedSupervisor' : 'released');
    case 'case.transferred': {
      const queue = names.queue(step.body.queue);
      const text = step.body.to === undefined ? say('transferred', { queue }) : say('transferredTo', { queue, to: names.person(step.body.to) });
      return { text, words: step.content?.note || null };
    }
    case 'case.glassBroken':
      return { text: say('glassBroken', { name: names.person(step.body.by), reason: t(`guard:glassReason_${step.body.reason}`) }), words: null };
    case 'case.movedPrivate':
      return plain('movedPrivate');
    case 'call.started': {
      const number = step.content?.number?.text ?? t('calls:numberUnknown');
      const told = entry.actor.kind === 'system' ? 'Told' : '';
      return plain(`${step.body.direction === 'inbound' ? 'callIn' : 'callOut'}${told}`, { number });
    }
    case 'call.missed':
      return plain(step.body.reason === 'unanswered' ? 'callMissed' : 'callNotNoted', { number: step.content?.number?.text ?? t('calls:numberUnknown') });
    case 'call.hungUp':
      return plain('callHungUp');
    case 'call.callBackDone':
      return plain('callBackDone');
    case 'call.ended': {
      const outcome = callOutcomeName(step.body.outcome)?.[screenLanguage({ language: locale })] ?? step.body.outcome;
      return plain('callEnded', { time: talkText(step.body.seconds * SECOND), outcome });
    }
    case 'case.snoozed':
      return plain(step.body.reason === 'call-back' ? 'snoozedCallBack' : 'snoozed', { time: momentText(step.body.until, locale, now) });
    case 'case.woken':
      return plain(`woken_${step.body.reason}`);
    case 'case.prioritised':
      return plain('prioritised', { priority: t(`conversation:priority_${step.body.priority}`) });
    case 'case.tagged': {
      const tags = step.body.add.map(names.tag).join(', ');
      const removed = step.body.remove.map(names.tag).join(', ');
      if (removed === '') return plain('taggedAdd', { tags });
      return tags === '' ? plain('taggedRemove', { tags: removed }) : plain('taggedBoth', { tags, removed });
    }
    case 'case.resolved':
      return {
        text: say('resolved', { disposition: step.body.disposition === null ? t('conversation:noDisposition') : names.disposition(step.body.disposition) }),
        words: step.content?.comment || null,
      };
    case 'case.reopened':
      return plain(`reopened_${step.body.reason}`);
    case 'customer.identified':
      if (step.body.customer === null) return plain('unidentified');
      return plain(step.body.how === 'signed-link' || step.body.how === 'channel' ? 'identifiedLink' : 'identified');
    case 'case.erased':
      return plain('erased', { reason: t(`customer:eraseReason_${step.body.reason}`) });
    case 'message.withdrawn':
      return plain('withdrawn');
    case 'transaction.linked':
      return plain('linked', { transaction: step.body.transaction });
    case 'transaction.unlinked':
      return plain('unlinked', { transaction: step.body.transaction });
    case 'survey.answered':
      return { text: say('surveyAnswered', { score: String(step.body.score) }), words: step.content?.text || null };
    case 'case.incidentLinked':
      return plain('incidentLinked', { incident: names.incident(step.body.incident) });
    case 'case.incidentUnlinked':
      return plain('incidentUnlinked', { incident: names.incident(step.body.incident) });
    case 'case.merged':
    case 'case.unmerged': {
      const did = step.type === 'case.merged' ? 'merged' : 'unmerged';
      const who = step.body.by === undefined ? name : names.actor({ kind: 'agent', id: step.body.by });
      const channel = step.type === 'case.merged' ? t(`conversation:channel_${step.body.channel}`) : '';
      return { text: t(`conversation:step_${did}_${step.body.side}`, { name: who, channel }), words: null };
    }
    case 'case.split':
      return plain('split', { queue: names.queue(step.body.queue) });
    case 'case.lineMoved':
      return { text: t(`conversation:step_lineMoved_${step.body.by}`), words: step.content?.text || null };
    default:
      return plain('other', { type: step.type });
  }
}
