import { useDebouncedValue } from '@mantine/hooks';
import { safe } from '@orpc/client';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/search/search-box.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { SearchHitView } from '#shared/contract/schemas.ts';

const MOST = 30;
const DELAY = 120;

interface Found {
  readonly text: string;
  /** Null when the host did not answer. */
  readonly hits: readonly SearchHitView[] | null;
}

/** What the desk finds for a text; null before the first answer. */
function useFound(text: string): Found | null {
  const client = useClient();
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (text === '') return setFound(null);
    let wanted = true;
    void safe(client.search.query({ text, limit: MOST })).then(([error, hits]) => {
      if (wanted) setFound({ text, hits: error ? null : hits });
    });
    return () => {
      wanted = false;
    };
  }, [client, text]);
  return found;
}

function Hit({ hit, id, active, onChosen }: { readonly hit: SearchHitView; readonly id: string; readonly active: boolean; readonly onChosen: () => void }) {
  const { t, i18n } = useTranslation(['search', 'conversation']);
  const names = useNames();
  const Channel = channelIcons[hit.row.channel];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box keeps the focus and takes the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={classes.hit}
      ref={(node) => {
        if (active) node?.scrollIntoView({ block: 'nearest' });
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChosen}
    >
      <span className={classes.head}>
        <Channel size={14} aria-hidden />
        <strong>
          <bdi>{hit.row.contactName ?? t('conversation:stranger')}</bdi>
        </strong>
        <span>{names.queue(hit.row.queue)}</span>
        <span>{t(`conversation:status_${hit.row.status}`)}</span>
        <time>{momentText(hit.at, i18n.language, Date.now())}</time>
      </span>
      <span className={classes.excerpt} dir="auto">
        {hit.excerpt}
      </span>
    </div>
  );
}

/** Finds cases by words, names and full numbers, and opens them at the place found. */
export function SearchBox() {
  const { t } = useTranslation('search');
  const dispatch = useAppDispatch();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [wanted] = useDebouncedValue(text.trim(), DELAY);
  const found = useFound(wanted);
  useCommand({ id: 'search.focus', label: t('box'), group: t('shell:groupGeneral'), defaultKey: 'mod+F', run: () => input.current?.select(), enabled: true });
  const hits = found?.hits ?? [];
  const shown = open && wanted !== '' && found !== null;
  const chosen = Math.min(active, hits.length - 1);
  const choose = (hit: SearchHitView | undefined) => {
    if (!hit) return;
    dispatch(caseShown({ caseId: hit.row.id, customer: hit.row.customer, entry: hit.entry }));
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setActive(Math.max(0, Math.min(hits.length - 1, chosen + step)));
    } else if (event.key === 'Enter') choose(hits[chosen]);
    else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      setOpen(false);
    }
  };
  return (
    <div className={classes.search}>
      <input
        ref={input}
        type="search"
        className={classes.input}
        aria-label={t('box')}
        placeholder={t('placeholder')}
        aria-controls={shown ? list : undefined}
        aria-activedescendant={shown && hits.length > 0 ? `${list} ${chosen}`.replaceAll(' ', '-') : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <div className={classes.dropdown}>
          {hits.length > 0 && (
            <div role="listbox" id={list} aria-label={t('results')} tabIndex={-1}>
              {hits.map((hit, index) => (
                <Hit key={`${hit.row.id} ${hit.entry}`} id={`${list}-${index}`} hit={hit} active={index === chosen} onChosen={() => choose(hit)} />
              ))}
            </div>
          )}
          <p role="status" className={classes.told}>
            {found.hits === null
              ? t('fault')
              : hits.length === 0
                ? t('nothing')
                : hits.length === MOST
                  ? t('newestOnly', { count: MOST })
                  : t('count', { count: hits.length })}
          </p>
        </div>
      )}
    </div>
  );
}
