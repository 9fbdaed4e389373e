import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ChatClient } from '#renderer/chat/chat-client.ts';
import { type Begun, begin, embedded, type Said } from '#renderer/chat/door.ts';
import { Holder } from '#renderer/chat/holder.ts';
import { keep } from '#renderer/chat/kept.ts';
import { forgetChat } from '#renderer/chat/kept-chat.ts';
import { textsOf } from '#renderer/chat/texts.ts';
import { Thread } from '#renderer/chat/thread.tsx';
import { faultText, Welcome } from '#renderer/chat/welcome.tsx';
import type { ChatOpening } from '#shared/contract/chat-contract.ts';
import type { Language } from '#shared/lib/localized.ts';

interface Props {
  readonly first: Language;
  readonly known: boolean;
  readonly opening: ChatOpening;
  /** What the page's address or the page around it said of the customer. */
  readonly said: Said;
  /** Why that was not taken, where it was tried already. */
  readonly fault: Extract<Begun, { began: false }>['fault'] | null;
}

/** The customer's page: one button, then the conversation. */
export function ChatApp({ first, known, opening, said: saidFirst, fault: faultFirst }: Props) {
  const [language, setLanguage] = useState(first);
  const [said, setSaid] = useState(saidFirst);
  const [started, setStarted] = useState(known);
  const [fault, setFault] = useState(faultFirst);
  // Another one for another customer: nothing of the one before is shown to them.
  const [turn, setTurn] = useState(0);
  const t = textsOf(language);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one connection for a thread's life; the language is told to it by the thread.
  const client = useMemo(() => (started ? new ChatClient(language, () => setTurn((count) => count + 1)) : null), [started, turn]);
  const holder = useRef<Holder | null>(null);
  const shown = useRef(true);
  const onHeld = useRef<ConstructorParameters<typeof Holder>[0]>(() => undefined);
  const onUnread = useCallback((count: number) => holder.current?.unread(count), []);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t.title;
  }, [language, t]);

  useEffect(() => {
    const identify = async (identity: string) => {
      if (client === null) return setSaid({ identity });
      // A connection that comes back meanwhile may be another customer's already.
      client.hold(true);
      const begun = await begin({ identity });
      if (!begun.began) {
        client.hold(false);
        setFault(begun.fault);
        return setStarted(opening.strangers);
      }
      setFault(null);
      if (begun.goesOn) {
        client.reconnect();
        return client.hold(false);
      }
      forgetChat();
      setTurn((count) => count + 1);
    };
    client?.setShown(shown.current);
    onHeld.current = (message) => {
      if (message.kind === 'identify') return void identify(message.token);
      shown.current = message.shown;
      client?.setShown(message.shown);
    };
  }, [client, opening.strangers]);

  // One line to the page around for as long as this page stands.
  useEffect(() => {
    const around = new Holder((message) => onHeld.current(message));
    holder.current = around;
    return around.start();
  }, []);

  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  return (
    <main className={embedded ? 'framed' : undefined}>
      <header className="top">
        <h1>{t.title}</h1>
        <button
          type="button"
          className="link"
          lang={other}
          onClick={() => {
            keep('chat.language', other);
            setLanguage(other);
          }}
        >
          {t.language}
        </button>
      </header>
      {client ? (
        <Thread
          key={turn}
          client={client}
          opening={opening}
          t={t}
          language={language}
          notice={fault === null ? null : faultText(t, fault, opening.strangers)}
          onUnread={onUnread}
        />
      ) : (
        <Welcome t={t} language={language} opening={opening} said={said} first={fault} onSaid={setSaid} onStarted={() => setStarted(true)} />
      )}
    </main>
  );
}
