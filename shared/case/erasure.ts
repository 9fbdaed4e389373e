import { z } from 'zod';

/** Why a person's cases were erased. A list and not words: the record of an erasure holds nothing of the person. */
export const erasureReason = z.enum(['asked', 'law', 'account-closed', 'mistake']);
export type ErasureReason = z.infer<typeof erasureReason>;

/** The most tokens that the record of one case's erasure names; each is 128 random bits and says nothing by itself. */
export const MOST_ERASED_TOKENS = 10_000;
