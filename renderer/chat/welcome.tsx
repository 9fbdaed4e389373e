import { useState } from 'react';
import { ContactForm } from '#renderer/chat/contact-form.tsx';
import { type Begun, begin, forgetAddress, type Said } from '#renderer/chat/door.ts';
import { forgetChat, keepContact, keepPending, toPending } from '#renderer/chat/kept-chat.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import type { ChatContact, ChatOpening } from '#shared/contract/chat-contract.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { Language } from '#shared/lib/localized.ts';

type Fault = Extract<Begun, { began: false }>['fault'];

/** Why a chat did not begin, in the customer's words. */
export function faultText(t: ChatTexts, fault: Fault, strangers: boolean): string {
  const orWithout = (text: string) => (strangers ? `${text} ${t.asStranger}` : text);
  switch (fault) {
    case 'bad-link':
      return t.badLink;
    case 'identity-expired':
      return orWithout(t.identityExpired);
    case 'identity-refused':
      return orWithout(t.identityRefused);
    case 'identity-needed':
      return t.identityNeeded;
    case 'blocked':
      return t.blocked;
    case 'no-cookies':
      return t.noCookies;
    case 'failed':
      return t.startFailed;
    default:
      return assertNever(fault, 'fault');
  }
}

interface Props {
  readonly t: ChatTexts;
  readonly language: Language;
  readonly opening: ChatOpening;
  readonly said: Said;
  /** Why an earlier try ended. */
  readonly first: Fault | null;
  readonly onSaid: (said: Said) => void;
  readonly onStarted: () => void;
}

/** Before the chat: one button, behind what the desk asks for first where it asks for something. */
export function Welcome({ t, language, opening, said, first, onSaid, onStarted }: Props) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(first);
  const { form, away, strangers } = opening;
  const start = async (contact: ChatContact, words: string) => {
    setBusy(true);
    setFault(null);
    const begun = await begin(said);
    setBusy(false);
    if (begun.began || begun.fault !== 'failed') forgetAddress();
    if (!begun.began) {
      // What was not taken once is not taken the next time: who may go on without it does.
      if (begun.fault !== 'failed' && begun.fault !== 'blocked') onSaid({});
      return setFault(begun.fault);
    }
    if (!begun.goesOn) forgetChat();
    keepContact(Object.keys(contact).length === 0 ? null : contact);
    if (words.trim() !== '') keepPending([toPending(words)]);
    onStarted();
  };
  const shut = fault === 'blocked' || fault === 'no-cookies' || (!strangers && said.identity === undefined && said.as === undefined);
  const asks = away || form !== null;
  return (
    <div className="welcome">
      <p className="big">{t.welcome}</p>
      <p>{away ? t.away : t.hint}</p>
      {!shut && !asks && (
        <button type="button" className="primary" disabled={busy} onClick={() => void start({}, '')}>
          {busy ? t.starting : t.start}
        </button>
      )}
      {!shut && asks && (
        <ContactForm
          t={t}
          language={language}
          form={form}
          away={away}
          action={busy ? t.starting : away ? t.leave : t.start}
          busy={busy}
          withWords={away}
          onDone={(contact, words) => void start(contact, words)}
        />
      )}
      <p role="alert" className="fault">
        {fault !== null ? faultText(t, fault, strangers) : shut ? t.identityNeeded : null}
      </p>
      {fault === 'no-cookies' && (
        <a className="link" href={location.origin} target="_blank" rel="noreferrer">
          {t.ownWindow}
        </a>
      )}
    </div>
  );
}
