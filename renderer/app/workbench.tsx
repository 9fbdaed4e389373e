import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useCommandKeys } from '#renderer/app/commands.ts';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { PersonMenu } from '#renderer/app/person-menu.tsx';
import { PlaceComing } from '#renderer/app/place-coming.tsx';
import { AdminPage, fetchPlaces, ReplayPage, SettingsPage, SupervisePage } from '#renderer/app/places.tsx';
import { Rail } from '#renderer/app/rail.tsx';
import classes from '#renderer/app/shell.module.css';
import { Toasts } from '#renderer/app/toasts.tsx';
import { useTabPlace } from '#renderer/app/use-tab-place.ts';
import { accountFoldedAs, caseClosed, placeShown, selectAccountFolded, selectAlone, selectOpenCaseId, selectPlace } from '#renderer/app/workspace-slice.ts';
import { useSupervisorAlerts } from '#renderer/features/access/use-supervisor-alerts.ts';
import { useActionsFeed } from '#renderer/features/account-actions/use-actions-feed.tsx';
import { TitleBadge } from '#renderer/features/alerts/title-badge.ts';
import { useAlerts } from '#renderer/features/alerts/use-alerts.ts';
import { CallBacksList } from '#renderer/features/calls/call-backs-list.tsx';
import { CallBacksStatus } from '#renderer/features/calls/call-backs-status.tsx';
import { CallPop } from '#renderer/features/calls/call-pop.tsx';
import { CallStrip } from '#renderer/features/calls/call-strip.tsx';
import { useCallsFeed } from '#renderer/features/calls/use-calls-feed.ts';
import { CasePanes } from '#renderer/features/conversation/case-panes.tsx';
import { FindCustomerDialog } from '#renderer/features/customer/find-customer-dialog.tsx';
import { DeferredList } from '#renderer/features/deferred/deferred-list.tsx';
import { DeferredStatus } from '#renderer/features/deferred/deferred-status.tsx';
import { useDeferredFeed } from '#renderer/features/deferred/use-deferred-feed.ts';
import { DraftsFeed } from '#renderer/features/drafts/drafts-feed.ts';
import { DraftsList } from '#renderer/features/drafts/drafts-list.tsx';
import { DraftsStatus } from '#renderer/features/drafts/drafts-status.tsx';
import { InboxPane } from '#renderer/features/inbox/inbox-pane.tsx';
import { useInboxFeed } from '#renderer/features/inbox/use-inbox-feed.ts';
import { IncidentDialogs } from '#renderer/features/incidents/incident-dialogs.tsx';
import { SimilarNotice } from '#renderer/features/incidents/similar-notice.tsx';
import { useIncidentsFeed } from '#renderer/features/incidents/use-incidents-feed.ts';
import { useMailFeed } from '#renderer/features/mail/use-mail-feed.ts';
import { Palette } from '#renderer/features/palette/palette.tsx';
import { AwayStrip } from '#renderer/features/routing/away-strip.tsx';
import { RingCard } from '#renderer/features/routing/ring-card.tsx';
import { useWork } from '#renderer/features/routing/use-work.ts';
import { SearchBox } from '#renderer/features/search/search-box.tsx';
import { StatusBar } from '#renderer/features/status/status-bar.tsx';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';
import type { Me } from '#shared/contract/schemas.ts';
import type { Role } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

