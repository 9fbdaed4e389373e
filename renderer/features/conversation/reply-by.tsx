import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectDraft } from '#renderer/features/composer/composer-slice.ts';
import classes from '#renderer/features/conversation/case-panes.module.css';
import { sourcesOf } from '#renderer/features/conversation/conversation-rows.ts';
import { sourceText } from '#renderer/features/conversation/source-text.ts';
import { Segments } from '#renderer/ui/segments.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

export interface ReplyLine {
  /** The case by whose thread the customer is answered; null while there is none. */
  readonly state: CaseState | null;
  readonly choose: (caseId: CaseId) => void;
}

/** Whether a case can be answered on a thread of its own. */
const hasThread = ({ channel, splitFrom }: CaseState): boolean => channel !== 'phone' && splitFrom === null;

/** The case on whose thread the customer wrote last, of those that can be answered; the first where they wrote nowhere. */
export function newestOf(all: readonly CaseState[]): CaseState | null {
  const written = all.filter(hasThread);
  return written.reduce<CaseState | null>((last, one) => (last === null || (one.lastCustomerAt ?? 0) > (last.lastCustomerAt ?? 0) ? one : last), null);
}

/**
 * By which of several cases' threads the customer is answered: where they wrote last, unless somebody chooses another. A
 * choice holds until they write again, and while words stand in the box nothing changes under the hand.
 */
export function useReplyLine(main: CaseState | null, lines: readonly CaseState[]): ReplyLine {
  const all = useMemo(() => (main === null ? [] : [main, ...lines]), [main, lines]);
  const newest = newestOf(all) ?? main;
  const [chosen, setChosen] = useState<{ readonly id: CaseId; readonly asOf: number } | null>(null);
  const [held, setHeld] = useState<CaseId | null>(null);
  const asOf = newest?.lastCustomerAt ?? 0;
  const wanted = held ?? (chosen?.asOf === asOf ? chosen.id : null);
  const state = all.find(({ id }) => id === wanted) ?? newest;
  const id = state?.id ?? null;
  const writing = useAppSelector((root) => id !== null && selectDraft(root, id, 'reply').text.trim() !== '');
  useEffect(() => setHeld(writing ? id : null), [writing, id]);
  const choose = (caseId: CaseId) => {
    setHeld(null);
    setChosen({ id: caseId, asOf });
  };
  return { state, choose };
}

/** The channels by which the customer can be answered, one of which holds. */
export function ReplyBy({ all, answer }: { readonly all: readonly CaseState[]; readonly answer: ReplyLine }) {
  const { t } = useTranslation('conversation');
  const written = all.filter(hasThread);
  if (answer.state === null || written.length < 2) return null;
  const sources = sourcesOf(all);
  return (
    <div className={classes.replyBy}>
      <span aria-hidden>{t('replyBy')}</span>
      <Segments
        label={t('replyBy')}
        value={answer.state.id as string}
        onChange={(id) => answer.choose(id as CaseId)}
        options={written.map(({ id }) => ({ value: id as string, label: sourceText(t, sources.get(id)) }))}
      />
    </div>
  );
}
