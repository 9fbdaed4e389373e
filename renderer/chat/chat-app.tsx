import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { ChatClient } from '#renderer/chat/chat-client.ts';
import { Composer } from '#renderer/chat/composer.tsx';
import { Conversation } from '#renderer/chat/conversation.tsx';
import { DemoPhone } from '#renderer/chat/demo-phone.tsx';
import { fill, textsOf } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import type { Language } from '#shared/lib/localized.ts';

const signedAs = () => new URLSearchParams(location.hash.slice(1)).get('as') ?? undefined;

async function begin(as: string | undefined): Promise<'started' | 'bad-link' | 'failed'> {
  try {
    const answer = await fetch('/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(as === undefined ? {} : { as }),
    });
    if (answer.ok) return 'started';
    return answer.status === 403 ? 'bad-link' : 'failed';
  } catch {
    return 'failed';
  }
}

function Welcome({ t, onStarted }: { t: ChatTexts; onStarted: () => void }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const start = async () => {
    setBusy(true);
    setFault(null);
    const begun = await begin(signedAs());
    setBusy(false);
    if (begun === 'started') {
      history.replaceState(null, '', location.pathname);
      return onStarted();
    }
    if (begun === 'bad-link') history.replaceState(null, '', location.pathname);
    setFault(begun === 'bad-link' ? t.badLink : t.startFailed);
  };
  return (
    <div className="welcome">
      <p className="big">{t.welcome}</p>
      <p>{t.hint}</p>
      <button type="button" className="primary" disabled={busy} onClick={() => void start()}>
        {busy ? t.starting : t.start}
      </button>
      <p role="alert" className="fault">
        {fault}
      </p>
    </div>
  );
}

function statusText(t: ChatTexts, status: 'new' | 'waiting' | 'open' | 'resolved', agentName: string | null): string {
  if (status === 'waiting') return t.waiting;
  if (status === 'open') return fill(t.withAgent, { name: agentName ?? t.agent });
  return status === 'resolved' ? t.resolved : t.welcome;
}

function Thread({ t, language }: { t: ChatTexts; language: Language }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one connection for the page's life; the language is told to it below.
  const client = useMemo(() => new ChatClient(language), []);
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
  return (
    <>
      <p role="status" className={state.connected ? 'status' : 'status lost'}>
        {state.connected ? statusText(t, state.status, state.agentName) : t.lost}
      </p>
      <DemoPhone texts={state.phone} t={t} language={language} />
      <Conversation client={client} state={state} t={t} language={language} />
      <Composer client={client} t={t} />
    </>
  );
}

/** The customer's page: one button, then the conversation. */
export function ChatApp({ first, known }: { first: Language; known: boolean }) {
  const [language, setLanguage] = useState(first);
  const [started, setStarted] = useState(known && signedAs() === undefined);
  const t = textsOf(language);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t.title;
  }, [language, t]);
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  return (
    <main>
      <header className="top">
        <h1>{t.title}</h1>
        <button
          type="button"
          className="link"
          lang={other}
          onClick={() => {
            localStorage.setItem('chat.language', other);
            setLanguage(other);
          }}
        >
          {t.language}
        </button>
      </header>
      {started ? <Thread t={t} language={language} /> : <Welcome t={t} onStarted={() => setStarted(true)} />}
    </main>
  );
}
