import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import { BreakGlass } from '#renderer/features/access/break-glass.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import type { CaseState } from '#shared/case/state.ts';

/** In the place of an account that is not shown, since the case is somebody else's. */
export function LockedCard({ state, onOpened }: { readonly state: CaseState; readonly onOpened: () => void }) {
  const { t } = useTranslation('guard');
  const names = useNames();
  return (
    <section className={classes.card} aria-label={t('customer:account')}>
      <div className={classes.head}>
        <IconLock size={26} stroke={1.5} aria-hidden />
        <div>
          <h3 className={classes.name}>{t('locked')}</h3>
          <p className={classes.hint}>{state.owner === null ? t('lockedPlain') : t('lockedOwner', { name: names.person(state.owner) })}</p>
        </div>
      </div>
      <div>
        <BreakGlass closed={{ caseId: state.id }} onOpened={onOpened} />
      </div>
    </section>
  );
}
