import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/conversation/conversation.module.css';
import { MailFrame } from '#renderer/features/conversation/mail-frame.tsx';
import { MessageText } from '#renderer/features/conversation/message-text.tsx';
import { sanitiseMail } from '#renderer/features/conversation/sanitise-mail.ts';
import { type OpenedMail, useMail } from '#renderer/features/conversation/use-mail.ts';
import { Segments } from '#renderer/ui/segments.tsx';
import type { Original } from '#shared/case/attachment.ts';
import type { MessageEntry } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const things = ['remoteImages', 'forms', 'scripts', 'styles', 'frames', 'media', 'links', 'redirects'] as const;

/** What the host puts where a quote is folded; the words are the screen's. */
const FOLDED = '<summary></summary>';

/** Things one after another, as the language lists them. */
const listText = (things: readonly string[], locale: string): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(things);

function Html({ opened }: { readonly opened: OpenedMail }) {
  const { t, i18n } = useTranslation('mail');
  const words = t('showQuoted');
  const mail = useMemo(() => {
    if (opened.state !== 'open' || opened.view.html === null) return null;
    const pictures = new Map(opened.view.pictures.map(({ contentId, type, data }) => [contentId, `data:${type};base64,${data}`]));
    return sanitiseMail(opened.view.html.replaceAll(FOLDED, `<summary>${words}</summary>`), pictures);
  }, [opened, words]);
  if (opened.state === 'fault')
    return (
      <p className={classes.fault} data-mail-fault>
        {t('unreadable', { reason: t(`fault_${opened.code.replaceAll('-', '_')}`, { defaultValue: opened.code }) })}
      </p>
    );
  if (mail === null && opened.state === 'open')
    return (
      <p className={classes.fault} data-mail-fault>
        {t(opened.view.tooLarge ? 'tooLarge' : 'noHtml')}
      </p>
    );
  const withheld = opened.state === 'open' ? opened.view.withheld : null;
  const told = things.flatMap((thing) => (withheld !== null && withheld[thing] > 0 ? [t(`withheld_${thing}`, { count: withheld[thing] })] : []));
  return (
    <>
      {told.length > 0 && (
        <p className={classes.withheld}>
          <IconShieldCheck size={14} aria-hidden /> {t('withheld', { list: listText(told, i18n.language) })}
        </p>
      )}
      <MailFrame mail={mail} />
    </>
  );
}

interface Props {
  readonly caseId: CaseId;
  readonly entry: MessageEntry;
  readonly original: Original;
}

/** A message that came as a mail: as it was sent where it has a form of its own, else its text; what it quotes on demand. */
export function MailView({ caseId, entry, original }: Props) {
  const { t, i18n } = useTranslation('mail');
  const [view, setView] = useState<'html' | 'text'>(original.html ? 'html' : 'text');
  const [quotes, setQuotes] = useState(false);
  const opened = useMail(caseId, entry.id, view === 'html' || quotes);
  return (
    <>
      {original.html && (
        <Segments
          label={t('view')}
          className={classes.mailViews}
          value={view}
          onChange={setView}
          options={[
            { value: 'html', label: t('viewHtml') },
            { value: 'text', label: t('viewText') },
          ]}
        />
      )}
      {view === 'html' ? (
        <Html opened={opened} />
      ) : (
        entry.text !== null && entry.text !== '' && <MessageText caseId={caseId} text={entry.text} marks={entry.marks} />
      )}
      {view === 'text' && original.quoted && (
        <>
          <Button size="compact-xs" variant="subtle" aria-expanded={quotes} onClick={() => setQuotes((shown) => !shown)}>
            {t(quotes ? 'hideQuoted' : 'showQuoted')}
          </Button>
          {quotes && opened.state === 'open' && (
            <blockquote className={classes.quoted} dir="auto">
              {opened.view.quoted}
            </blockquote>
          )}
          {quotes && opened.state === 'fault' && (
            <p className={classes.fault} data-mail-fault>
              {t('unreadable', { reason: opened.code })}
            </p>
          )}
        </>
      )}
      {original.refused.length > 0 && (
        <p className={classes.withheld}>
          {t('refusedFiles', {
            list: listText(
              original.refused.map(({ name, reason }) =>
                t('refusedFile', { name, reason: t(`file_${reason.replaceAll('-', '_')}`, { defaultValue: reason }) }),
              ),
              i18n.language,
            ),
          })}
        </p>
      )}
    </>
  );
}
