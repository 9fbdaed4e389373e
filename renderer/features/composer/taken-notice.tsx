import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { Taken } from '#shared/case/taken-from.ts';

/** Above the box of who had the case: that it is a colleague's now, by whom and since when. */
export function TakenNotice({ taken }: { readonly taken: Taken }) {
  const { t, i18n } = useTranslation('composer');
  const names = useNames();
  const { to, by, at } = taken;
  const values = { to: names.person(to), by: names.actor(by), time: momentText(at, i18n.language, Date.now()) };
  return (
    <p className={classes.taken} role="status">
      {t(by.id === to || by.kind === 'system' ? 'takenBy' : 'takenGiven', values)}
    </p>
  );
}
