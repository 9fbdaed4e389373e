import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { v7 as newId } from 'uuid';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { type Draft, draftReplaced, keptEnded, selectDraft, selectKept, wordsKept, wordsReturned } from '#renderer/features/composer/composer-slice.ts';
import { GoesTo } from '#renderer/features/composer/goes-to.tsx';
import { isFilled, mayJoin, withoutText } from '#renderer/features/composer/returned-words.ts';
import { useSaveDraft } from '#renderer/features/composer/use-draft-saving.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText, refusalText } from '#renderer/i18n/fault-text.ts';
import { type CallFault, callFault } from '#renderer/transport/call-fault.ts';
import { useCopy } from '#renderer/ui/use-copy.ts';
import { useDiscarded } from '#renderer/ui/use-discarded.tsx';
import type { Attachment } from '#shared/case/attachment.ts';
import { type Addressing, customerAlone } from '#shared/case/recipients.ts';
import type { KeptWordsView } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Words with whom they are to go to; to the customer alone where it is not said. */
type Words = Readonly<Pick<KeptWordsView, 'text' | 'addressing'>> & { readonly attachments: readonly Attachment[] };

interface LineProps {
  readonly head: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly addressing: Addressing;
  readonly into: 'reply' | 'note';
  /** Null where there is nothing to be put there. */
  readonly onInto: (() => void) | null;
  readonly onDiscard: () => void;
}

