import { JetStreamApiError } from '@nats-io/jetstream';
import { AuthorizationError, NoRespondersError, PermissionViolationError, RequestError, UserAuthenticationExpiredError } from '@nats-io/nats-core';
import type { EngineState } from '#shared/desk/engine-health.ts';

/** The codes of JetStream's answers that mean something to us. */
const WRONG_LAST_SEQUENCE = [10071, 10164];
const STREAM_NOT_FOUND = 10059;
const NOT_NOW = [503, 504];

const PASSING = [
  'TimeoutError',
  'ClosedConnectionError',
  'ConnectionError',
  'NoRespondersError',
  'JetStreamNotEnabled',
  'JetStreamStatusError',
  'JetStreamError',
];

const causes = function* (fault: unknown): Generator<unknown> {
  for (let cause = fault; cause instanceof Error; cause = cause.cause) yield cause;
};

/** The number that a conditional append met instead of the one expected; null where the fault is another. */
export function lastSequenceMet(fault: unknown): number | null {
  if (!(fault instanceof JetStreamApiError) || !WRONG_LAST_SEQUENCE.includes(fault.code)) return null;
  const met = /wrong last sequence: (\d+)/.exec(fault.message)?.[1];
  return met === undefined ? null : Number(met);
}

export const isStreamMissing = (fault: unknown): boolean => fault instanceof JetStreamApiError && fault.code === STREAM_NOT_FOUND;

/** The subject that the server refused to us, or null. */
export function deniedSubject(fault: unknown): string | null {
  for (const cause of causes(fault)) if (cause instanceof PermissionViolationError) return `${cause.operation} ${cause.subject}`;
  return null;
}

/** Whether trying again may help: nobody answered, or the servers are choosing a leader. */
export function isPassing(fault: unknown): boolean {
  if (fault instanceof JetStreamApiError) return NOT_NOW.includes(fault.status);
  if (fault instanceof NoRespondersError) return true;
  for (const cause of causes(fault)) {
    if (cause instanceof PermissionViolationError) return false;
    if (cause instanceof RequestError) continue;
    if (cause instanceof Error && PASSING.includes(cause.name)) return true;
  }
  return false;
}

/** What a refused connection says of us; null where the server could not be reached at all. */
export function refusedBy(fault: unknown): Extract<EngineState, 'credentials-refused' | 'credentials-expired'> | null {
  for (const cause of causes(fault)) {
    if (cause instanceof UserAuthenticationExpiredError) return 'credentials-expired';
    if (cause instanceof AuthorizationError) return 'credentials-refused';
  }
  return null;
}

/** One line of a fault, with its causes. */
export function faultText(fault: unknown): string {
  const words = [...causes(fault)].map((cause) => (cause as Error).message.replace(/\s+/g, ' ').trim());
  return [...new Set(words)].filter(Boolean).join(': ') || String(fault);
}
