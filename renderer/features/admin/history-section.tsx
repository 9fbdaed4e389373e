import { Alert, Button, Loader } from '@mantine/core';
import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { useAdminFeed } from '#renderer/features/admin/admin-feed.ts';
import { differences, itemName, refusalText } from '#renderer/features/admin/admin-text.ts';
import { FieldTable } from '#renderer/features/admin/field-table.tsx';
import { useChange } from '#renderer/features/admin/use-change.ts';
import { useWording } from '#renderer/features/admin/use-wording.ts';
import { fullText, momentText } from '#renderer/i18n/date-text.ts';
import { Newest } from '#renderer/transport/newest.ts';
import { type DeskHistoryEntry, undoOf } from '#shared/desk/desk-history.ts';

const PAGE = 30;
/** Of a change of many items so many are spelt out. */
const SPELT_OUT = 20;

/** One change: who, when, what before and after; taken back by a change of its own. */
function Entry({ entry, onUndone }: { readonly entry: DeskHistoryEntry; readonly onUndone: () => void }) {
  const wording = useWording();
  const { t, locale, names } = wording;
  const change = useChange();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    const changed = await change(undoOf(entry), 'undone');
    setBusy(false);
    setFault(changed.ok ? null : refusalText(wording, changed.refusal, Date.now()));
    if (changed.ok) onUndone();
  };
  const when = momentText(entry.at, locale, Date.now());
  const beginning = entry.how === 'seeded' || entry.how === 'set-up';
  return (
    <li className={classes.entry}>
      <div className={classes.entryHead}>
        <strong>{names.actor(entry.by)}</strong>
        <span>{t(`how_${entry.how}`, { count: entry.changes.length })}</span>
        <time dateTime={new Date(entry.at).toISOString()} title={fullText(entry.at, locale)}>
          {when}
        </time>
        {!beginning && (
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            onClick={() => void undo()}
            aria-label={t('undoOf', { name: names.actor(entry.by), time: when })}
          >
            {t('undo')}
          </Button>
        )}
      </div>
      {fault && (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      )}
      <details open={entry.changes.length <= 3}>
        <summary>
          {entry.changes
            .slice(0, 3)
            .map(({ list, id, before, after }) => t('listItem', { list: t(`one_${list}`), name: itemName(wording, list, after ?? before, id) }))
            .join(' · ')}
          {entry.changes.length > 3 && ` · ${t('andMore', { count: entry.changes.length - 3 })}`}
        </summary>
        {entry.changes.slice(0, SPELT_OUT).map(({ list, id, before, after }) => (
          <div key={`${list}/${id}`} className={classes.changed}>
            <h3>
              {t(before === null ? 'itemAdded' : after === null ? 'itemRemoved' : 'itemChanged', {
                name: itemName(wording, list, after ?? before, id),
                list: t(`one_${list}`),
              })}
            </h3>
            <FieldTable rows={differences(wording, before, after)} before={t('before')} after={t('after')} />
          </div>
        ))}
      </details>
    </li>
  );
}

/** Every change of the desk, newest first. */
export function HistorySection() {
  const client = useClient();
  const { revisions } = useAdminFeed();
  const { t } = useWording();
  const [pages, setPages] = useState<{ entries: readonly DeskHistoryEntry[]; more: boolean } | null>(null);
  const [fault, setFault] = useState(false);
  const [newest] = useState(() => new Newest());
  const load = useCallback(async () => {
    const counts = newest.ask();
    const [error, page] = await safe(client.admin.history({ before: null, limit: PAGE }));
    if (!counts()) return;
    setFault(error !== null);
    if (!error) setPages(page);
  }, [client, newest]);
  const loadOlder = async (last: DeskHistoryEntry | undefined) => {
    if (last === undefined) return;
    const [error, page] = await safe(client.admin.history({ before: last.id, limit: PAGE }));
    setFault(error !== null);
    if (error) return;
    // A list that was fetched anew meanwhile ends elsewhere, and one that has this page already too.
    setPages((now) => (now?.entries.at(-1)?.id === last.id ? { entries: [...now.entries, ...page.entries], more: page.more } : now));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every change of the desk the newest are fetched again.
  useEffect(() => void load(), [load, revisions]);
  return (
    <section className={classes.section} aria-labelledby="history-title">
      <div className={classes.sectionHead}>
        <h2 id="history-title">{t('tab_history')}</h2>
      </div>
      <p className={classes.lead}>{t('historyHint')}</p>
      {fault && (
        <Alert color="red" role="alert">
          {t('signIn:fault_failed')}
        </Alert>
      )}
      {pages === null && !fault && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {pages?.entries.length === 0 && <p className={classes.empty}>{t('historyEmpty')}</p>}
      <ol className={classes.entries} aria-label={t('tab_history')}>
        {pages?.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onUndone={() => void load()} />
        ))}
      </ol>
      {pages?.more && (
        <Button variant="default" onClick={() => void loadOlder(pages.entries.at(-1))}>
          {t('older')}
        </Button>
      )}
    </section>
  );
}
