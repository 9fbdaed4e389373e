import { z } from 'zod';
import { noteInput } from '#shared/contract/replay-schemas.ts';
import type { Instant } from '#shared/lib/time.ts';

const begun = noteInput.pick({ at: true, mark: true }).extend({ text: z.string() });

/** A note that is written and not pinned yet; `at` is the moment it was begun at, null before that. */
export interface NoteDraft {
  readonly at: Instant | null;
  readonly mark: z.infer<typeof begun>['mark'];
  readonly text: string;
}

export const noNote: NoteDraft = { at: null, mark: 'neutral', text: '' };

/** The note with these words: it belongs to the moment at which it was begun, however far the player has gone since. */
export function noteSaying(note: NoteDraft, text: string, now: Instant): NoteDraft {
  return { ...note, text, at: text === '' ? null : (note.at ?? Math.round(now)) };
}

/** As it is kept; empty where nothing is written. */
export function noteText(note: NoteDraft): string {
  return note.at === null ? '' : JSON.stringify(note);
}

/** The note as it was kept; none where nothing, or nothing legible, was. */
export function readNote(kept: string | null): NoteDraft {
  if (kept === null || kept === '') return noNote;
  try {
    const read = begun.safeParse(JSON.parse(kept));
    return read.success && read.data.text !== '' ? read.data : noNote;
  } catch {
    return noNote;
  }
}
