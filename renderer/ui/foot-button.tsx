import type { ReactNode } from 'react';
import classes from '#renderer/ui/foot-button.module.css';

interface Props {
  /** What it tells: nothing special, something to know, something to act on. */
  readonly tone?: 'warn' | 'bad' | undefined;
  readonly title: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** What the foot of the window tells in a word, and opens whole. */
export function FootButton({ tone, title, onClick, children }: Props) {
  return (
    <button type="button" className={classes.button} data-tone={tone} onClick={onClick} title={title}>
      {children}
    </button>
  );
}
