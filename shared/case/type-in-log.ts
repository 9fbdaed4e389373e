import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';

/** Of an event what says where it lies. */
export type Decided = { readonly [T in EventType]: { readonly type: T; readonly body: BodyOf<T>; readonly content?: ContentOf<T> } }[EventType];

/**
 * A message of the desk to others than the customer alone lies in the log under a type of its own. A program that knows
 * of no recipients would read it as any answer, and send what was meant for others to the customer, and copies to nobody;
 * of a type that it does not know it sends nothing, and leaves that to one that does. Rejected: a version in the body,
 * for no program asks for one, and a critical mark, which would close the case to older consoles for good.
 */
const ADDRESSED = 'message.addressed';

/** The type under which an event lies in the log. */
export function typeInLog(event: Decided): string {
  if (event.type !== 'message.sent') return event.type;
  return event.body.forwards === undefined && event.content?.recipients === undefined ? event.type : ADDRESSED;
}

/** The type as which an event of the log is read. */
export const typeRead = (type: string): string => (type === ADDRESSED ? 'message.sent' : type);
