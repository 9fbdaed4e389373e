import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/settings/settings.module.css';

/** One part of the page, as its heading names it. */
interface Part {
  readonly id: string;
  readonly name: string;
}

/** So far below the page's upper edge, in px, a heading counts as reached. */
const REACHED = 96;

const headingsOf = (page: HTMLElement) => [...page.querySelectorAll<HTMLElement>('section > h2[id]')];

/** The part that is read: the last whose heading was reached, and at the page's end the last of all. */
function partAt(page: HTMLElement): string | null {
  const headings = headingsOf(page);
  const atEnd = page.scrollTop > 0 && page.scrollTop + page.clientHeight >= page.scrollHeight - 2;
  const edge = page.getBoundingClientRect().top + REACHED;
  const reached = atEnd ? headings.at(-1) : headings.findLast((heading) => heading.getBoundingClientRect().top <= edge);
  return (reached ?? headings[0])?.id ?? null;
}

const sameParts = (a: readonly Part[], b: readonly Part[]) => a.length === b.length && a.every(({ id, name }, at) => id === b[at]?.id && name === b[at].name);

/**
 * The parts of the settings, beside them: which one is read, and the way to each. It reads the headings that stand there,
 * since most parts come once the host has answered, and some for some roles alone.
 */
export function SettingsNav({ page }: { readonly page: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation('settings');
  const [parts, setParts] = useState<readonly Part[]>([]);
  const [current, setCurrent] = useState<string | null>(null);
  // Who pressed a part reads it, though a short last one never reaches the upper edge.
  const [chosen, setChosen] = useState<string | null>(null);
  const shownAt = useRef(0);
  useEffect(() => {
    const root = page.current;
    if (root === null) return;
    const look = () => {
      const found = headingsOf(root).map(({ id, textContent }) => ({ id, name: textContent }));
      setParts((before) => (sameParts(before, found) ? before : found));
      setCurrent(partAt(root));
    };
    const scrolled = () => {
      setCurrent(partAt(root));
      if (Math.abs(root.scrollTop - shownAt.current) > 2) setChosen(null);
    };
    const watch = new MutationObserver(look);
    watch.observe(root, { childList: true, characterData: true, subtree: true });
    root.addEventListener('scroll', scrolled, { passive: true });
    look();
    return () => {
      watch.disconnect();
      root.removeEventListener('scroll', scrolled);
    };
  }, [page]);
  const show = (id: string) => {
    const heading = document.getElementById(id);
    if (heading === null) return;
    heading.tabIndex = -1;
    heading.scrollIntoView({ block: 'start' });
    // From here Tab goes on into the part.
    heading.focus({ preventScroll: true });
    shownAt.current = page.current?.scrollTop ?? 0;
    setChosen(id);
  };
  return (
    <nav className={classes.nav} aria-label={t('parts')}>
      {parts.map(({ id, name }) => (
        <button key={id} type="button" aria-current={id === (chosen ?? current) || undefined} onClick={() => show(id)}>
          {name}
        </button>
      ))}
    </nav>
  );
}
