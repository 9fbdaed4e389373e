import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import classes from '#renderer/features/conversation/case-panes.module.css';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';

interface Props {
  readonly state: CaseState;
  /** Whether the person may join it again. */
  readonly mayJoin: boolean;
}

/** Between two cases of one thread: where the other is, and where the customer's next words go. */
export function SplitBanner({ state, mayJoin }: Props) {
  const { t } = useTranslation('conversation');
  const dispatch = useAppDispatch();
  const act = useAct();
  const { splitFrom, customer, lines, mergedInto } = state;
  const show = (caseId: CaseId, entry: EventId | null) => dispatch(caseShown({ caseId, customer, entry, silent: false }));
  const off = state.splitOff.filter((one) => !lines.some((line) => line.case === one.case));
  if (mergedInto !== null) return null;
  return (
    <>
      {splitFrom !== null && (
        <div className={classes.banner} role="status">
          <span>{t('splitFromBanner')}</span>{' '}
          <Button size="compact-xs" variant="default" onClick={() => show(splitFrom.case, splitFrom.from)}>
            {t('splitShowOrigin')}
          </Button>{' '}
          {mayJoin && (
            <Button size="compact-xs" variant="default" onClick={() => void act(state.id, { type: 'merge', into: splitFrom.case, confirmed: true })}>
              {t('splitJoin')}
            </Button>
          )}
        </div>
      )}
      {off.length > 0 && (
        <div className={classes.banner} role="status">
          <span>{t('splitOffBanner', { count: off.length })}</span>{' '}
          {off.map((one, index) => (
            <Button key={one.case} size="compact-xs" variant="default" onClick={() => show(one.case, null)}>
              {off.length === 1 ? t('splitShow') : t('splitShowOne', { number: index + 1 })}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
