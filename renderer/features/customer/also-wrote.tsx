import { Anchor, Button } from '@mantine/core';
import { IconArrowMerge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { formOpened } from '#renderer/features/case-actions/case-actions-slice.ts';
import classes from '#renderer/features/customer/customer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

interface Props {
  readonly rows: readonly InboxRow[];
  /** The way to let one of them go on in the open case; left out where that is not to be offered. */
  readonly mayMerge?: boolean;
}

/** Where else a person wrote: each case by its channel, one press away. */
export function AlsoWrote({ rows, mayMerge = false }: Props) {
  const { t, i18n } = useTranslation(['customer', 'conversation']);
  const dispatch = useAppDispatch();
  if (rows.length === 0) return null;
  const now = Date.now();
  return (
    <div className={classes.alsoWrote} role="group" aria-label={t('alsoWrote')}>
      <h4 className={classes.hint}>{t('alsoWrote')}</h4>
      <ul className={classes.plainList}>
        {rows.map((row) => {
          const Channel = channelIcons[row.channel];
          return (
            <li key={row.id}>
              <Anchor component="button" type="button" size="sm" onClick={() => dispatch(caseShown({ caseId: row.id, customer: row.customer }))}>
                <Channel size={13} aria-hidden /> {t(`conversation:channel_${row.channel}`)} · {momentText(row.activeAt, i18n.language, now)} ·{' '}
                {t(`conversation:status_${row.status}`)}
              </Anchor>
            </li>
          );
        })}
      </ul>
      {mayMerge && (
        <Button size="compact-xs" variant="light" leftSection={<IconArrowMerge size={14} aria-hidden />} onClick={() => dispatch(formOpened('merge'))}>
          {t('alsoMerge')}
        </Button>
      )}
    </div>
  );
}
