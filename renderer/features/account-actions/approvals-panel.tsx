import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/account-actions/account-actions.module.css';
import { selectApprovals, selectApprovalsBehind } from '#renderer/features/account-actions/account-actions-slice.ts';
import { ApproveDialog } from '#renderer/features/account-actions/approve-dialog.tsx';
import { whatText } from '#renderer/i18n/action-text.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import type { ActionView } from '#shared/contract/action-contract.ts';
import { clockText } from '#shared/lib/time.ts';

function Waiting({ one, own, onLook }: { readonly one: ActionView; readonly own: boolean; readonly onLook: () => void }) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const names = useNames();
  const left = useCountdown(one.approvalUntil);
  return (
    <li className={classes.approval}>
      <div className={classes.approvalText}>
        <strong>{whatText(anyT, i18n.language, one)}</strong> <bdi>{one.row?.contactName ?? one.customer}</bdi>
        <div className={classes.hint}>
          {t('askedBy', { name: names.person(one.by), time: timeText(one.at, i18n.language) })} · {anyT(`accountActions:reason_${one.reason}`)} ·{' '}
          <span className={classes.time}>{t('timeLeft', { time: clockText(left) })}</span>
        </div>
      </div>
      {own ? (
        <span className={classes.hint}>{t('own')}</span>
      ) : (
        <Button size="xs" onClick={onLook}>
          {t('look')}
        </Button>
      )}
    </li>
  );
}

/** What waits for a second person, live; one's own is shown, and approved by a colleague. */
export function ApprovalsPanel() {
  const { t } = useTranslation('accountActions');
  const approvals = useAppSelector(selectApprovals);
  const behind = useAppSelector(selectApprovalsBehind);
  const me = useAppSelector(selectMe)?.person.id;
  const [looked, setLooked] = useState<ActionView | null>(null);
  if (approvals === null && looked === null) return null;
  return (
    <section className={classes.approvals} aria-label={t('approvals')}>
      <h2 className={classes.approvalTitle}>{t('approvals')}</h2>
      {behind && <p role="alert">{t('approvalsFault')}</p>}
      {(approvals ?? []).length === 0 ? (
        <p className={classes.hint}>{t('approvalsNone')}</p>
      ) : (
        <ul className={classes.list}>
          {(approvals ?? []).map((one) => (
            <Waiting key={one.key} one={one} own={one.by === me} onLook={() => setLooked(one)} />
          ))}
        </ul>
      )}
      {looked !== null && <ApproveDialog key={looked.key} one={looked} onClose={() => setLooked(null)} />}
    </section>
  );
}
