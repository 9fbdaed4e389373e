import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { modeChosen, selectAllKept, selectDraftCount, type WithComposer } from '#renderer/features/composer/composer-slice.ts';
import { GoesTo } from '#renderer/features/composer/goes-to.tsx';
import { selectCaseState } from '#renderer/features/conversation/cases-slice.ts';
import classes from '#renderer/features/drafts/drafts.module.css';
import { type DraftHere, draftsShown, selectDraftsHere, selectDraftsShown } from '#renderer/features/drafts/drafts-slice.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import { type CallFault, callFault } from '#renderer/transport/call-fault.ts';
import { useCopy } from '#renderer/ui/use-copy.ts';
import { useDiscarded } from '#renderer/ui/use-discarded.tsx';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { customerAlone } from '#shared/case/recipients.ts';
import type { DraftView, KeptWordsView } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

type Listed = DraftView & { readonly row: InboxRow | null };

/** The newest version of any of one's drafts: it is another whenever one was saved, in whatever window. */
const selectNewest = ({ composer }: WithComposer): number => Math.max(0, ...Object.values(composer.drafts).map(({ base }) => base ?? 0));

/** One's drafts with their cases, read anew with each change; null while they are on their way. */
function useListed(): { readonly drafts: readonly Listed[] | null; readonly fault: CallFault | null } {
  const client = useClient();
  const count = useAppSelector(selectDraftCount);
  const newest = useAppSelector(selectNewest);
  const [listed, setListed] = useState<{ readonly drafts: readonly Listed[] | null; readonly fault: CallFault | null }>({ drafts: null, fault: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft more or less, or other than it was, is what the list is read anew for.
  useEffect(() => {
    let wanted = true;
    void safe(client.drafts.list()).then(([error, drafts]) => {
      if (wanted) setListed(error ? { drafts: [], fault: callFault(error) } : { drafts, fault: null });
    });
    return () => {
      wanted = false;
    };
  }, [client, count, newest]);
  return listed;
}

/** Whom a case is with, as the list has it, or as it was opened in this window. */
function CaseName({ caseId, row }: { readonly caseId: CaseId; readonly row: InboxRow | null }) {
  const { t } = useTranslation('drafts');
  const state = useAppSelector((root) => selectCaseState(root, caseId));
  return <bdi>{rowName(t, row ?? (state === null ? null : { ...state, erased: state.erasedAt === null ? undefined : true }))}</bdi>;
}

type Place = Pick<DraftView, 'caseId' | 'kind'>;
const isSame = (one: Place, other: Place): boolean => one.caseId === other.caseId && one.kind === other.kind;

/** Everything one wrote and did not send, of all cases, with the way to each; what the desk does not have, or does not answer, as this window has it. */
export function DraftsList() {
  return useAppSelector(selectDraftsShown) ? <OpenList /> : null;
}

function OpenList() {
  const { t, i18n } = useTranslation('drafts');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const kept = useAppSelector(selectAllKept);
  const here = useAppSelector(selectDraftsHere);
  const { drafts, fault } = useListed();
  const own = here.filter(({ dirty }) => dirty || fault !== null);
  const saved = (drafts ?? []).filter((draft) => !own.some((one) => isSame(one, draft)));
  const copy = useCopy();
  const tellDiscarded = useDiscarded();
  const close = () => dispatch(draftsShown(false));
  const wording = { t, locale: i18n.language, personName: names.person };
  const tell = (problem: CallFault) => notifications.show({ color: 'red', role: 'alert', message: t('fault', { reason: faultText(wording, problem) }) });
  const show = (caseId: CaseId, kind: 'reply' | 'note') => {
    close();
    dispatch(modeChosen({ caseId, mode: kind }));
    dispatch(caseShown({ caseId }));
  };
  /** Fulfilled with the version that it has then; null where it was not done, which is told. Newer words than `base` are kept beside it. */
  const save = async (
    { caseId, kind, text, attachments, addressing }: Pick<DraftView, 'caseId' | 'kind' | 'text' | 'attachments' | 'addressing'>,
    base: number,
  ): Promise<number | null> => {
    // Every window, this one too, hears of it by its stream; the box was saved when it was left for this list.
    const [error, saved] = await safe(client.drafts.save({ caseId, kind, text, attachments, addressing, base }));
    if (!error) return saved.version;
    tell(callFault(error));
    return null;
  };
  const discard = async (draft: Listed) => {
    const version = await save({ ...draft, text: '', attachments: [], addressing: undefined }, draft.version);
    if (version !== null) tellDiscarded(() => void save(draft, version));
  };
  const item = (one: Listed | KeptWordsView | DraftHere, at: number | null, row: InboxRow | null, onDiscard: (() => void) | null) => (
    <>
      <strong>
        {t(one.kind)} · <CaseName caseId={one.caseId} row={row} />
      </strong>{' '}
      {at === null ? <span className={classes.unsaved}>{t('unsaved')}</span> : <time>{momentText(at, i18n.language, Date.now())}</time>}
      {one.text !== '' && <blockquote dir="auto">{one.text}</blockquote>}
      {one.attachments.length > 0 && <p className={classes.files}>{one.attachments.map(({ name }) => name).join(', ')}</p>}
      <GoesTo addressing={one.addressing ?? customerAlone} />
      <span className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => show(one.caseId, one.kind)}>
          {t('open')}
        </Button>
        {at === null && one.text !== '' && (
          <Button size="compact-sm" variant="subtle" onClick={() => copy(one.text)}>
            {t('composer:copy')}
          </Button>
        )}
        {onDiscard !== null && (
          <Button size="compact-sm" variant="subtle" color="red" onClick={onDiscard}>
            {t('composer:discard')}
          </Button>
        )}
      </span>
    </>
  );
  return (
    <FormDialog title={t('title')} onClose={close}>
      {fault !== null && <p role="alert">{t('fault', { reason: faultText(wording, fault) })}</p>}
      {drafts !== null && own.length + saved.length + kept.length === 0 && fault === null && <p className={classes.hint}>{t('none')}</p>}
      <ul className={classes.list}>
        {own.map((draft) => (
          <li key={`${draft.kind} ${draft.caseId}`}>
            {item(draft, draft.dirty ? null : draft.savedAt, drafts?.find((one) => isSame(one, draft))?.row ?? null, null)}
          </li>
        ))}
        {saved.map((draft) => (
          <li key={`${draft.kind} ${draft.caseId}`}>{item(draft, draft.savedAt, draft.row, () => void discard(draft))}</li>
        ))}
        {kept.map((words) => (
          <li key={words.id}>{item(words, words.at, words.row, null)}</li>
        ))}
      </ul>
    </FormDialog>
  );
}
