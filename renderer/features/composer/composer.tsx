import { Button } from '@mantine/core';
import { IconNote, IconSend2 } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shallowEqual } from 'react-redux';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { useReplyRules } from '#renderer/app/use-reply-rules.ts';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { addressingFault } from '#renderer/features/composer/addressing-fault.ts';
import { AttachButton } from '#renderer/features/composer/attach-button.tsx';
import classes from '#renderer/features/composer/composer.module.css';
import { type ComposerMode, modeChosen, selectDraft, selectMode, selectUploads } from '#renderer/features/composer/composer-slice.ts';
import { draftFacts } from '#renderer/features/composer/draft-facts.ts';
import { DraftText } from '#renderer/features/composer/draft-text.tsx';
import { FileTray } from '#renderer/features/composer/file-tray.tsx';
import { JoinHint } from '#renderer/features/composer/join-hint.tsx';
import { KeptWords } from '#renderer/features/composer/kept-words.tsx';
import { KeyHint } from '#renderer/features/composer/key-hint.tsx';
import { MailHead, MailQuote } from '#renderer/features/composer/mail-head.tsx';
import { MaskHint } from '#renderer/features/composer/mask-hint.tsx';
import { PublicNotice } from '#renderer/features/composer/public-notice.tsx';
import { ReplyLimits } from '#renderer/features/composer/reply-limits.tsx';
import { SavingWords } from '#renderer/features/composer/saving-words.tsx';
import { sends } from '#renderer/features/composer/send-key.ts';
import { TakenNotice } from '#renderer/features/composer/taken-notice.tsx';
import { TemplateOffer } from '#renderer/features/composer/template-offer.tsx';
import { useAttaching } from '#renderer/features/composer/use-attaching.ts';
import { useDraftSaving } from '#renderer/features/composer/use-draft-saving.ts';
import { useSending } from '#renderer/features/composer/use-sending.ts';
import { useTyping } from '#renderer/features/composer/use-typing.ts';
import { selectContactName } from '#renderer/features/customer/customer-slice.ts';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import { namelessWriter } from '#renderer/i18n/row-name.ts';
import { Segments } from '#renderer/ui/segments.tsx';
import { useMoment } from '#renderer/ui/use-countdown.ts';
import { MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';
import { hasTemplates, replyAllowance } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import { takenFrom } from '#shared/case/taken-from.ts';
import type { Person } from '#shared/desk/person.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** From so few messages on, short lines are joined. */
const SCARCE = 2;

interface BoxProps {
  readonly state: CaseState;
  readonly main: CaseState;
  readonly mode: ComposerMode;
  readonly onMode: (mode: ComposerMode) => void;
  /** Whether the kind of words was just chosen in a box like this: the choice keeps the focus. */
  readonly chosen: React.RefObject<boolean>;
  readonly mayReply: boolean;
  readonly me: PersonId | null;
}

/** The words above the box where something about the case should be known before writing. */
function useHint(state: CaseState, { owner, splitFrom }: CaseState, mayReply: boolean): string | null {
  const { t } = useTranslation('composer');
  const names = useNames();
  if (!mayReply && state.channel === 'phone') return t('callHint');
  if (!mayReply && owner !== null) return t('foreign', { name: names.person(owner) });
  return state.status === 'resolved' && state.mergedInto === null && splitFrom === null ? t('resolvedHint') : null;
}

/** The box itself for one case and kind of words. What changes with each letter stands in its leaves: it is drawn anew seldom. */
function Box({ state, main, mode, onMode, chosen, mayReply, me }: BoxProps) {
  const { t } = useTranslation('composer');
  const { t: ofCase } = useTranslation('conversation');
  const caseId = state.id;
  const note = mode === 'note';
  const split = !note && main.splitFrom?.case === caseId ? main.id : null;
  const rules = useReplyRules(state.channel);
  const limit = note ? MAX_MESSAGE_LENGTH : rules.maxLength;
  const { blank, tooLong, attachments, addressing } = useAppSelector((root) => draftFacts(selectDraft(root, caseId, mode), limit), shallowEqual);
  const uploading = useAppSelector((root) => selectUploads(root, caseId).some((upload) => upload.fault === null));
  const sendOnEnter = useAppSelector((root) => selectPreferences(root).sendOnEnter);
  const saver = useDraftSaving(caseId, mode);
  const { send, returned, forget } = useSending(caseId, mode, saver.saveNow, split);
  const typing = useTyping(caseId);
  const attach = useAttaching(caseId);
  const choice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen.current) choice.current?.querySelector<HTMLElement>(':checked')?.focus();
    chosen.current = false;
  }, [chosen]);
  const [over, setOver] = useState(false);
  const publicId = useId();
  const hint = useHint(state, main, mayReply);
  const taken = mayReply || me === null ? null : takenFrom(main, me);
  const { left, open, closesAt } = replyAllowance(state, rules, Date.now());
  useMoment(closesAt);
  const inPublic = !note && state.visibility === 'public';
  // The channel counts messages: Enter alone makes one of several lines, not several.
  const scarce = !note && left !== null && left <= SCARCE;
  const files = !note && rules.attachments;
  const byMail = !note && state.channel === 'email';
  const approved = !note && mayReply && !inPublic && hasTemplates(state.channel);
  // What is sent on needs no words of one's own.
  const empty = blank && (note || (attachments.length === 0 && addressing.forwards === null));
  const mail = useAppSelector(selectMail);
  const cannotLeave = byMail && (mail?.canAnswer !== 'yes' || addressingFault(addressing, mail) !== null);
  const blocked = empty || cannotLeave || tooLong || (!note && (uploading || !mayReply || !open));
  const name = useAppSelector((root) => selectContactName(root, state)) ?? namelessWriter(ofCase, state);
  const submit = () => {
    if (blocked) return;
    send();
    typing.over();
  };
  const sendLabel = note ? t('saveNote') : t(addressing.forwards === null ? 'send' : 'forward');
  useCommand({ id: 'case.send', label: sendLabel, group: t('caseActions:group'), defaultKey: null, run: submit, enabled: !blocked });
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (!files || pasted.length === 0) return;
    event.preventDefault();
    attach(pasted);
  };
  const carriesFiles = (event: DragEvent) => files && event.dataTransfer.types.includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only a place to drop files on; the button beside the box attaches them by keyboard.
    <div
      className={classes.composer}
      data-mode={mode}
      data-public={inPublic || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        attach([...event.dataTransfer.files]);
      }}
    >
      {inPublic && <PublicNotice id={publicId} mayMove={mayReply && state === main} />}
      <KeptWords caseId={caseId} mayReply={mayReply} />
      {taken !== null ? <TakenNotice taken={taken} /> : hint && <p className={classes.hint}>{hint}</p>}
      {returned && (
        <div className={classes.returned} role="alert">
          <span>{returned}</span>
          <Button size="compact-xs" variant="subtle" color="red" onClick={forget}>
            {t('dismiss')}
          </Button>
        </div>
      )}
      {byMail && <MailHead state={state} mayReply={mayReply} />}
      {!note && mayReply && !open && (
        <div className={classes.closed}>
          <p className={classes.hint} role="status">
            {left === 0 ? t('quotaUsed') : t(hasTemplates(state.channel) ? 'templates:windowClosed' : 'windowClosed')}
          </p>
          {approved && <TemplateOffer state={state} split={split} only />}
        </div>
      )}
      {!note && !empty && me !== null && <JoinHint state={state} me={me} />}
      {!note && <FileTray caseId={caseId} files={attachments} />}
      <DraftText
        caseId={caseId}
        kind={mode}
        onTyped={note ? null : (text) => (text === '' ? typing.over() : typing.on())}
        aria-label={note ? t('note') : t('reply')}
        aria-describedby={inPublic ? publicId : undefined}
        placeholder={
          note
            ? t('notePlaceholder')
            : addressing.forwards !== null
              ? t('forwardPlaceholder')
              : t((split === null ? state : main).owner === null && state.status !== 'resolved' ? 'replyClaims' : 'replyPlaceholder', { name })
        }
        disabled={!note && !mayReply}
        onBlur={() => void saver.saveNow()}
        onPaste={onPaste}
        onKeyDown={(event) => {
          const { key, keyCode, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event;
          if (!sends({ key, keyCode, shiftKey, ctrlKey, metaKey, altKey, isComposing: nativeEvent.isComposing }, sendOnEnter && !scarce)) return;
          event.preventDefault();
          submit();
        }}
      />
      {!note && mayReply && <MaskHint caseId={caseId} />}
      {byMail && <MailQuote state={state} />}
      {over && <div className={classes.drop}>{t('dropHere')}</div>}
      <div className={classes.bar}>
        <Segments
          ref={choice}
          label={t('mode')}
          value={mode}
          onChange={onMode}
          options={[
            { value: 'reply', label: t('modeReply'), disabled: !mayReply },
            { value: 'note', label: t('modeNote') },
          ]}
        />
        {files && <AttachButton enabled={mayReply} onChosen={attach} />}
        {approved && open && <TemplateOffer state={state} split={split} only={false} />}
        <span className={classes.told}>
          <SavingWords saver={saver} />
          <ReplyLimits state={state} mode={mode} limit={limit} />
          <KeyHint left={note ? null : left} open={note || open} byEnter={sendOnEnter} scarce={scarce} />
        </span>
        <Button
          size="sm"
          onClick={submit}
          disabled={blocked}
          {...(note ? { color: '#8a5700' } : {})}
          rightSection={note ? <IconNote size={16} aria-hidden /> : <IconSend2 size={16} aria-hidden />}
        >
          {sendLabel}
        </Button>
      </div>
    </div>
  );
}

interface Props {
  /** The case that is written to. */
  readonly state: CaseState;
  /** The one that it goes on in, whose owner it is who writes; the same where it goes on itself. */
  readonly main?: CaseState;
  readonly me: Person | null;
}

/** Where an agent answers the customer or leaves a note for colleagues. */
export function Composer({ state, main = state, me }: Props) {
  const { t } = useTranslation('composer');
  const dispatch = useAppDispatch();
  const may = allowedOn(main, me);
  const mayReply = allowedOn({ ...main, channel: state.channel }, me).reply;
  const wanted = useAppSelector((root) => selectMode(root, main.id));
  const chosen = useRef(false);
  const mode = mayReply ? wanted : 'note';
  // What colleagues are told stands in the case itself.
  const written = mode === 'note' ? main : state;
  if (!may.note) return <p className={classes.watchOnly}>{t('watchOnly')}</p>;
  return (
    <Box
      key={`${written.id} ${mode}`}
      me={me?.id ?? null}
      state={written}
      main={main}
      mode={mode}
      mayReply={mayReply}
      onMode={(next) => {
        chosen.current = true;
        dispatch(modeChosen({ caseId: main.id, mode: next }));
      }}
      chosen={chosen}
    />
  );
}
