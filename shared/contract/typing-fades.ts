import { SECOND } from '#shared/lib/time.ts';

/** How long after their newest sign somebody still counts as typing, in ms; pages tell it every two seconds. */
export const TYPING_FADES = 4 * SECOND;
