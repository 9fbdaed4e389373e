import { ActionIcon } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/timeline/axis-bar.module.css';
import { axisKinds, type TimelineFilter } from '#renderer/features/timeline/merge-timeline.ts';

interface Props {
  readonly filter: TimelineFilter;
  readonly onFilter: (change: Partial<TimelineFilter>) => void;
  /** Null where there is nobody whose transactions could be sought. */
  readonly finding: boolean | null;
  readonly onFinding: (finding: boolean) => void;
}

/** What the axis shows, kind by kind, and the way to find transactions. */
export const AxisBar = memo(function AxisBar({ filter, onFilter, finding, onFinding }: Props) {
  const { t } = useTranslation(['panels', 'timeline']);
  return (
    <div className={classes.bar}>
      {finding === true ? (
        <h3 className={classes.title}>{t('findTransactions')}</h3>
      ) : (
        <div className={classes.chips} role="group" aria-label={t('timeline:filters')}>
          {axisKinds.map((kind) => (
            <label key={kind} className={classes.chip} data-checked={filter[kind] || undefined}>
              <input type="checkbox" checked={filter[kind]} onChange={(event) => onFilter({ [kind]: event.currentTarget.checked })} />
              {t(`chip_${kind}`)}
            </label>
          ))}
        </div>
      )}
      {finding !== null && (
        <ActionIcon
          size="md"
          variant={finding ? 'filled' : 'subtle'}
          aria-label={t(finding ? 'findClose' : 'findTransactions')}
          title={t(finding ? 'findClose' : 'findTransactions')}
          aria-expanded={finding}
          onClick={() => onFinding(!finding)}
        >
          {finding ? <IconX size={16} /> : <IconSearch size={16} />}
        </ActionIcon>
      )}
    </div>
  );
});
