import { z } from 'zod';

/** What can be wrong with a desk's configuration, worded by the catalogues. */
export const deskFaultCode = z.enum([
  'missing',
  'empty',
  'wrong-type',
  'too-small',
  'too-large',
  'too-long',
  'bad-format',
  'unknown-value',
  'unknown-field',
  'unknown-time-zone',
  'ends-before-it-begins',
  'id-differs',
  'duplicate-id',
  'duplicate-day',
  'duplicate-date',
  'hours-overlap',
  'unknown-group',
  'unknown-queue',
  'unknown-skill',
  'unknown-calendar',
  'has-cases',
  'person-stays',
  'last-administrator',
  'not-json',
  'not-a-desk-file',
  'newer-version',
]);
export type DeskFaultCode = z.infer<typeof deskFaultCode>;

const pathPart = z.union([z.string(), z.number()]);
export type PathPart = z.infer<typeof pathPart>;

/** One thing that is wrong: where, with which item, what, and what the place names (an id, a limit, a count). */
export const deskFault = z.object({ path: z.array(pathPart), item: z.string().nullable(), code: deskFaultCode, about: z.string().nullable() });
export type DeskFault = z.infer<typeof deskFault>;

/** A place as JSON Path writes it: `$.configuration.queues[3].group`. */
export function jsonPath(path: readonly PathPart[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[A-Za-z_]\w*$/.test(part) ? `${text}.${part}` : `${text}[${JSON.stringify(part)}]`;
  }, '$');
}

const custom: ReadonlySet<string> = new Set<DeskFaultCode>(['unknown-time-zone', 'ends-before-it-begins']);

/** The value at a place; undefined where there is none. */
function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((found, part) => (typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined), value);
}

function codeOf(issue: z.core.$ZodIssue, value: unknown): readonly [DeskFaultCode, string | null] {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' ? ['empty', null] : ['too-small', String(Number(issue.minimum) + (issue.inclusive === false ? 1 : 0))];
    case 'too_big':
      return [issue.origin === 'string' || issue.origin === 'array' ? 'too-long' : 'too-large', String(issue.maximum)];
    case 'invalid_value':
      return value === undefined ? ['missing', null] : ['unknown-value', String(value).slice(0, 100)];
    case 'invalid_format':
      return ['bad-format', String(value).slice(0, 100)];
    case 'unrecognized_keys':
      return ['unknown-field', issue.keys.join(', ')];
    case 'custom':
      return custom.has(issue.message) ? [issue.message as DeskFaultCode, null] : ['wrong-type', null];
    default:
      return value === undefined ? ['missing', null] : ['wrong-type', null];
  }
}

/** What a schema found wrong with a value, as faults of the desk. */
export function faultsOf(error: z.ZodError, value: unknown, path: readonly PathPart[], item: string | null): readonly DeskFault[] {
  return error.issues.map((issue) => {
    const [code, about] = codeOf(issue, at(value, issue.path));
    return { path: [...path, ...(issue.path as PathPart[])], item, code, about };
  });
}
