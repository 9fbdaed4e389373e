import { IconArrowDown } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectPending } from '#renderer/features/composer/composer-slice.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import { type ConversationRow, conversationRows } from '#renderer/features/conversation/conversation-rows.ts';
import { RowView } from '#renderer/features/conversation/row-view.tsx';
import { TypingLine } from '#renderer/features/conversation/typing-line.tsx';
import { useEndSticking } from '#renderer/features/conversation/use-end-sticking.ts';
import { selectContactName } from '#renderer/features/customer/customer-slice.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { EventId, PersonId } from '#shared/lib/ids.ts';

interface Props {
  readonly state: CaseState;
  readonly me: PersonId | null;
  /** The line to be shown first, from a search or the time axis; `turn` grows so that the same may be sought again. */
  readonly sought: { readonly entry: EventId; readonly turn: number } | null;
}

const SOUGHT_FOR = 2_500;

/** Moves the focus between lines with the arrow keys, as in a list. */
function useLineKeys(list: React.RefObject<VirtualizerHandle | null>, rows: readonly ConversationRow[]) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const scroller = event.currentTarget;
    const from = event.target === scroller ? null : (event.target as HTMLElement).closest('[data-row]');
    if (from === null && event.target !== scroller) return;
    const now = from === null ? rows.length : Number(from.getAttribute('data-row'));
    const next = Math.min(rows.length - 1, Math.max(0, now + step));
    event.preventDefault();
    list.current?.scrollToIndex(next, { align: 'nearest' });
    requestAnimationFrame(() => scroller.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }));
  };
}

/** The conversation of one case, only what is seen of it in the document; give it the case's id as key. */
export function Conversation({ state, me, sought }: Props) {
  const { t } = useTranslation('conversation');
  const pending = useAppSelector((root) => selectPending(root, state.id));
  const before = useRef<readonly ConversationRow[]>([]);
  const rows = useMemo(() => conversationRows(state, pending, me, before.current), [state, pending, me]);
  useEffect(() => {
    before.current = rows;
  }, [rows]);
  const list = useRef<VirtualizerHandle>(null);
  const told = useMemo(() => state.entries.reduce((n, entry) => (entry.kind === 'received' ? n + 1 : n), 0), [state.entries]);
  const { atEnd, missed, onScroll, onResize, toEnd, letGo } = useEndSticking(list, rows.length, told);
  const onKeyDown = useLineKeys(list, rows);
  const [marked, setMarked] = useState<EventId | null>(null);
  const latest = useRef(rows);
  useLayoutEffect(() => {
    latest.current = rows;
  });
  useLayoutEffect(() => {
    if (!sought) return;
    const index = latest.current.findIndex((row) => row.key === sought.entry);
    if (index < 0) return;
    letGo();
    list.current?.scrollToIndex(index, { align: 'center' });
    setMarked(sought.entry);
    const timer = setTimeout(() => setMarked(null), SOUGHT_FOR);
    return () => clearTimeout(timer);
  }, [sought, letGo]);
  const contact = useAppSelector((root) => selectContactName(root, state)) ?? t('customer');
  const mine = pending.length;
  useLayoutEffect(() => {
    if (mine > 0) toEnd();
  }, [mine, toEnd]);
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={classes.log} role="log" aria-label={t('log')} aria-relevant="additions" tabIndex={0} onKeyDown={onKeyDown}>
        {rows.length === 0 && <p className={classes.empty}>{t('empty')}</p>}
        <div className={classes.filler} />
        <Virtualizer ref={list} data={rows} bufferSize={1200} itemSize={64} onScroll={onScroll} onResize={onResize}>
          {(row, index) => <RowView key={row.key} row={row} index={index} caseId={state.id} contact={contact} sought={row.key === marked} />}
        </Virtualizer>
      </div>
      {!atEnd && (
        <button type="button" className={classes.toEnd} onClick={toEnd}>
          <IconArrowDown size={14} aria-hidden /> {missed > 0 ? t('newMessages', { count: missed }) : t('toNewest')}
        </button>
      )}
      <TypingLine caseId={state.id} contact={contact} />
    </div>
  );
}
