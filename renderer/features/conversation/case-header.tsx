import { IconAlertTriangle, IconClock, IconEye, IconLink, IconUser } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { CaseActions } from '#renderer/features/case-actions/case-actions.tsx';
import { WrapUpClock } from '#renderer/features/case-actions/wrap-up-clock.tsx';
import classes from '#renderer/features/conversation/case-panes.module.css';
import { selectContactName, selectNameless } from '#renderer/features/customer/customer-slice.ts';
import { VerificationBadge } from '#renderer/features/verification/verification-badge.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { serviceLevelState, waitingTime } from '#shared/case/clocks.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { clockText, SECOND } from '#shared/lib/time.ts';

/** The waiting clock, coloured by its queue's target; it ticks by itself. */
function WaitingClock({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('conversation');
  const now = useNow(state.waitingSince === null ? null : SECOND);
  const target = useAppSelector(selectConfiguration)?.queues.find((queue) => queue.id === state.queue)?.serviceLevelSeconds;
  const waited = waitingTime(state, now);
  if (waited === null) return null;
  const time = clockText(waited);
  return (
    <span
      className={`${classes.fact} ${classes.clock}`}
      data-level={target === undefined ? undefined : serviceLevelState(waited, target)}
      title={t('waitingForLabel', { time })}
    >
      <IconClock size={14} aria-hidden />
      {t('waitingFor', { time })}
    </span>
  );
}

interface Props {
  readonly state: CaseState;
  readonly viewers: readonly PersonId[];
  readonly me: Person | null;
}

/** Whose case this is, where it stands, and what can be done with it. */
export const CaseHeader = memo(function CaseHeader({ state, viewers, me }: Props) {
  const { t, i18n } = useTranslation(['conversation', 'linked']);
  const names = useNames();
  const contact = useAppSelector((root) => selectContactName(root, state));
  const nameless = useAppSelector((root) => selectNameless(root, state));
  const Channel = channelIcons[state.channel];
  const { owner } = state;
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <h2 className={classes.name}>
          <bdi>{contact ?? t(`nameless_${nameless}`)}</bdi>
        </h2>
        <span className={classes.badge} data-tone={state.status}>
          {t(`status_${state.status}`)}
          {state.snoozedUntil !== null && ` ${t('snoozedUntil', { time: momentText(state.snoozedUntil, i18n.language, Date.now()) })}`}
          {state.snoozedUntil !== null && state.call?.callBackAt === state.snoozedUntil && ` ${t('callBack')}`}
        </span>
        {state.priority > 0 && (
          <span className={classes.badge} data-tone={state.priority > 1 ? 'urgent' : 'waiting'}>
            {t(`priority_${state.priority}`)}
          </span>
        )}
      </div>
      <CaseActions key={state.id} state={state} me={me} />
      <div className={classes.facts}>
        <span className={classes.fact}>
          <Channel size={14} aria-hidden />
          {t(`channel_${state.channel}`)}
        </span>
        {state.visibility === 'public' && (
          <span className={classes.badge} data-tone="urgent">
            {t('publicThread')}
          </span>
        )}
        <span className={classes.fact}>{names.queue(state.queue)}</span>
        {(owner !== null || state.erasedAt === null) && (
          <span className={classes.fact}>
            <IconUser size={14} aria-hidden />
            {owner === null ? t('ownerNone') : owner === me?.id ? t('ownerYou') : t('owner', { name: names.person(owner) })}
          </span>
        )}
        {state.intendedFor !== null && <span className={classes.fact}>{t('intendedFor', { name: names.person(state.intendedFor) })}</span>}
        <VerificationBadge state={state} />
        <WaitingClock state={state} />
        {state.wrapUp !== null && <WrapUpClock wrapUp={state.wrapUp} />}
        {state.tags.map((tag) => (
          <span key={tag} className={classes.badge} data-tone="tag">
            {names.tag(tag)}
          </span>
        ))}
        {state.incidents.map((id) => (
          <span key={id} className={classes.badge} data-tone="incident" title={t('incidents:chip', { title: names.incident(id) })}>
            <IconAlertTriangle size={13} aria-label={t('incidents:one')} />
            {names.incident(id)}
          </span>
        ))}
        {state.transactions.length > 0 && (
          <span className={classes.fact}>
            <IconLink size={14} aria-hidden />
            {t('linked:count', { count: state.transactions.length })}
          </span>
        )}
        {viewers.length > 0 && (
          <span className={classes.fact} role="status">
            <IconEye size={14} aria-hidden />
            {t('viewers', { count: viewers.length, names: viewers.map(names.person).join(', ') })}
          </span>
        )}
        {state.subject && (
          <span className={classes.fact} title={state.subject}>
            <bdi>{state.subject}</bdi>
          </span>
        )}
      </div>
    </header>
  );
});
