import { useMemo } from 'react';
import { answerParts } from '#renderer/chat/answer-links.ts';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import { withoutOverrides } from '#shared/lib/text-direction.ts';

/** What an agent answered, as inert text in which addresses can be opened; one whose host reads otherwise than it was written says its host. */
export function AnswerText({ text, t }: { readonly text: string; readonly t: ChatTexts }) {
  const parts = useMemo(() => answerParts(withoutOverrides(text)), [text]);
  return (
    <p dir="auto">
      {parts.map((part) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a
            key={part.at}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={fill(t.opens, { host: part.host })}
            data-host={part.plain ? undefined : part.host}
          >
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}
