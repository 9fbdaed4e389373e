import { ORPCError } from '@orpc/client';
import { useCallback } from 'react';
import { v7 } from 'uuid';
import { useClient } from '#renderer/app/hooks.ts';
import type { DeskChange, DeskRefusal } from '#shared/desk/decide-desk.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import { utf8Length } from '#shared/lib/utf8-length.ts';

/** A larger call would not reach the host in one frame. */
export const MOST_FRAME_BYTES = 1_000_000;

/** What became of a change; `unreachable` may have been made all the same, and can be asked again. */
export type Changed = { readonly ok: true } | { readonly ok: false; readonly refusal: DeskRefusal | { readonly code: 'not-allowed' | 'unreachable' } };

/** The way to change the desk: everything that is given, or nothing. */
export function useChange(): (changes: readonly DeskChange[], how: 'edited' | 'imported' | 'undone') => Promise<Changed> {
  const client = useClient();
  return useCallback(
    async (changes, how) => {
      if (utf8Length(JSON.stringify(changes)) > MOST_FRAME_BYTES) return { ok: false, refusal: { code: 'too-large' } };
      try {
        await client.admin.change({ changes: [...changes], how, commandId: v7() as CommandId });
        return { ok: true };
      } catch (cause) {
        const { code, data }: { code?: string; data?: unknown } = cause instanceof ORPCError ? cause : {};
        if (code === 'DESK_REFUSED') return { ok: false, refusal: data as DeskRefusal };
        return { ok: false, refusal: { code: code === 'NOT_ALLOWED' || code === 'SIGNED_OUT' ? 'not-allowed' : 'unreachable' } };
      }
    },
    [client],
  );
}
