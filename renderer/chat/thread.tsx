import { useEffect, useSyncExternalStore } from 'react';
import type { ChatClient } from '#renderer/chat/chat-client.ts';
import type { ChatState } from '#renderer/chat/chat-state.ts';
import { Composer } from '#renderer/chat/composer.tsx';
import { ContactForm } from '#renderer/chat/contact-form.tsx';
import { Conversation } from '#renderer/chat/conversation.tsx';
import { DemoPhone } from '#renderer/chat/demo-phone.tsx';
import { Rating } from '#renderer/chat/rating.tsx';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import type { ChatOpening } from '#shared/contract/chat-contract.ts';
import type { Language } from '#shared/lib/localized.ts';

interface Props {
  readonly client: ChatClient;
  readonly opening: ChatOpening;
  readonly t: ChatTexts;
  readonly language: Language;
  /** What became of the customer's sign-in, where it failed. */
  readonly notice: string | null;
  readonly onUnread: (count: number) => void;
}

function statusText(t: ChatTexts, language: Language, { connected, pending, status, place, agentName }: ChatState, away: boolean): string {
  if (!connected) return t.lost;
  if (pending.some(({ failed }) => failed === 'slow')) return t.tooMany;
  if (status === 'waiting') return away ? t.left : place === null ? t.waiting : fill(t.place, { n: place });
  if (status === 'open') return fill(t.withAgent, { name: agentName?.[language] ?? t.agent });
  return status === 'resolved' ? t.resolved : t.welcome;
}

/** The conversation with what stands around it. */
export function Thread({ client, opening, t, language, notice, onUnread }: Props) {
  const state = useSyncExternalStore(client.subscribe, client.state);
  useEffect(() => {
    client.start();
    const seen = () => client.markRead();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      client.stop();
    };
  }, [client]);
  useEffect(() => client.setLanguage(language), [client, language]);
  useEffect(() => onUnread(state.unread), [onUnread, state.unread]);
  return (
    <>
      <p role="status" className={state.connected ? 'status' : 'status lost'}>
        {statusText(t, language, state, opening.away)}
      </p>
      {notice !== null && (
        <p role="alert" className="status fault">
          {notice}
        </p>
      )}
      <DemoPhone texts={state.phone} t={t} language={language} />
      <Conversation client={client} state={state} t={t} language={language} />
      {state.blocked ? (
        <p role="alert" className="shut">
          {t.blocked}
        </p>
      ) : (
        <>
          {state.status === 'resolved' && <Rating client={client} rated={state.rated} t={t} />}
          {state.lacks !== null && (
            <section className="asked" aria-label={t.before}>
              <p>{state.lacks === 'address' ? t.away : t.before}</p>
              <ContactForm
                t={t}
                language={language}
                form={opening.form}
                away={state.lacks === 'address'}
                action={t.goOn}
                busy={false}
                onDone={(contact) => client.introduce(contact)}
              />
            </section>
          )}
          <Composer client={client} mark={state.mark} t={t} />
        </>
      )}
    </>
  );
}
