import { Button, CloseButton, Drawer, SegmentedControl } from '@mantine/core';
import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/supervise/supervise.module.css';
import { rowName } from '#renderer/i18n/row-name.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import { useFocusBack } from '#renderer/ui/use-focus-back.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { clockText } from '#shared/lib/time.ts';
import type { FigurePlace } from '#shared/metrics/board.ts';

type Part = 'numerator' | 'denominator';

interface Found {
  readonly rows: readonly InboxRow[];
  readonly total: number;
}

interface Props {
  readonly title: string;
  readonly place: FigurePlace;
  /** Whether the figure is a share of something. */
  readonly shared: boolean;
  readonly onClose: () => void;
}

function CaseLine({ row, now, onWatch }: { readonly row: InboxRow; readonly now: number; readonly onWatch: () => void }) {
  const { t } = useTranslation('supervise');
  const names = useNames();
  const Channel = channelIcons[row.channel];
  return (
    <li className={classes.case}>
      <span className={classes.caseWhat}>
        <strong>
          <Channel size={14} aria-hidden /> <bdi>{rowName(t, row)}</bdi>
        </strong>
        <span className={classes.caseText}>{row.preview ?? ''}</span>
        <span className={classes.caseMore}>
          {names.queue(row.queue)} · {t(`conversation:status_${row.status}`)}
          {row.owner !== null && ` · ${names.person(row.owner)}`}
          {row.waitingSince !== null && ` · ${clockText(now - row.waitingSince)}`}
        </span>
      </span>
      <Button size="compact-sm" variant="light" onClick={onWatch}>
        {t('watch')}
      </Button>
    </li>
  );
}

/** The cases behind one number, each to be watched silently. */
export function CasesDrawer({ title, place, shared, onClose }: Props) {
  const { t } = useTranslation('supervise');
  useFocusBack();
  const client = useClient();
  const dispatch = useAppDispatch();
  const now = useNow(1000);
  const [part, setPart] = useState<Part>('numerator');
  const [found, setFound] = useState<Found | 'fault' | null>(null);
  useEffect(() => {
    let wanted = true;
    void safe(client.supervision.cases({ place, part })).then(([error, answer]) => {
      if (wanted) setFound(error ? 'fault' : answer);
    });
    return () => {
      wanted = false;
    };
  }, [client, place, part]);
  const list = found === 'fault' ? null : found;
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="md" transitionProps={{ duration: 0 }}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <div className={classes.drawerHead}>
            <h2>{title}</h2>
            <CloseButton aria-label={t('close')} onClick={onClose} />
          </div>
          {shared && (
            <SegmentedControl
              size="xs"
              aria-label={t('behindPart')}
              value={part}
              onChange={(value) => setPart(value as Part)}
              data={[
                { value: 'numerator', label: t('behindNumerator') },
                { value: 'denominator', label: t('behindDenominator') },
              ]}
            />
          )}
          {found === 'fault' && <p role="alert">{t('behindFault')}</p>}
          {list?.total === 0 && <p role="status">{t('behindNone')}</p>}
          {list && list.rows.length < list.total && <p role="status">{t('behindSome', { shown: list.rows.length, total: list.total })}</p>}
          <ul className={classes.cases}>
            {list?.rows.map((row) => (
              <CaseLine key={row.id} row={row} now={now} onWatch={() => dispatch(caseShown({ caseId: row.id, customer: row.customer, silent: true }))} />
            ))}
          </ul>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
