import { IconBuilding, IconInbox, IconLayoutDashboard, IconPlayerPlay, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/app/shell.module.css';
import { type Place, placeShown } from '#renderer/app/workspace-slice.ts';
import { selectApprovals } from '#renderer/features/account-actions/account-actions-slice.ts';
import { selectWaiting } from '#renderer/features/inbox/inbox-slice.ts';
import type { Role } from '#shared/desk/person.ts';
import { may, type Power } from '#shared/desk/powers.ts';

const places: readonly { readonly id: Place; readonly icon: typeof IconInbox; readonly power?: Power }[] = [
  { id: 'inbox', icon: IconInbox },
  { id: 'supervise', icon: IconLayoutDashboard, power: 'watch' },
  { id: 'replay', icon: IconPlayerPlay, power: 'replay' },
  { id: 'admin', icon: IconBuilding, power: 'configure' },
  { id: 'settings', icon: IconSettings },
];

/** The window's places; the inbox bears the number of waiting cases, supervision that of requests that wait for approval. */
export function Rail({ place, role }: { readonly place: Place; readonly role: Role }) {
  const { t } = useTranslation('shell');
  const dispatch = useAppDispatch();
  const waiting = useAppSelector(selectWaiting) ?? 0;
  const approvals = useAppSelector(selectApprovals)?.length ?? 0;
  const counts: Partial<Record<Place, number>> = { inbox: waiting, supervise: approvals };
  const countText = (id: Place) => {
    const count = counts[id] ?? 0;
    return count === 0 ? null : count > 99 ? '99+' : String(count);
  };
  return (
    <nav className={classes.rail} aria-label={t('main')}>
      {places
        .filter(({ power }) => power === undefined || may(role, power))
        .map(({ id, icon: Icon }) => (
          <button key={id} type="button" className={classes.place} aria-current={place === id ? 'page' : undefined} onClick={() => dispatch(placeShown(id))}>
            <span className={classes.placeIcon}>
              <Icon size={22} stroke={1.6} aria-hidden />
              {countText(id) !== null && <span className={classes.placeCount}>{countText(id)}</span>}
            </span>
            {t(id)}
          </button>
        ))}
    </nav>
  );
}
