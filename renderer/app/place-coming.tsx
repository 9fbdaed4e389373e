import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/app/shell.module.css';
import { selectPlace } from '#renderer/app/workspace-slice.ts';

/** A place while what it is made of is being fetched: a screen with a name, too. */
export function PlaceComing() {
  const { t } = useTranslation('shell');
  const place = useAppSelector(selectPlace);
  return (
    <main className={classes.coming} aria-busy>
      <h1>{t(place)}</h1>
      <Loader size="sm" role="status" aria-label={t('coming')} />
    </main>
  );
}
