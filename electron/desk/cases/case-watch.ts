import type { CaseFeed } from '#electron/channels/port.ts';
import type { Viewers } from '#electron/desk/cases/viewers.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';

/**
 * Yields one case to one person: the events after a position, then live events, who types, and who else looks.
 * A silent look is told to nobody. Events are never dropped; of typing and viewers only what is newest matters, so they are told as they come.
 */
export async function* watchCase(
  parts: { readonly feed: CaseFeed; readonly viewers: Viewers },
  caseId: CaseId,
  after: Position | 0,
  person: PersonId,
  silent: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<CaseFrame> {
  const frames: CaseFrame[] = [];
  let wake: (() => void) | null = null;
  const push = (frame: CaseFrame) => {
    frames.push(frame);
    wake?.();
    wake = null;
  };
  const rouse = () => {
    wake?.();
    wake = null;
  };
  const others = (people: readonly PersonId[]) => push({ kind: 'viewers', people: people.filter((id) => id !== person) });
  const offViewers = parts.viewers.onChange(caseId, others);
  const close = silent ? () => undefined : parts.viewers.open(caseId, person);
  const offFeed = parts.feed.follow(caseId, after, {
    onEvents: (events) => push({ kind: 'events', events: [...events] }),
    onSignal: (told) => {
      if (told.kind === 'typing' && told.from !== person) push({ kind: 'typing', from: told.from, at: told.at });
    },
  });
  signal?.addEventListener('abort', rouse, { once: true });
  try {
    while (!signal?.aborted) {
      const frame = frames.shift();
      if (frame) {
        yield frame;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    offFeed();
    offViewers();
    close();
    signal?.removeEventListener('abort', rouse);
  }
}