/** Words that are in no box, and what can be done with them. */
function Line({ head, text, attachments, addressing, into, onInto, onDiscard }: LineProps) {
  const { t } = useTranslation('composer');
  const copy = useCopy();
  return (
    <li className={classes.kept}>
      <strong>{head}</strong>
      {text !== '' && <blockquote dir="auto">{text}</blockquote>}
      {attachments.length > 0 && <span className={classes.keptFiles}>{attachments.map(({ name }) => name).join(', ')}</span>}
      <GoesTo addressing={addressing} />
      <span className={classes.keptButtons}>
        {onInto !== null && (
          <Button size="compact-xs" variant="light" onClick={onInto}>
            {t(into === 'note' ? 'keptToNote' : 'keptToReply')}
          </Button>
        )}
        {text !== '' && (
          <Button size="compact-xs" variant="subtle" onClick={() => copy(text)}>
            {t('copy')}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" color="red" onClick={onDiscard}>
          {t('discard')}
        </Button>
      </span>
    </li>
  );
}

/**
 * What was written for this case and is in no box: words that were refused or come from another window, and a reply
 * begun before somebody else took the case.
 */
export const KeptWords = memo(function KeptWords({ caseId, mayReply }: { readonly caseId: CaseId; readonly mayReply: boolean }) {
  const { t, i18n } = useTranslation('composer');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const save = useSaveDraft();
  const store = useStore<RootState>();
  const tellDiscarded = useDiscarded();
  const kept = useAppSelector((root) => selectKept(root, caseId));
  // A reply that is being written is not looked at: each of its letters would draw this anew.
  const stranded = useAppSelector((root) => {
    if (mayReply) return null;
    const reply = selectDraft(root, caseId, 'reply');
    return isFilled(reply) ? reply : null;
  });
  if (kept.length === 0 && stranded === null) return null;
  const wording = { t, locale: i18n.language, personName: names.person };
  const tellFault = (fault: CallFault) => notifications.show({ color: 'red', role: 'alert', message: t('keptFault', { reason: faultText(wording, fault) }) });
  /** Fulfilled with whether they are gone; why they are not is told. */
  const drop = async (id: string): Promise<boolean> => {
    const [error] = await safe(client.drafts.dropKept({ id }));
    if (error) tellFault(callFault(error));
    else dispatch(keptEnded({ id }));
    return error === null;
  };
  /** Whether what goes to the reply may stand in it; nothing of a note's words alone does. */
  const hasPlace = (kind: 'reply' | 'note', { text, attachments, addressing = customerAlone }: Words): boolean =>
    kind === 'reply'
      ? mayJoin(selectDraft(store.getState(), caseId, 'reply'), { text, attachments, addressing })
      : attachments.length === 0 || mayJoin(selectDraft(store.getState(), caseId, 'reply'), { text: '', attachments, addressing });
  /** Fulfilled with whether they are on disk as drafts. A note takes no files: they stay with the reply. */
  const put = async (kind: 'reply' | 'note', { text, attachments, addressing = customerAlone }: Words): Promise<boolean> => {
    const files = kind === 'note' && attachments.length > 0;
    // With whom they were to go to: files of a message that is sent on are not the customer's.
    if (files) dispatch(wordsReturned({ caseId, kind: 'reply', text: '', attachments, addressing }));
    dispatch(wordsReturned({ caseId, kind, text, attachments: kind === 'note' ? [] : attachments, addressing: kind === 'note' ? undefined : addressing }));
    const saved = [await save(caseId, kind), files ? await save(caseId, 'reply') : 0];
    return !saved.includes(null);
  };
  /** Puts discarded words back: into their box, or beside it where that goes to others by now. */
  const back = (into: 'reply' | 'note', kind: 'reply' | 'note', words: Words) => {
    if (hasPlace(into, words)) return void put(into, words);
    dispatch(wordsKept({ ...words, attachments: [...words.attachments], id: newId(), caseId, row: null, kind, refusal: null, at: Date.now() }));
  };
  /** What the reply keeps once its words are elsewhere, or nowhere; fulfilled with whether the ledger has it so. */
  const replace = async (attachments: readonly Attachment[], addressing: Addressing): Promise<boolean> => {
    dispatch(draftReplaced({ caseId, kind: 'reply', text: '', attachments, addressing }));
    return (await save(caseId, 'reply')) !== null;
  };
  const discardReply = async ({ text, attachments, addressing }: Draft) => {
    if (await replace([], customerAlone)) return tellDiscarded(() => back('reply', 'reply', { text, attachments, addressing }));
    dispatch(draftReplaced({ caseId, kind: 'reply', text, attachments, addressing }));
    tellFault({ code: 'unreachable', given: true });
  };
  return (
    <ul className={classes.keptList} aria-label={t('kept')}>
      {stranded !== null && (
        <Line
          head={t('strandedReply')}
          text={stranded.text}
          attachments={stranded.attachments}
          addressing={stranded.addressing}
          into="note"
          onInto={
            stranded.text === ''
              ? null
              : () => {
                  const left = withoutText(stranded);
                  void put('note', { text: stranded.text, attachments: [] }).then((saved) =>
                    saved ? void replace(left.attachments, left.addressing) : undefined,
                  );
                }
          }
          onDiscard={() => void discardReply(stranded)}
        />
      )}
      {kept.map(({ id, kind, text, attachments, addressing, refusal, at }) => {
        const into = kind === 'reply' && mayReply ? 'reply' : 'note';
        const time = momentText(at, i18n.language, Date.now());
        return (
          <Line
            key={id}
            head={refusal === null ? t('keptAside', { time }) : t('keptRefused', { time, reason: refusalText(wording, refusal) })}
            text={text}
            attachments={attachments}
            addressing={addressing ?? customerAlone}
            into={into}
            onInto={() => {
              if (!hasPlace(into, { text, attachments, addressing })) {
                notifications.show({ color: 'red', role: 'alert', message: t('keptElsewhere') });
                return;
              }
              // Once they are on disk as a draft they need not be kept here too.
              void put(into, { text, attachments, addressing }).then((saved) => (saved ? void drop(id) : undefined));
            }}
            onDiscard={() => {
              void drop(id).then((dropped) => (dropped ? tellDiscarded(() => back(into, kind, { text, attachments, addressing })) : undefined));
            }}
          />
        );
      })}
    </ul>
  );
});
