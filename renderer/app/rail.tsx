import { IconBuilding, IconInbox, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import classes from '#renderer/app/shell.module.css';
import { type Place, placeShown } from '#renderer/app/workspace-slice.ts';
import { selectWaiting } from '#renderer/features/inbox/inbox-slice.ts';
import { may, type Power } from '#shared/desk/powers.ts';

const places: readonly { readonly id: Place; readonly icon: typeof IconInbox; readonly power?: Power }[] = [
  { id: 'inbox', icon: IconInbox },
  { id: 'admin', icon: IconBuilding, power: 'configure' },
  { id: 'settings', icon: IconSettings },
];

/** The window's places; the inbox bears the number of waiting cases. */
export function Rail({ place }: { readonly place: Place }) {
  const { t } = useTranslation('shell');
  const dispatch = useAppDispatch();
  const waiting = useAppSelector(selectWaiting) ?? 0;
  const role = useAppSelector(selectMe)?.person.role;
  const mine = places.filter(({ power }) => power === undefined || (role !== undefined && may(role, power)));
  return (
    <nav className={classes.rail} aria-label={t('main')}>
      {mine.map(({ id, icon: Icon }) => (
        <button key={id} type="button" className={classes.place} aria-current={place === id ? 'page' : undefined} onClick={() => dispatch(placeShown(id))}>
          <span className={classes.placeIcon}>
            <Icon size={22} stroke={1.6} aria-hidden />
            {id === 'inbox' && waiting > 0 && <span className={classes.placeCount}>{waiting > 99 ? '99+' : waiting}</span>}
          </span>
          {t(id)}
        </button>
      ))}
    </nav>
  );
}
