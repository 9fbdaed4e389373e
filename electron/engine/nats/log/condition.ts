/**
 * The id under which a message is sent on a condition: the same for all who stand on the same sequence of the same
 * subject. Servers before 2.10 in a cluster look at an expected sequence before they agree on the order of messages
 * only, so that of several at the same moment all are taken; but ids they look at when a message is stored. So of those
 * with one condition one is stored, by any server. Not for sequence 0, which all servers look at when they store.
 */
export const conditionId = (subject: string, sequence: number): string => `${subject}@${sequence}`;
