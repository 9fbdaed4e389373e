import { SECOND } from '#shared/lib/time.ts';

/** How often a connection is listened to. */
const BEAT = 5 * SECOND;
/** After so many beats without a word it is dead; two questions went unanswered by then. */
const DEAD = 3;

interface Parts {
  /** How much has come over the connection, in messages; null while it is not open. */
  readonly heard: () => number | null;
  /** Asks the host for any answer. */
  readonly ask: () => void;
  /** Gives the connection up and makes another. */
  readonly renew: () => void;
}

/**
 * Notices that nothing comes any more over a connection that nobody closed: a host that hangs, a line that is dead. Where it was
 * silent for a beat the host is asked, and where it stays silent the connection is given up, 20 s after its last word at most. Answers the way to stop.
 */
export function keepHeartbeat({ heard, ask, renew }: Parts): () => void {
  let before: number | null = null;
  let silent = 0;
  const timer = setInterval(() => {
    const now = heard();
    silent = now === null || now !== before ? 0 : silent + 1;
    before = now;
    if (now === null || silent === 0) return;
    if (silent < DEAD) return ask();
    silent = 0;
    renew();
  }, BEAT);
  return () => clearInterval(timer);
}
