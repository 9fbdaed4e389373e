import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { AnswerText } from '#renderer/chat/answer-text.tsx';
import { AttachmentView } from '#renderer/chat/attachment-view.tsx';
import type { ChatClient } from '#renderer/chat/chat-client.ts';
import { type ChatState, isRead } from '#renderer/chat/chat-state.ts';
import { messageTime } from '#renderer/chat/message-time.ts';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import { TYPING_FADES } from '#shared/contract/typing-fades.ts';
import type { Language } from '#shared/lib/localized.ts';
import { withoutOverrides } from '#shared/lib/text-direction.ts';

/** What a masked value looks like: said once under the message. */
const MASKED = /\*{4}/;

function useTyping(at: number): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const left = at + TYPING_FADES - Date.now();
    setShown(left > 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setShown(false), left);
    return () => clearTimeout(timer);
  }, [at]);
  return shown;
}

/** The messages, the newest in sight unless the customer scrolled up. */
export function Conversation({ client, state, t, language }: { client: ChatClient; state: ChatState; t: ChatTexts; language: Language }) {
  const log = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const top = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const typing = useTyping(state.typingAt);
  const agent = state.agentName?.[language] ?? t.agent;
  const time = useMemo(() => messageTime(language), [language]);
  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  // After each render: an answer that takes the place of “is typing” moves the end too.
  useLayoutEffect(() => {
    if (stuck.current) toEnd();
  });
  // What appears below, such as the question how it was, makes the log lower; nothing is scrolled by that.
  useEffect(() => {
    const at = log.current;
    if (!at) return;
    const watch = new ResizeObserver(() => {
      if (stuck.current) at.scrollTo({ top: at.scrollHeight });
    });
    watch.observe(at);
    return () => watch.disconnect();
  }, []);

  return (
    <div className="thread">
      <div
        ref={log}
        role="log"
        aria-label={t.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard.
        tabIndex={0}
        onScroll={({ currentTarget: at }) => {
          // Only who scrolls up leaves the end: by the time this is told, more may stand below already.
          const near = at.scrollHeight - at.scrollTop - at.clientHeight < 60;
          stuck.current = near || (stuck.current && at.scrollTop >= top.current);
          top.current = at.scrollTop;
          setAtEnd(stuck.current);
        }}
      >
        {state.messages.map((message) => (
          <article key={message.id} className={message.from}>
            <header>{message.from === 'me' ? t.me : agent}</header>
            {message.text !== '' && (message.from === 'agent' ? <AnswerText text={message.text} t={t} /> : <p dir="auto">{withoutOverrides(message.text)}</p>)}
            {message.attachments.map((file) => (
              <AttachmentView key={file.blob} client={client} file={file} t={t} />
            ))}
            <footer>
              <time dateTime={new Date(message.at).toISOString()}>{time.format(message.at)}</time>
              {message.from === 'me' && <span>{isRead(state, message.id) ? t.read : t.sent}</span>}
              {message.from === 'me' && MASKED.test(message.text) && <span className="note">{t.masked}</span>}
            </footer>
          </article>
        ))}
        {state.pending.map((pending) => (
          <article key={pending.commandId} className="me pending">
            <header>{t.me}</header>
            {pending.text !== '' && <p dir="auto">{withoutOverrides(pending.text)}</p>}
            {pending.attachments.map((file) => (
              <div key={file.blob} className="file">
                <bdi>{file.name}</bdi>
              </div>
            ))}
            <footer>
              <span>{pending.failed === 'refused' ? t.failed : pending.failed === 'slow' ? t.held : t.sending}</span>
              {pending.failed === 'refused' && (
                <button type="button" className="link" onClick={() => client.retry(pending.commandId)}>
                  {t.retry}
                </button>
              )}
            </footer>
          </article>
        ))}
        {typing && <p className="typing">{fill(t.typing, { name: agent })}</p>}
      </div>
      {!atEnd && (
        <button type="button" className="jump" onClick={toEnd}>
          {t.newMessages}
        </button>
      )}
    </div>
  );
}
