import type { SaneMail } from '#renderer/features/conversation/sanitise-mail.ts';
import { invariant } from '#shared/lib/assert.ts';

/** The host's empty page with a policy of its own. */
export const MAIL_PAGE = '/mail-frame';
/** Its own origin, so that the console reaches into it; never scripts beside that. */
export const FRAME_SANDBOX = 'allow-same-origin';
const TALLEST = 6_000;
const MAX_WORDS = 500;

/** A link that was pressed: its place in the mail's list, and what it says of itself. */
export interface PressedLink {
  readonly place: number;
  readonly words: string;
}

/** What a link shows: its text, its pictures' descriptions and what hovers over it. */
function wordsOf(link: Element): string {
  const said = [
    link.textContent,
    link.getAttribute('title'),
    ...[...link.querySelectorAll('[alt], [title]')].flatMap((part) => ['alt', 'title'].map((name) => part.getAttribute(name))),
  ];
  return said
    .filter((part) => part)
    .join('\n')
    .slice(0, MAX_WORDS);
}

/** The link that an event in the frame is about; null where it is about none. */
function linkOf(event: Event): PressedLink | null {
  const link = (event.target as Element | null)?.closest?.('a');
  const number = /^#link-(\d{1,6})$/.exec(link?.getAttribute('href') ?? '')?.[1];
  return link && number !== undefined ? { place: Number(number), words: wordsOf(link) } : null;
}

/** Puts a sanitised mail into its frame and answers the way to let go; presses on links go to `onLink` and nowhere else. */
export function fillFrame(frame: HTMLIFrameElement, mail: SaneMail, onLink: (link: PressedLink) => void, onHeight: (height: number) => void): () => void {
  // With scripts and its own origin together a frame could take its sandbox off.
  invariant(frame.sandbox.value === FRAME_SANDBOX, 'a mail is framed without scripts');
  const page = frame.contentDocument;
  if (page === null || page.location.pathname !== MAIL_PAGE) return () => undefined;
  page.body.replaceChildren(page.importNode(mail.fragment, true));
  catchPresses(page, onLink);
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

/** Takes every press on a link, every form and everything dragged from a page, so that nothing in it leads anywhere by itself. */
export function catchPresses(page: Document, onLink: (link: PressedLink) => void): void {
  const caught = (event: Event) => {
    if (!(event.target as Element | null)?.closest?.('a, area')) return;
    event.preventDefault();
    const link = linkOf(event);
    if (link !== null && event.type === 'click') onLink(link);
  };
  const refused = (event: Event) => event.preventDefault();
  for (const type of ['click', 'auxclick']) page.addEventListener(type, caught, true);
  for (const type of ['submit', 'dragstart', 'drop', 'dragover']) page.addEventListener(type, refused, true);
}
