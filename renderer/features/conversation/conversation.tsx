import { IconArrowDown } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shallowEqual } from 'react-redux';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { type PendingMessage, selectPending } from '#renderer/features/composer/composer-slice.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import { type ConversationRow, conversationRows } from '#renderer/features/conversation/conversation-rows.ts';
import { RowView } from '#renderer/features/conversation/row-view.tsx';
import { TypingLine } from '#renderer/features/conversation/typing-line.tsx';
import { useEndSticking } from '#renderer/features/conversation/use-end-sticking.ts';
import { selectContactName } from '#renderer/features/customer/customer-slice.ts';
import { selectDeferredWords } from '#renderer/features/deferred/deferred-slice.ts';
import { namelessWriter } from '#renderer/i18n/row-name.ts';
import { afterPaint } from '#renderer/transport/frame-batch.ts';
import { type CaseState, isCustomers } from '#shared/case/state.ts';
import type { DeferredCommandView } from '#shared/contract/schemas.ts';
import type { EventId, PersonId } from '#shared/lib/ids.ts';

interface Props {
  readonly state: CaseState;
  /** How many of its entries are not here yet. */
  readonly earlier?: number;
  /** The cases that go on in it, whose messages are shown among its own. */
  readonly lines?: readonly CaseState[];
  readonly me: PersonId | null;
  /** The line to be shown first, from a search or the time axis; `turn` grows so that the same may be sought again. */
  readonly sought: { readonly entry: EventId; readonly turn: number } | null;
}

const none: readonly CaseState[] = [];

const SOUGHT_FOR = 2_500;
/** As many lines from the end as fill a window, drawn at one go; the others are put before them once these are painted. */
const FIRST = 16;
/** As many lines as no window shows: a list that is drawn at one go draws nothing else until it is scrolled, which one that fits never is. */
const LONG = 100;

/** Words that the desk keeps until its engine is back, as a line of the conversation. */
const waitingMessage = ({ commandId, caseId, at, words, state }: DeferredCommandView): PendingMessage[] =>
  words === null ? [] : [{ commandId, caseId, at, ...words, state: state === 'sent' ? 'given' : 'waits' }];

interface Begun {
  readonly rows: readonly ConversationRow[];
  /** How many lines stand before these. */
  readonly from: number;
  /** What was added stands before what is there: the place does not move. */
  readonly shift: boolean;
}

/**
 * The lines that are drawn from: at first the newest alone, unless one is sought. A list that has all of them draws its
 * beginning first, is told to go to its end, and draws that two frames later.
 */
function useBegun(rows: readonly ConversationRow[], earlier: number, whole: boolean): Begun {
  const [begun, setBegun] = useState(() => ({ from: whole ? 0 : Math.max(0, rows.length - FIRST), shift: false, earlier }));
  // What was on its way is here.
  if (begun.earlier !== earlier) setBegun({ from: 0, shift: earlier < begun.earlier, earlier });
  const { from, shift } = begun;
  useEffect(() => {
    if (shift) return setBegun({ from: 0, shift: false, earlier });
    if (from === 0) return;
    const all = () => setBegun({ from: 0, shift: true, earlier });
    if (whole) return all();
    let shown = true;
    afterPaint(() => shown && all());
    return () => {
      shown = false;
    };
  }, [from, shift, whole, earlier]);
  return { rows: useMemo(() => (from === 0 ? rows : rows.slice(from)), [rows, from]), from: earlier + from, shift };
}

/** Moves the focus between lines with the arrow keys, as in a list. */
function useLineKeys(list: React.RefObject<VirtualizerHandle | null>, { rows, from }: Begun) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const scroller = event.currentTarget;
    const line = event.target === scroller ? null : (event.target as HTMLElement).closest('[data-row]');
    if (line === null && event.target !== scroller) return;
    const now = line === null ? from + rows.length : Number(line.getAttribute('data-row'));
    const next = Math.min(from + rows.length - 1, Math.max(from, now + step));
    event.preventDefault();
    list.current?.scrollToIndex(next - from, { align: 'nearest' });
    requestAnimationFrame(() => scroller.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }));
  };
}

/** The conversation of one case, only what is seen of it in the document; give it the case's id as key. */
export function Conversation({ state, earlier = 0, lines = none, me, sought }: Props) {
  const { t } = useTranslation('conversation');
  const ids = [state.id, ...lines.map(({ id }) => id)];
  const sending = useAppSelector((root) => ids.flatMap((id) => selectPending(root, id)), shallowEqual);
  const deferred = useAppSelector((root) => ids.flatMap((id) => selectDeferredWords(root, id)), shallowEqual);
  const pending = useMemo(() => [...deferred.flatMap(waitingMessage), ...sending], [deferred, sending]);
  const before = useRef<readonly ConversationRow[]>([]);
  const rows = useMemo(() => conversationRows(state, pending, me, before.current, lines, earlier === 0), [state, pending, me, lines, earlier]);
  useEffect(() => {
    before.current = rows;
  }, [rows]);
  const begun = useBegun(rows, earlier, sought !== null);
  const { rows: shown, from, shift } = begun;
  const list = useRef<VirtualizerHandle>(null);
  const log = useRef<HTMLDivElement>(null);
  // A number for pages that a server writes; what it gives here is a list that draws its lines without knowing how tall anything is.
  const atOnce = useRef(sought === null && earlier + rows.length >= LONG ? shown.length : 0);
  // The list itself goes to its end when it has measured its lines, a frame later.
  useLayoutEffect(() => {
    if (atOnce.current > 0) log.current?.scrollTo(0, log.current.scrollHeight);
  }, []);
  const told = useMemo(() => state.entries.reduce((n, entry) => (isCustomers(entry) ? n + 1 : n), 0), [state.entries]);
  const { atEnd, missed, onScroll, onResize, toEnd, letGo } = useEndSticking(list, shown.length, told, earlier === 0);
  const onKeyDown = useLineKeys(list, begun);
  const [marked, setMarked] = useState<EventId | null>(null);
  const latest = useRef(shown);
  useLayoutEffect(() => {
    latest.current = shown;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that is not among those drawn yet is sought again when all are.
  useLayoutEffect(() => {
    if (!sought) return;
    const index = latest.current.findIndex((row) => row.key === sought.entry);
    if (index < 0) return;
    letGo();
    list.current?.scrollToIndex(index, { align: 'center' });
    setMarked(sought.entry);
    const timer = setTimeout(() => setMarked(null), SOUGHT_FOR);
    return () => clearTimeout(timer);
  }, [sought, letGo, from]);
  const contact = useAppSelector((root) => selectContactName(root, state)) ?? namelessWriter(t, state);
  const mine = pending.length;
  useLayoutEffect(() => {
    if (mine > 0) toEnd();
  }, [mine, toEnd]);
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div ref={log} className={classes.log} role="log" aria-label={t('log')} aria-relevant="additions" tabIndex={0} onKeyDown={onKeyDown}>
        {rows.length === 0 && <p className={classes.empty}>{t('empty')}</p>}
        <div className={classes.filler} />
        <Virtualizer ref={list} data={shown} shift={shift} bufferSize={200} itemSize={64} ssrCount={atOnce.current} onScroll={onScroll} onResize={onResize}>
          {(row, index) => <RowView key={row.key} row={row} index={from + index} caseId={state.id} contact={contact} sought={row.key === marked} />}
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
