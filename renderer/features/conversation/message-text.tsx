import { memo, useMemo } from 'react';
import classes from '#renderer/features/conversation/conversation.module.css';
import { Reveal } from '#renderer/features/conversation/reveal.tsx';
import { textSegments } from '#renderer/features/conversation/text-segments.ts';
import { useWords } from '#renderer/ui/words.tsx';
import type { CaseId } from '#shared/lib/ids.ts';
import { withoutOverrides } from '#shared/lib/text-direction.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

interface Props {
  readonly caseId: CaseId;
  readonly text: string;
  readonly marks: readonly TokenMark[];
}

/** A link out of the console that shows where it really leads, beside whatever its text claims. */
function OutwardLink({ href, host, text }: { readonly href: string; readonly host: string; readonly text: string }) {
  const { t } = useWords('conversation');
  return (
    <a className={classes.link} href={href} target="_blank" rel="noopener noreferrer nofollow" data-host={host} title={t('linkHint', { host })}>
      {withoutOverrides(text)}
    </a>
  );
}

/** What somebody wrote, as inert text: only https addresses are links, only marked places can be revealed. */
export const MessageText = memo(function MessageText({ caseId, text, marks }: Props) {
  const segments = useMemo(() => textSegments(text, marks), [text, marks]);
  return (
    <p className={classes.text} dir="auto">
      {segments.map((segment) => {
        if (segment.kind === 'mark') return <Reveal key={segment.at} caseId={caseId} mark={segment.mark} masked={segment.text} />;
        if (segment.kind === 'link') return <OutwardLink key={segment.at} {...segment} />;
        return withoutOverrides(segment.text);
      })}
    </p>
  );
});
