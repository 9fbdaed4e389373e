import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { caseShown, placeShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/conversation/case-panes.module.css';
import type { CaseState } from '#shared/case/state.ts';

/** Says to a supervisor that nobody is told of their look and that it is on record; from here they join in or go back. */
export function SilentStrip({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('supervise');
  const dispatch = useAppDispatch();
  return (
    <div className={classes.banner} role="status">
      <Group gap="sm" justify="space-between">
        <span>{t('watching')}</span>
        <Group gap={6}>
          <Button size="compact-xs" variant="default" onClick={() => dispatch(caseShown({ caseId: state.id, customer: state.customer }))}>
            {t('join')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => dispatch(placeShown('supervise'))}>
            {t('backToBoard')}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
