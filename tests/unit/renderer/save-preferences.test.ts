import { configureStore } from '@reduxjs/toolkit';
import { expect, it } from 'vitest';
import { savePreferences } from '#renderer/app/save-preferences.ts';
import { firstPreferences, preferencesSeen, selectPreferences, sessionSlice } from '#renderer/app/session-slice.ts';
import type { Preferences, SavedSearch } from '#shared/contract/schemas.ts';

const search = (name: string): SavedSearch => ({ name, text: `tag:${name}` });

/** What the host keeps of one person, and windows of theirs. */
function host(kept: Preferences) {
  const desk = { kept, refuses: false };
  const open = () => {
    const store = configureStore({ reducer: { session: sessionSlice.reducer } });
    const client = {
      settings: {
        read: async () => desk.kept,
        save: async (chosen: Preferences) => {
          if (desk.refuses) throw new Error('not kept');
          desk.kept = chosen;
          return {};
        },
      },
    };
    const parts = { client, store } as unknown as Parameters<typeof savePreferences>[0];
    return { store, shown: () => selectPreferences(store.getState()), save: (change: Parameters<typeof savePreferences>[1]) => savePreferences(parts, change) };
  };
  return { desk, open };
}

const add = (name: string) => (kept: Preferences) => ({ searches: [...(kept.searches ?? []), search(name)] });

it('a change takes nothing away that was kept before this window knew of it', async () => {
  const chosen: Preferences = { ...firstPreferences, keys: { send: 'mod+Enter' }, searches: [search('vip')] };
  const { desk, open } = host(chosen);
  const [one, two] = [open(), open()];
  // Nothing but defaults is known here yet.
  expect(await one.save(() => ({ theme: 'dark' }))).toBe(true);
  expect(desk.kept).toEqual({ ...chosen, theme: 'dark' });
  expect(one.shown()).toEqual(desk.kept);
  expect(await two.save(add('loan'))).toBe(true);
  expect(await one.save(add('fraud'))).toBe(true);
  expect(desk.kept).toEqual({ ...chosen, theme: 'dark', searches: [search('vip'), search('loan'), search('fraud')] });
  expect(one.shown()).toEqual(desk.kept);
});

it('changes that follow one another are all kept, and each is shown at once, whatever is read meanwhile', async () => {
  const { desk, open } = host(firstPreferences);
  const { store, shown, save } = open();
  const both = [save(() => ({ theme: 'dark' })), save(add('vip'))];
  expect(shown()).toMatchObject({ theme: 'dark', searches: [search('vip')] });
  store.dispatch(preferencesSeen(firstPreferences));
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(desk.kept).toEqual({ ...firstPreferences, theme: 'dark', searches: [search('vip')] });
  expect(shown()).toEqual(desk.kept);
});

it('what cannot be kept is shown no more', async () => {
  const { desk, open } = host(firstPreferences);
  const { shown, save } = open();
  desk.refuses = true;
  const saving = save(() => ({ theme: 'dark' }));
  expect(shown().theme).toBe('dark');
  expect(await saving).toBe(false);
  expect(shown()).toEqual(firstPreferences);
  desk.refuses = false;
  expect(await save(() => ({ sounds: false }))).toBe(true);
  expect(desk.kept).toEqual({ ...firstPreferences, sounds: false });
});
