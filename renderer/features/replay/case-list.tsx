import { Button } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import { noFilters } from '#renderer/features/replay/closed-filters.ts';
import { FilterFields } from '#renderer/features/replay/filter-fields.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import { useClosedCases } from '#renderer/features/replay/use-closed-cases.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const PAGE = 60;
const MOST = 200;

interface Props {
  readonly chosen: CaseId | null;
  readonly onChoose: (row: InboxRow) => void;
  /** Grows with each saved review. */
  readonly turn: number;
}

/** The closed cases, newest first, as the filters choose them. */
export function CaseList({ chosen, onChoose, turn }: Props) {
  const { t, i18n } = useTranslation('replay');
  const names = useNames();
  const [filters, setFilters] = useState(noFilters);
  const [limit, setLimit] = useState(PAGE);
  const { found, fault } = useClosedCases(filters, limit, turn);
  const now = Date.now();
  const joined = new Intl.ListFormat(i18n.language, { type: 'unit' });
  return (
    <nav className={classes.list} aria-label={t('list')}>
      <FilterFields
        filters={filters}
        onChange={(next) => {
          setFilters(next);
          setLimit(PAGE);
        }}
      />
      {fault && <p role="alert">{t('listFault')}</p>}
      <p role="status" className={classes.hint}>
        {found === null ? t('loading') : found.total > 0 ? t('listCount', { count: found.total }) : filters === noFilters ? t('listEmpty') : t('listNone')}
      </p>
      <ul className={classes.cases}>
        {found?.rows.map((row) => {
          const Channel = channelIcons[row.channel];
          return (
            <li key={row.id}>
              <button type="button" className={classes.case} aria-current={row.id === chosen || undefined} onClick={() => onChoose(row)}>
                <span className={classes.caseHead}>
                  <Channel size={14} aria-hidden /> <bdi>{rowName(t, row)}</bdi>
                  <time>{momentText(row.resolvedAt ?? row.activeAt, i18n.language, now)}</time>
                </span>
                <span className={classes.caseText}>{row.preview ?? ''}</span>
                <span className={classes.hint}>
                  {names.queue(row.queue)}
                  {row.owner !== null && ` · ${names.person(row.owner)}`}
                </span>
                {row.reviewedBy.length > 0 && (
                  <span className={classes.reviewed}>
                    <IconClipboardCheck size={14} aria-hidden /> {t('reviewedBy', { names: joined.format(row.reviewedBy.map(names.person)) })}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {found !== null && found.rows.length < Math.min(found.total, MOST) && (
        <Button size="xs" variant="default" onClick={() => setLimit((was) => Math.min(MOST, was + PAGE))}>
          {t('more')}
        </Button>
      )}
      {found !== null && found.total > MOST && found.rows.length >= MOST && <p className={classes.hint}>{t('narrow', { count: MOST })}</p>}
    </nav>
  );
}
