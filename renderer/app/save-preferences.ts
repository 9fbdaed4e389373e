import { safe } from '@orpc/client';
import { preferencesSeen, type SessionSlice, selectPreferences } from '#renderer/app/session-slice.ts';
import type { DeskClient } from '#renderer/features/case-actions/perform.ts';
import type { Preferences } from '#shared/contract/schemas.ts';

/** What a person changes of what they chose before, whichever of their windows did that. */
export type PreferenceChange = (kept: Preferences) => Partial<Preferences>;

interface Parts {
  readonly client: { readonly settings: Pick<DeskClient['settings'], 'read' | 'save'> };
  readonly store: { readonly getState: () => { readonly session: SessionSlice }; readonly dispatch: (action: ReturnType<typeof preferencesSeen>) => unknown };
}

/** A window's changes go one after another. */
interface Line {
  readonly end: Promise<unknown>;
  readonly newest: object;
}
const lines = new WeakMap<object, Line>();

/**
 * Shows a change at once and makes it to what the host keeps, which is asked for first: what this window shows may be older
 * than what another one kept since, or nothing but defaults yet. Answers whether it is kept; what is not is shown no more.
 */
export async function savePreferences({ client, store }: Parts, change: PreferenceChange): Promise<boolean> {
  const before = selectPreferences(store.getState());
  const shown = { ...before, ...change(before) };
  store.dispatch(preferencesSeen(shown));
  const keeping = (lines.get(client)?.end ?? Promise.resolve()).then(async () => {
    const kept = await client.settings.read();
    const next = { ...kept, ...change(kept) };
    await client.settings.save(next);
    return next;
  });
  lines.set(client, { end: keeping.catch(() => undefined), newest: shown });
  const [error, kept] = await safe(keeping);
  if (error && selectPreferences(store.getState()) === shown) store.dispatch(preferencesSeen(before));
  // A later change shows more than was kept by this one.
  if (!error && lines.get(client)?.newest === shown) store.dispatch(preferencesSeen(kept));
  return error === null;
}
