import { IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { dialogOpened } from '#renderer/features/account-actions/account-actions-slice.ts';
import classes from '#renderer/features/verification/verification.module.css';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import { levelOf } from '#shared/case/account-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import { may } from '#shared/desk/powers.ts';
import { clockText } from '#shared/lib/time.ts';

/** How surely the customer of the case is known, and for how long; the way to verify them. */
export const VerificationBadge = memo(function VerificationBadge({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('accountActions');
  const dispatch = useAppDispatch();
  const me = useAppSelector(selectMe)?.person;
  const { level, expiresAt } = levelOf(state, Date.now());
  const left = useCountdown(expiresAt);
  if (me === undefined || !may(me.role, 'account') || state.customer === null || state.erasedAt !== null || state.status === 'resolved') return null;
  const text = expiresAt === null ? t(`level_${level}`) : t('levelLeft', { level: t(`level_${level}`), time: clockText(left) });
  const mine = state.owner === me.id || may(me.role, 'approve');
  const Icon = level === 'none' ? IconShieldQuestion : IconShieldCheck;
  return (
    <span className={classes.badge} data-level={level} title={t('levelHint')}>
      <Icon size={14} aria-hidden />
      <span className={classes.level}>{text}</span>
      {mine && level !== 'strong' && (
        <button type="button" className={classes.verify} onClick={() => dispatch(dialogOpened({ kind: 'verify', caseId: state.id }))}>
          {t('verify')}
        </button>
      )}
    </span>
  );
});
