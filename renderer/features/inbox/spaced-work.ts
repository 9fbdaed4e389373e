import type { AimingHand } from '#renderer/ui/aiming-hand.ts';
import type { TypingHand } from '#renderer/ui/typing-hand.ts';

/** What is shown is asked for anew at most this often, in ms; rows that keep their places are drawn at once. */
const REFRESH = 250;
/** While somebody types: an answer is a hundred rows for the grid, and a key that comes meanwhile waits for them. */
const REFRESH_TYPING = 1_000;
/** While a pointer moves over the list no row changes its place, but news waits no longer than this for it. */
const HELD_AT_MOST = 800;

interface Hands {
  readonly typing: TypingHand;
  readonly aiming: AimingHand;
}

/** Work at once, then at most every 250 ms, less often while somebody types or aims, and never twice at a time; a wish during the work is granted after it. */
export function spacedWork(work: () => Promise<void>, { typing, aiming }: Hands) {
  let [last, since, busy, wanted, stopped] = [Number.NEGATIVE_INFINITY, 0, false, false, false];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const run = () => {
    const held = Math.min(aiming.aiming(), since + HELD_AT_MOST - performance.now());
    if (held > 0) {
      timer = setTimeout(run, held);
      return;
    }
    timer = null;
    last = performance.now();
    [busy, wanted] = [true, false];
    void work().finally(() => {
      busy = false;
      if (wanted) wish();
    });
  };
  const wish = () => {
    wanted = true;
    if (stopped || busy || timer !== null) return;
    const due = Math.max(0, last + (typing.typing() ? REFRESH_TYPING : REFRESH) - performance.now());
    since = performance.now() + due;
    timer = setTimeout(run, due);
  };
  const stop = () => {
    stopped = true;
    typing.stop();
    aiming.stop();
    if (timer !== null) clearTimeout(timer);
  };
  return { wish, stop };
}
