import { ActionIcon } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/customer/customer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

const SHOWN = 8;

/** The customer's other cases, newest first, each one press away. */
export function EarlierCases({ rows, older }: { readonly rows: readonly InboxRow[]; readonly older: number }) {
  const { t, i18n } = useTranslation(['panels', 'timeline']);
  const dispatch = useAppDispatch();
  const names = useNames();
  const now = Date.now();
  return (
    <>
      {rows.length === 0 && older === 0 && <p className={classes.hint}>{t('casesNone')}</p>}
      <ul className={classes.plainList}>
        {rows
          .toSorted((a, b) => b.openedAt - a.openedAt)
          .slice(0, SHOWN)
          .map((row) => {
            const time = momentText(row.openedAt, i18n.language, now);
            return (
              <li key={row.id} className={classes.withButton}>
                <span>
                  <time className={classes.time}>{time}</time> {names.queue(row.queue)} ·{' '}
                  <span className={classes.hint}>
                    {row.resolvedAt === null
                      ? t('timeline:caseUnfinished')
                      : t('timeline:caseClosed', { time: momentText(row.resolvedAt, i18n.language, now) })}
                  </span>
                </span>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  aria-label={t('openCaseOf', { time })}
                  onClick={() => dispatch(caseShown({ caseId: row.id, customer: row.customer }))}
                >
                  <IconArrowRight size={15} />
                </ActionIcon>
              </li>
            );
          })}
      </ul>
      {older > 0 && <p className={classes.hint}>{t('casesMore', { count: older })}</p>}
    </>
  );
}
