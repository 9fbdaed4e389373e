import { Loader } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { AdminFeedContext, useFollowedDesk } from '#renderer/features/admin/admin-feed.ts';
import { ChannelsSection } from '#renderer/features/admin/channels-section.tsx';
import { ChatSection } from '#renderer/features/admin/chat-section.tsx';
import { FileSection } from '#renderer/features/admin/file-section.tsx';
import { Guide } from '#renderer/features/admin/guide.tsx';
import { HistorySection } from '#renderer/features/admin/history-section.tsx';
import { kinds } from '#renderer/features/admin/kinds.tsx';
import { ListSection } from '#renderer/features/admin/list-section.tsx';
import { type Tab, tabs } from '#renderer/features/admin/tabs.ts';

/** The tabs as a list beside their panel; arrow keys go from one to the next. */
function TabList({ tab, onChosen }: { readonly tab: Tab; readonly onChosen: (tab: Tab) => void }) {
  const { t } = useTranslation('admin');
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = (tabs.indexOf(tab) + step + tabs.length) % tabs.length;
    const next = tabs[index];
    if (next) onChosen(next);
    event.currentTarget.querySelectorAll('button')[index]?.focus();
  };
  return (
    <div role="tablist" aria-orientation="vertical" aria-label={t('title')} className={classes.tabs} onKeyDown={onKeyDown}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`admin-tab-${one}`}
          aria-selected={one === tab}
          aria-controls="admin-panel"
          tabIndex={one === tab ? 0 : -1}
          className={classes.tab}
          onClick={() => onChosen(one)}
        >
          {t(`tab_${one}`)}
        </button>
      ))}
    </div>
  );
}

function Panel({ tab }: { readonly tab: Tab }) {
  if (tab === 'history') return <HistorySection />;
  if (tab === 'channels')
    return (
      <>
        <ChannelsSection />
        <ChatSection />
      </>
    );
  if (tab === 'file') return <FileSection />;
  if (tab !== 'queues') return <ListSection key={tab} kind={kinds[tab]} />;
  return (
    <>
      <ListSection kind={kinds.groups} />
      <ListSection kind={kinds.queues} />
    </>
  );
}

/** Everything that a desk is made of, for those who may change it. */
export function AdminPage() {
  const { t } = useTranslation('admin');
  const feed = useFollowedDesk();
  const [tab, setTab] = useState<Tab>('people');
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t('title')}</h1>
      <TabList tab={tab} onChosen={setTab} />
      <div role="tabpanel" id="admin-panel" aria-labelledby={`admin-tab-${tab}`} className={classes.panel}>
        {feed === null ? (
          <Loader size="sm" role="status" aria-label={t('loading')} />
        ) : (
          <AdminFeedContext value={feed}>
            <Guide onGo={setTab} />
            <Panel tab={tab} />
          </AdminFeedContext>
        )}
      </div>
    </main>
  );
}
