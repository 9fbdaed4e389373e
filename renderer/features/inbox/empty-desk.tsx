import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { placeShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/inbox/inbox.module.css';
import { may } from '#shared/desk/powers.ts';

/** The list of a desk that has no queue yet: what is missing, and the way there for who may go it. */
export function EmptyDesk() {
  const { t } = useTranslation('inbox');
  const dispatch = useAppDispatch();
  const role = useAppSelector(selectMe)?.person.role;
  const configures = role !== undefined && may(role, 'configure');
  return (
    <div className={classes.told} role="status">
      <strong>{t('noQueues')}</strong>
      <p>{t(configures ? 'noQueuesSetUp' : 'noQueuesAsk')}</p>
      {configures && (
        <Button size="xs" onClick={() => dispatch(placeShown('admin'))}>
          {t('setUpDesk')}
        </Button>
      )}
    </div>
  );
}
