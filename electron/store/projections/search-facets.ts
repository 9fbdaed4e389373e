/**
 * What is known of a place beside its words, kept as terms of the same index: so that the index itself meets words and
 * conditions, newest first. Their letters are of the private use area, which no word of a text is made of. Only what
 * never changes of a place is a term; the case's own state is read from its row.
 */
const MARK = '\ue000';

/** The index parts terms at ASCII signs and ignores ASCII case; ids have both. A term may stand for several ids: whoever asks looks at the place itself. */
const encoded = (id: string): string => id.replace(/[^0-9A-Za-z\u0080-\uffff]/g, (sign) => `\ue001${sign.charCodeAt(0).toString(36)}`);

/** Written by, or written to, whoever it was of the customers. */
export const CUSTOMER = '@customer';
/** Written by no person. */
export const SYSTEM = '@system';
/** Written to nobody. */
export const NOBODY = '';

export const authorTerm = (author: string): string => `${MARK}f${encoded(author)}`;
export const addresseeTerm = (addressee: string): string => `${MARK}t${encoded(addressee)}`;
export const channelTerm = (channel: string): string => `${MARK}c${encoded(channel)}`;
export const attachmentTerm = `${MARK}a`;
export const amountTerm = `${MARK}m`;
/** A case's opening, and anything else. */
export const openingTerm = `${MARK}o`;
export const entryTerm = `${MARK}e`;
