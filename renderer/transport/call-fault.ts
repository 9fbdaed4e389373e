import { ORPCError } from '@orpc/client';
import { NotGiven } from '#renderer/transport/not-given.ts';
import type { Refusal } from '#shared/case/commands.ts';

/**
 * Why a call did nothing. `unreachable` alone may have done its work all the same, unless it was never given to the
 * connection (`given: false`), and is tried again under the same id.
 */
export type CallFault =
  | { readonly code: 'refused'; readonly refusal: Refusal }
  | { readonly code: 'unreachable'; readonly given: boolean }
  | { readonly code: 'signed-out' | 'not-allowed' | 'not-found' | 'bad-input' | 'unavailable' | 'failed' };

const plain = {
  SIGNED_OUT: 'signed-out',
  NOT_ALLOWED: 'not-allowed',
  NOT_FOUND: 'not-found',
  BAD_INPUT: 'bad-input',
  BAD_REQUEST: 'bad-input',
  UNAVAILABLE: 'unavailable',
} as const;

/** Sorts what a call threw into the faults that the screen words; what is no answer of the host counts as unreachable. */
export function callFault(error: unknown): CallFault {
  if (!(error instanceof ORPCError)) return { code: 'unreachable', given: !(error instanceof NotGiven) };
  const { code, data }: { code: string; data: unknown } = error;
  if (code === 'REFUSED') return { code: 'refused', refusal: data as Refusal };
  return { code: Object.hasOwn(plain, code) ? plain[code as keyof typeof plain] : 'failed' };
}
