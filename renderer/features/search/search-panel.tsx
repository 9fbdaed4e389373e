import { IconBookmark, IconUser, IconUserSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import type { Choice } from '#renderer/features/search/choice.ts';
import { MarkedText } from '#renderer/features/search/marked-text.tsx';
import classes from '#renderer/features/search/search-box.module.css';
import { type Found, MOST_FOUND } from '#renderer/features/search/use-found.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { SearchHitView } from '#shared/contract/schemas.ts';
import type { SearchFault } from '#shared/desk/search-query.ts';
import { unknownOperators } from '#shared/desk/search-tokens.ts';
import { operatorSpelling, type SearchOperator, searchOperators } from '#shared/desk/search-words.ts';
import { assertNever } from '#shared/lib/assert.ts';

interface OptionProps {
  readonly id: string;
  readonly active: boolean;
  readonly onChosen: () => void;
  readonly children: ReactNode;
  readonly short?: boolean;
}

function Option({ id, active, onChosen, children, short = false }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box keeps the focus and takes the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={short ? classes.short : classes.hit}
      ref={(node) => {
        if (active) node?.scrollIntoView({ block: 'nearest' });
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChosen}
    >
      {children}
    </div>
  );
}

function Hit({ hit }: { readonly hit: SearchHitView }) {
  const { t, i18n } = useTranslation(['search', 'conversation']);
  const names = useNames();
  const Channel = channelIcons[hit.row.channel];
  return (
    <>
      <span className={classes.head}>
        <Channel size={14} aria-hidden />
        <strong>
          <bdi>{rowName(t, hit.row)}</bdi>
        </strong>
        <span>{names.queue(hit.row.queue)}</span>
        <span>{t(`conversation:status_${hit.row.status}`)}</span>
        <time dateTime={new Date(hit.at).toISOString()}>{momentText(hit.at, i18n.language, Date.now())}</time>
      </span>
      <MarkedText field={hit.field === null ? null : t(`field_${hit.field}`)} text={hit.excerpt} marks={hit.marks} />
    </>
  );
}

/** Of which kind a value would have to be. */
const faultOf: Readonly<Record<SearchOperator, 'channel' | 'queue' | 'status' | 'tag' | 'incident' | 'day' | 'amount' | 'has' | 'text'>> = {
  from: 'text',
  to: 'text',
  channel: 'channel',
  queue: 'queue',
  status: 'status',
  tag: 'tag',
  incident: 'incident',
  before: 'day',
  after: 'day',
  customer: 'text',
  tx: 'text',
  amount: 'amount',
  has: 'has',
};

function FaultLine({ fault: { at, length, code, operator }, text }: { readonly fault: SearchFault; readonly text: string }) {
  const { t } = useTranslation('search');
  const fault = code === 'value-missing' ? t('fault_missing') : t(`fault_${faultOf[operator]}`);
  return <p className={classes.fault}>{t('faultAt', { typed: text.slice(at, at + length), place: at + 1, fault })}</p>;
}

/** What was typed as if it were an operator, where its words found nothing: with what there is. */
function NoOperator({ text }: { readonly text: string }) {
  const { t, i18n } = useTranslation('search');
  const [typed] = unknownOperators(text);
  if (typed === undefined) return null;
  const operators = searchOperators.map((one) => `${operatorSpelling(one, i18n.language === 'zh-CN')}:`).join(' ');
  return <p className={classes.fault}>{t('notOperator', { typed, operators })}</p>;
}

function told(found: Found | null): { readonly key: 'fault' | 'nothing' | 'newestOnly' | 'count'; readonly count: number } | null {
  switch (found?.kind) {
    case undefined:
    case 'faults':
      return null;
    case 'silence':
      return { key: 'fault', count: 0 };
    case 'hits':
      return { key: found.hits.length === 0 ? 'nothing' : found.hits.length === MOST_FOUND ? 'newestOnly' : 'count', count: found.hits.length };
    default:
      return assertNever(found, 'answer');
  }
}

interface Props {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly chosen: number;
  /** What the suggestions among the choices are. */
  readonly kind: 'operators' | 'values' | null;
  readonly found: Found | null;
  readonly faults: readonly SearchFault[];
  readonly slow: boolean;
  readonly onChosen: (choice: Choice) => void;
}

/** Under the search box: what may be typed, what was found, what is wrong. */
export function SearchPanel({ id, text, choices, chosen, kind, found, faults, slow, onChosen }: Props) {
  const { t } = useTranslation('search');
  const option = (choice: Choice, key: string, short: boolean, content: ReactNode) => {
    const index = choices.indexOf(choice);
    return (
      <Option key={key} id={`${id}-${index}`} active={index === chosen} short={short} onChosen={() => onChosen(choice)}>
        {content}
      </Option>
    );
  };
  const saved = choices.flatMap((choice) =>
    choice.kind === 'saved'
      ? [
          option(
            choice,
            `saved ${choice.saved.name}`,
            true,
            <>
              <IconBookmark size={14} aria-hidden />
              <strong>{choice.saved.name}</strong>
              <code>{choice.saved.text}</code>
            </>,
          ),
        ]
      : [],
  );
  const suggested = choices.flatMap((choice) =>
    choice.kind === 'suggestion'
      ? [
          option(
            choice,
            `suggestion ${choice.suggestion.key}`,
            true,
            <>
              <code>{choice.suggestion.insert}</code>
              <span>{choice.suggestion.label}</span>
            </>,
          ),
        ]
      : [],
  );
  const hits = choices.flatMap((choice) =>
    choice.kind === 'hit' ? [option(choice, `${choice.hit.row.id} ${choice.hit.entry}`, false, <Hit hit={choice.hit} />)] : [],
  );
  const ofCustomer = choices.flatMap((choice) =>
    choice.kind === 'customer'
      ? [
          option(
            choice,
            'customer',
            true,
            <>
              <IconUser size={14} aria-hidden />
              <code>{choice.text}</code>
              <span>{t('ofCustomer')}</span>
            </>,
          ),
        ]
      : [],
  );
  const wallet = choices.flatMap((choice) =>
    choice.kind === 'wallet'
      ? [
          option(
            choice,
            'wallet',
            true,
            <>
              <IconUserSearch size={14} aria-hidden />
              <span>{t('wallet')}</span>
            </>,
          ),
        ]
      : [],
  );
  const line = told(found);
  return (
    <div className={classes.dropdown} data-found={found?.text} data-waiting={text !== '' && found === null ? true : undefined}>
      {choices.length > 0 && (
        <div role="listbox" id={id} aria-label={hits.length > 0 ? t('results') : t('choices')} tabIndex={-1}>
          {saved.length > 0 && (
            <div role="group" aria-label={t('saved')} className={classes.group}>
              <span className={classes.title} aria-hidden>
                {t('saved')}
              </span>
              {saved}
            </div>
          )}
          {suggested.length > 0 && (
            <div role="group" aria-label={t(kind === 'values' ? 'values' : 'operators')} className={classes.group}>
              <span className={classes.title} aria-hidden>
                {text === '' ? t('helpTitle') : t(kind === 'values' ? 'values' : 'operators')}
              </span>
              {suggested}
            </div>
          )}
          {hits}
          {ofCustomer}
          {wallet}
        </div>
      )}
      <div id={`${id}-told`} role="status" className={classes.told}>
        {text === '' && t('helpHint')}
        {slow && t('searching')}
        {faults.map((fault) => (
          <FaultLine key={fault.at} fault={fault} text={text} />
        ))}
        {line && t(line.key, { count: line.count })}
        {line?.key === 'nothing' && <NoOperator text={text} />}
      </div>
    </div>
  );
}
