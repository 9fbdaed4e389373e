import { deepStrictEqual } from 'node:assert/strict';
import type { z } from 'zod';
import type { WalletFault } from '#electron/wallet/port.ts';
import type { Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';

/** A wallet does otherwise than the port promises; the message tells what was asked, what was promised and what came. */
export class Differs extends Error {
  override readonly name = 'Differs';
}

const faultText = (fault: WalletFault) => `${fault.code}${fault.code === 'refused' ? ` (${fault.reason})` : ''}: ${fault.detail}`;

/** The value of an answer; throws where there is none. */
export function answered<T>(answer: Result<T, WalletFault>, what: string): T {
  if (!answer.ok) throw new Differs(`${what}: answered ${faultText(answer.error)}`);
  return answer.value;
}

/** Throws unless the answer is this fault. */
export function faulted(answer: Result<unknown, WalletFault>, wanted: string, what: string): void {
  const got = answer.ok ? 'an answer' : answer.error.code === 'refused' ? `refused ${answer.error.reason}` : answer.error.code;
  if (got !== wanted) throw new Differs(`${what}: wanted ${wanted}, got ${got}${answer.ok ? '' : ` (${answer.error.detail})`}`);
}

/** Throws unless it holds. */
export function holds(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Differs(what);
}

/** Throws unless both are the same, naming what is not. */
export function equal(got: unknown, wanted: unknown, what: string): void {
  try {
    deepStrictEqual(got, wanted);
  } catch (cause) {
    throw new Differs(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Throws unless a value has the form of a schema and nothing besides. */
export function formed(schema: z.ZodType, value: unknown, what: string): void {
  const read = schema.safeParse(value);
  if (!read.success) throw new Differs(`${what}: ${read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  if (!sameValue(read.data, value)) throw new Differs(`${what}: has fields that the contract does not have`);
}
