import { Button, Select } from '@mantine/core';
import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/replay/replay.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId, QueueId } from '#shared/lib/ids.ts';

const PAGE = 60;

interface Props {
  readonly chosen: CaseId | null;
  readonly onChoose: (row: InboxRow) => void;
}

/** The closed cases, newest first, of one queue or all. */
export function CaseList({ chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation('replay');
  const client = useClient();
  const names = useNames();
  const queues = useAppSelector(selectConfiguration)?.queues ?? [];
  const [queue, setQueue] = useState<string | null>(null);
  const [found, setFound] = useState<{ readonly rows: readonly InboxRow[]; readonly total: number } | null>(null);
  const [fault, setFault] = useState(false);
  const [limit, setLimit] = useState(PAGE);
  useEffect(() => {
    let wanted = true;
    void safe(client.replay.cases({ queue: queue as QueueId | null, offset: 0, limit })).then(([error, answer]) => {
      if (!wanted) return;
      setFault(error !== null);
      if (!error) setFound(answer);
    });
    return () => {
      wanted = false;
    };
  }, [client, queue, limit]);
  const now = Date.now();
  return (
    <nav className={classes.list} aria-label={t('list')}>
      <Select
        size="xs"
        clearable
        label={t('queue')}
        placeholder={t('allQueues')}
        value={queue}
        onChange={(value) => {
          setQueue(value);
          setLimit(PAGE);
        }}
        data={queues.map(({ id }) => ({ value: id, label: names.queue(id) }))}
      />
      {fault && <p role="alert">{t('listFault')}</p>}
      {found?.total === 0 && (
        <p role="status" className={classes.hint}>
          {t('listEmpty')}
        </p>
      )}
      <ul className={classes.cases}>
        {found?.rows.map((row) => {
          const Channel = channelIcons[row.channel];
          return (
            <li key={row.id}>
              <button type="button" className={classes.case} aria-current={row.id === chosen || undefined} onClick={() => onChoose(row)}>
                <span className={classes.caseHead}>
                  <Channel size={14} aria-hidden /> <bdi>{row.contactName ?? t('conversation:stranger')}</bdi>
                  <time>{momentText(row.resolvedAt ?? row.activeAt, i18n.language, now)}</time>
                </span>
                <span className={classes.caseText}>{row.preview ?? ''}</span>
                <span className={classes.hint}>
                  {names.queue(row.queue)}
                  {row.owner !== null && ` · ${names.person(row.owner)}`}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {found !== null && found.rows.length < Math.min(found.total, 200) && (
        <Button size="xs" variant="default" onClick={() => setLimit((was) => Math.min(200, was + PAGE))}>
          {t('more')}
        </Button>
      )}
    </nav>
  );
}
