import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { caseShown, customerSought, selectPlace } from '#renderer/app/workspace-slice.ts';
import type { Choice } from '#renderer/features/search/choice.ts';
import { customerNumber } from '#renderer/features/search/customer-number.ts';
import { leaveBox } from '#renderer/features/search/leave-box.ts';
import { SavedSearches } from '#renderer/features/search/saved-searches.tsx';
import classes from '#renderer/features/search/search-box.module.css';
import { SearchPanel } from '#renderer/features/search/search-panel.tsx';
import type { Suggestion } from '#renderer/features/search/suggestions.ts';
import { useFound } from '#renderer/features/search/use-found.ts';
import { useSuggestions } from '#renderer/features/search/use-suggestions.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { MAX_SEARCH_LENGTH, type SavedSearch } from '#shared/contract/schemas.ts';
import { operatorSpelling } from '#shared/desk/search-words.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

const keyOf = { ArrowDown: 1, ArrowUp: -1 } as const;

/** Finds messages and cases by words, names, full numbers and operators, and opens them at the place found. */
export function SearchBox() {
  const { t, i18n } = useTranslation('search');
  const dispatch = useAppDispatch();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [managing, setManaging] = useState(false);
  /** What the arrow keys chose; null leaves it to what is likeliest. */
  const [moved, setMoved] = useState<number | null>(null);
  /** The text for which Enter was pressed before it was answered. */
  const [hurried, setHurried] = useState<string | null>(null);
  const place = useAppSelector(selectPlace);
  const [openAt, setOpenAt] = useState(place);
  // Its list is over what was shown: another place is not to come under it.
  if (openAt !== place) {
    setOpenAt(place);
    setOpen(false);
  }
  const wanted = text.trim();
  const { found, slow } = useFound(wanted);
  const saved = useAppSelector(selectPreferences).searches ?? [];
  const suggestions = useSuggestions(text, caret);
  const group = t('shell:groupGeneral');
  const come = () => {
    input.current?.select();
    setOpen(true);
  };
  useCommand({ id: 'search.focus', label: t('box'), group, defaultKey: 'mod+F', run: come, enabled: true });
  useCommand({ id: 'search.saved', label: t('savedOpen'), group, defaultKey: null, run: () => setManaging(true), enabled: true });

  const hits = found?.kind === 'hits' ? found.hits : [];
  const number = found?.kind === 'hits' && hits.length === 0 ? customerNumber(wanted) : null;
  const choices: readonly Choice[] = [
    ...(wanted === '' ? saved.map((one) => ({ kind: 'saved' as const, saved: one })) : []),
    ...(suggestions?.list ?? []).map((suggestion) => ({ kind: 'suggestion' as const, suggestion })),
    ...hits.map((hit) => ({ kind: 'hit' as const, hit })),
    ...(number !== null ? [{ kind: 'customer' as const, text: `${operatorSpelling('customer', screenLanguage(i18n) === 'zh-CN')}:${number}` }] : []),
    ...(number !== null || findSensitive(wanted).length > 0 ? [{ kind: 'wallet' as const }] : []),
  ];
  const firstHit = choices.findIndex(({ kind }) => kind === 'hit');
  // A value that is being typed is likely to be completed; a word that merely begins like an operator is not.
  const likeliest = suggestions?.kind === 'values' ? 0 : hits.length > 0 ? firstHit : choices.findIndex(({ kind }) => kind === 'customer');
  const chosen = Math.min(moved ?? likeliest, choices.length - 1);
  const shown = open && (wanted === '' ? choices.length > 0 : found !== null || slow || choices.length > 0);

  const write = (next: string, at: number) => {
    setText(next.slice(0, MAX_SEARCH_LENGTH));
    setCaret(at);
    setMoved(null);
    setOpen(true);
    setHurried(null);
  };
  const cursor = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (cursor.current === null) return;
    input.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
  });
  const complete = ({ text: next, caret: at }: Suggestion) => {
    cursor.current = at;
    write(next, at);
  };
  const run = ({ text: next }: Pick<SavedSearch, 'text'>) => {
    cursor.current = next.length;
    write(next, next.length);
    input.current?.focus();
  };
  const choose = (choice: Choice | undefined) => {
    if (choice?.kind === 'saved') run(choice.saved);
    else if (choice?.kind === 'customer') run(choice);
    else if (choice?.kind === 'suggestion') complete(choice.suggestion);
    else if (choice?.kind === 'hit') {
      const { row, entry } = choice.hit;
      dispatch(caseShown({ caseId: row.id, customer: row.customer, entry }));
      setOpen(false);
    } else if (choice?.kind === 'wallet') {
      // The dialog would give the focus back to the box, which would show its list over whom one chose.
      input.current?.blur();
      dispatch(customerSought(wanted));
      setOpen(false);
    }
  };
  useLayoutEffect(() => {
    if (hurried === null || found === null) return;
    setHurried(null);
    if (hurried === found.text) choose(choices[firstHit]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key in keyOf ? keyOf[event.key as keyof typeof keyOf] : undefined;
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setMoved(Math.max(0, Math.min(choices.length - 1, chosen + step)));
    } else if (event.key === 'Enter' && shown && choices[chosen]) choose(choices[chosen]);
    else if (event.key === 'Enter' && wanted !== '' && found === null) setHurried(wanted);
    else if (event.key === 'Enter') setOpen(true);
    else if (event.key === 'Escape') {
      // The browser would empty the box, which is typing, and typing opens the list.
      event.preventDefault();
      if (shown) setOpen(false);
      else leaveBox(input.current);
    }
  };
  // What is not typed to its end yet is no fault.
  const faults = found?.kind === 'faults' ? found.faults.filter(({ at, length }) => !(at < caret && caret <= at + length && suggestions)) : [];
  return (
    <div className={classes.search}>
      <input
        ref={input}
        type="search"
        className={classes.input}
        aria-label={t('box')}
        placeholder={t('placeholder')}
        aria-controls={shown && choices.length > 0 ? list : undefined}
        aria-activedescendant={shown && chosen >= 0 ? `${list}-${chosen}` : undefined}
        aria-describedby={shown ? `${list}-told` : undefined}
        aria-invalid={faults.length > 0 || undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_SEARCH_LENGTH}
        value={text}
        onChange={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart ?? event.currentTarget.value.length)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onFocus={({ relatedTarget }) => {
          // Whoever comes by Tab sees the list; a dialog that gives the focus back may have led to another place.
          if (relatedTarget !== null && relatedTarget.closest('[role="dialog"]') === null) setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <Tooltip label={t('saved')}>
        <ActionIcon className={classes.keep} variant="subtle" color="gray" aria-label={t('saved')} onClick={() => setManaging(true)}>
          <IconBookmark size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {shown && (
        <SearchPanel
          id={list}
          text={wanted}
          choices={choices}
          chosen={chosen}
          kind={suggestions?.kind ?? null}
          found={found}
          faults={faults}
          slow={slow}
          onChosen={choose}
        />
      )}
      {managing && <SavedSearches text={wanted} onRun={run} onClose={() => setManaging(false)} />}
    </div>
  );
}
