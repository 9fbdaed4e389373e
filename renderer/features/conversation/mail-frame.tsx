import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/conversation/conversation.module.css';
import { LinkDialog } from '#renderer/features/conversation/link-dialog.tsx';
import type { SaneMail } from '#renderer/features/conversation/sanitise-mail.ts';
import { invariant } from '#shared/lib/assert.ts';

/** The host's empty page with a policy of its own. */
const PAGE = '/mail-frame';
const TALLEST = 6_000;

/** The link that an event in the frame is about, as a place in the mail's list; null where it is about none. */
function linkOf(event: Event): number | null {
  const target = event.target as Element | null;
  const href = target?.closest?.('a')?.getAttribute('href') ?? null;
  const number = href === null ? null : /^#link-(\d{1,6})$/.exec(href)?.[1];
  return number === null || number === undefined ? null : Number(number);
}

/** Puts a sanitised mail into its frame and answers the way to let go; clicks go to `onLink` and nowhere else. */
function fill(frame: HTMLIFrameElement, mail: SaneMail, onLink: (place: number) => void, onHeight: (height: number) => void): () => void {
  // With scripts and its own origin together a frame could take its sandbox off.
  invariant(frame.sandbox.value === 'allow-same-origin', 'a mail is framed without scripts');
  const page = frame.contentDocument;
  if (page === null || page.location.pathname !== PAGE) return () => undefined;
  page.body.replaceChildren(page.importNode(mail.fragment, true));
  const caught = (event: Event) => {
    const target = event.target as Element | null;
    if (!target?.closest?.('a')) return;
    event.preventDefault();
    const place = linkOf(event);
    if (place !== null && event.type === 'click') onLink(place);
  };
  const refused = (event: Event) => event.preventDefault();
  for (const type of ['click', 'auxclick']) page.addEventListener(type, caught, true);
  for (const type of ['submit', 'dragstart', 'drop', 'dragover']) page.addEventListener(type, refused, true);
  const measure = () => {
    const { body, documentElement } = page;
    const across = documentElement.scrollWidth > documentElement.clientWidth ? 16 : 0;
    onHeight(Math.min(TALLEST, Math.ceil(body.getBoundingClientRect().height) + across));
  };
  const observer = new ResizeObserver(measure);
  observer.observe(page.body);
  measure();
  return () => observer.disconnect();
}

/** An HTML mail, sanitised, in a frame without scripts in which nothing can be fetched; null while the mail is on its way, so that the frame is there when it comes. */
export function MailFrame({ mail }: { readonly mail: SaneMail | null }) {
  const { t } = useTranslation('mail');
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(0);
  const [height, setHeight] = useState<number | null>(null);
  const [link, setLink] = useState<number | null>(null);
  useEffect(() => {
    if (loaded === 0 || frame.current === null || mail === null) return;
    return fill(frame.current, mail, setLink, setHeight);
  }, [loaded, mail]);
  const address = link === null ? undefined : mail?.links[link];
  return (
    <>
      <iframe
        ref={frame}
        className={classes.mailFrame}
        title={t('frame')}
        src={PAGE}
        sandbox="allow-same-origin"
        referrerPolicy="no-referrer"
        data-laid-out={height !== null || undefined}
        style={{ height: height ?? 120 }}
        onLoad={() => setLoaded((times) => times + 1)}
      />
      {address !== undefined && <LinkDialog address={address} onClose={() => setLink(null)} />}
    </>
  );
}
