/**
 * What of a case was found where it is no message: the name, the subject, both at once (`opening`), or the number of the
 * case; the number of a call; the number of a linked transaction. None of these stands in a bubble of the conversation, so
 * that who reads the hit is told by its name what it is.
 */
export const searchFields = ['name', 'subject', 'opening', 'number', 'phone', 'transaction'] as const;
export type SearchField = (typeof searchFields)[number];
