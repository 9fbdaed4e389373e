import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { useAdminFeed } from '#renderer/features/admin/admin-feed.ts';
import type { Tab } from '#renderer/features/admin/tabs.ts';

/** What a new desk still needs before customers are answered, each step with the way to it. */
export function Guide({ onGo }: { readonly onGo: (tab: Tab) => void }) {
  const { t } = useTranslation('admin');
  const { configuration } = useAdminFeed();
  const host = useAppSelector(selectHost);
  const chat = host?.chatUrl ?? null;
  const { queues, people } = configuration;
  const steps = [
    { key: 'queue', done: queues.length > 0, go: 'queues' as const },
    { key: 'people', done: people.some(({ role, active }) => active && role !== 'administrator'), go: 'people' as const },
    {
      key: 'serve',
      done: queues.length > 0 && queues.every(({ id }) => people.some((person) => person.active && person.queues.includes(id))),
      go: 'people' as const,
    },
  ];
  if (steps.every(({ done }) => done)) return null;
  return (
    <section className={classes.guide} aria-labelledby="guide-title">
      <h2 id="guide-title">{t('guideTitle')}</h2>
      <ol>
        {steps.map(({ key, done, go }) => (
          <li key={key}>
            {done ? <IconCircleCheck size={18} role="img" aria-label={t('done')} /> : <IconCircleDashed size={18} role="img" aria-label={t('toDo')} />}
            <button type="button" className={classes.link} onClick={() => onGo(go)}>
              {t(`guide_${key}`)}
            </button>
          </li>
        ))}
        <li>
          {host?.wallet ? <IconCircleCheck size={18} role="img" aria-label={t('done')} /> : <IconCircleDashed size={18} role="img" aria-label={t('toDo')} />}
          <span>{t('guide_wallet')}</span>
        </li>
        <li>
          <IconCircleDashed size={18} role="img" aria-label={t('toDo')} />
          {chat === null ? (
            <span>{t('guide_noChat')}</span>
          ) : (
            <a href={chat} target="_blank" rel="noreferrer">
              {t('guide_chat')}
            </a>
          )}
        </li>
      </ol>
    </section>
  );
}
