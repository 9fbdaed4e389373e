import { z } from 'zod';
import { refusal } from '#shared/case/commands.ts';
import { instant } from '#shared/lib/time.ts';

/** Every way a call can be refused; each answers with its stable code, worded by the catalogues. */
export const contractErrors = {
  /** Nobody is signed in to this session. */
  SIGNED_OUT: {},
  /** The person's role does not allow the call. */
  NOT_ALLOWED: {},
  NOT_FOUND: { data: z.object({ what: z.string() }) },
  /** `decide` said no. */
  REFUSED: { data: refusal },
  /** What came in is faulty: where, and what is wrong with it. */
  BAD_INPUT: { data: z.object({ place: z.string(), fault: z.string() }) },
  /** A part the host needs does not answer now; trying again may help. */
  UNAVAILABLE: { data: z.object({ part: z.enum(['engine', 'wallet', 'store', 'vault']) }) },
} as const;

/** Why somebody could not sign in; `until` is when a lock ends. */
export const signInFault = z.object({ code: z.enum(['wrong', 'locked', 'expired', 'must-change', 'inactive', 'not-here']), until: instant.nullable() });
export type SignInRefusal = z.infer<typeof signInFault>;

/** Where and why an attachment was refused. */
export const uploadFault = z.enum(['too-large', 'empty', 'type-not-allowed', 'disguised', 'incomplete', 'too-many']);
export type UploadFault = z.infer<typeof uploadFault>;
