import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import type { PhoneText } from '#shared/contract/chat-contract.ts';
import type { Language } from '#shared/lib/localized.ts';

interface Props {
  readonly texts: readonly PhoneText[];
  readonly t: ChatTexts;
  readonly language: Language;
}

/** The screen of the demo customer's phone, as long as something came to it lately. */
export function DemoPhone({ texts, t, language }: Props) {
  const [newest] = texts;
  if (newest === undefined) return null;
  const time = new Date(newest.at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  return (
    <aside className="phone" aria-label={t.phone}>
      <p className="phoneTitle">
        {t.phone} <time>{time}</time>
      </p>
      <p role="status">{newest.text[language]}</p>
    </aside>
  );
}
