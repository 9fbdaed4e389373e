import type { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { Viewers } from '#electron/desk/cases/viewers.ts';
import type { Signal } from '#electron/engine/port.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import type { OpenedCase } from '#shared/case/opened-case.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';

/**
 * Yields one case to one person: the events after a position, or the case as it stands, then live events, who types, and who else looks.
 * A silent look is told to nobody. Events are never dropped; of typing and viewers only what is newest matters, so they are told as they come.
 */
export async function* watchCase(
  parts: { readonly feed: HubFeed; readonly viewers: Viewers },
  caseId: CaseId,
  from: { readonly after: Position | 0 } | { readonly newest: number },
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
  const listener = {
    onOpened: ({ state, earlier }: OpenedCase) => push({ kind: 'opened', state, earlier }),
    onEvents: (events: readonly AnyEvent[]) => push({ kind: 'events', events: [...events] }),
    onSignal: (told: Signal) => {
      if ((told.kind !== 'typing' && told.kind !== 'typed') || told.from === person) return;
      push({ kind: 'typing', from: told.from, at: told.at, ...(told.kind === 'typed' ? { over: true as const } : {}) });
    },
  };
  const offFeed = 'newest' in from ? parts.feed.open(caseId, from.newest, listener) : parts.feed.follow(caseId, from.after, listener);
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