/** The commands of the window itself; apart, since all that stands in the window would be drawn anew with them. */
function WindowCommands({ role }: { readonly role: Role }) {
  const { t } = useTranslation('shell');
  const dispatch = useAppDispatch();
  const place = useAppSelector(selectPlace);
  const openCase = useAppSelector(selectOpenCaseId);
  const alone = useAppSelector(selectAlone);
  const group = t('groupGeneral');
  useCommand({ id: 'go.inbox', label: t('goInbox'), group, defaultKey: 'mod+1', run: () => dispatch(placeShown('inbox')), enabled: place !== 'inbox' });
  useCommand({
    id: 'go.supervise',
    label: t('supervise:goSupervise'),
    group,
    defaultKey: 'mod+2',
    run: () => dispatch(placeShown('supervise')),
    enabled: place !== 'supervise' && may(role, 'watch'),
  });
  useCommand({
    id: 'go.replay',
    label: t('replay:goReplay'),
    group,
    defaultKey: 'mod+3',
    run: () => dispatch(placeShown('replay')),
    enabled: place !== 'replay' && may(role, 'replay'),
  });
  useCommand({
    id: 'go.settings',
    label: t('goSettings'),
    group,
    defaultKey: 'mod+,',
    run: () => dispatch(placeShown('settings')),
    enabled: place !== 'settings',
  });
  useCommand({
    id: 'go.admin',
    label: t('goAdmin'),
    group,
    defaultKey: null,
    run: () => dispatch(placeShown('admin')),
    enabled: may(role, 'configure') && place !== 'admin',
  });
  const folded = useAppSelector(selectAccountFolded);
  useCommand({
    id: 'customer.fold',
    label: t('foldAccount'),
    group,
    defaultKey: null,
    run: () => dispatch(accountFoldedAs(!folded)),
    enabled: openCase !== null || alone !== null,
  });
  useCommand({
    id: 'case.close',
    label: t('closeCase'),
    group,
    defaultKey: 'alt+Q',
    run: () => dispatch(caseClosed()),
    enabled: openCase !== null || alone !== null,
  });
  return null;
}

/** The place of the work: inbox, conversation and customer side by side. It stays alive while the settings are shown. */
export function Workbench({ me, connection }: { readonly me: Me; readonly connection: ConnectionState }) {
  const { t } = useTranslation('shell');
  const place = useAppSelector(selectPlace);
  const host = useAppSelector(selectHost);
  useCommandKeys();
  useTabPlace(me.person.id);
  const configures = may(me.person.role, 'configure');
  useInboxFeed(useAlerts());
  useMailFeed();
  useDeferredFeed();
  useActionsFeed(me.person.role);
  useIncidentsFeed(me.person.role);
  useWork();
  useCallsFeed(may(me.person.role, 'work'));
  useSupervisorAlerts(may(me.person.role, 'watch'));
  useEffect(() => {
    const idle = requestIdleCallback(fetchPlaces);
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <div className={classes.window}>
      <WindowCommands role={me.person.role} />
      <TitleBadge />
      <DraftsFeed />
      <header className={classes.top}>
        <SearchBox />
        <RingCard />
        <CallPop />
        <CallStrip />
        <Toasts />
        <PersonMenu me={me} />
      </header>
      {connection !== 'open' && (
        <div className={classes.banner} role="alert">
          {connection === 'foreign' ? t('foreignAtWork') : t('lost')}
        </div>
      )}
      <AwayStrip me={me} />
      <SimilarNotice />
      {host?.memory && (
        <div className={classes.banner} data-tone="note" role="status">
          {t('memory')}
        </div>
      )}
      <div className={classes.body}>
        <Rail place={place} role={me.person.role} />
        <main className={classes.work} hidden={place !== 'inbox'}>
          <InboxPane />
          <CasePanes />
        </main>
        <Suspense fallback={<PlaceComing />}>
          {place === 'admin' && configures && <AdminPage />}
          {place === 'admin' && !configures && (
            <main className={classes.coming}>
              <h1>{t('admin')}</h1>
              <p className={classes.banner} role="alert">
                {t('noAdmin')}
              </p>
            </main>
          )}
          {place === 'supervise' && <SupervisePage />}
          {place === 'replay' && <ReplayPage />}
          {place === 'settings' && <SettingsPage />}
        </Suspense>
      </div>
      <StatusBar>
        {may(me.person.role, 'work') && <CallBacksStatus />}
        <DeferredStatus />
        <DraftsStatus />
      </StatusBar>
      <CallBacksList />
      <DeferredList />
      <DraftsList />
      <IncidentDialogs />
      <FindCustomerDialog />
      <Palette />
    </div>
  );
}
