import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/conversation/conversation.module.css';
import { FRAME_SANDBOX, fillFrame, MAIL_PAGE, type PressedLink } from '#renderer/features/conversation/fill-frame.ts';
import { LinkDialog } from '#renderer/features/conversation/link-dialog.tsx';
import type { SaneMail } from '#renderer/features/conversation/sanitise-mail.ts';

/** An HTML mail, sanitised, in a frame without scripts in which nothing can be fetched; null while the mail is on its way, so that the frame is there when it comes. */
export function MailFrame({ mail }: { readonly mail: SaneMail | null }) {
  const { t } = useTranslation('mail');
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(0);
  const [height, setHeight] = useState<number | null>(null);
  const [link, setLink] = useState<PressedLink | null>(null);
  useEffect(() => {
    if (loaded === 0 || frame.current === null || mail === null) return;
    return fillFrame(frame.current, mail, setLink, setHeight);
  }, [loaded, mail]);
  const address = link === null ? undefined : mail?.links[link.place];
  return (
    <>
      <iframe
        ref={frame}
        className={classes.mailFrame}
        title={t('frame')}
        src={MAIL_PAGE}
        sandbox={FRAME_SANDBOX}
        referrerPolicy="no-referrer"
        data-laid-out={height !== null || undefined}
        style={{ height: height ?? 120 }}
        onLoad={() => setLoaded((times) => times + 1)}
      />
      {link !== null && address !== undefined && <LinkDialog address={address} words={link.words} onClose={() => setLink(null)} />}
    </>
  );
}
