/**
 * Whether a value has the envelope of a log event in the form that practically all have. What is plain here is valid by
 * the schemas of envelope.ts too, which tests hold it to; what is not may still be valid, and only the schemas say why
 * it is not. Every event passes here several times on its way, and the schemas take ten times as long.
 */

type Name =
  | 'id'
  | 'kind'
  | 'about'
  | 'group'
  | 'type'
  | 'at'
  | 'actor'
  | 'causedBy'
  | 'critical'
  | 'body'
  | 'sealed'
  | 'iv'
  | 'data'
  | 'position'
  | 'recordedAt';

type Fields = { readonly [name in Name]?: unknown };

const aboutKinds: ReadonlySet<unknown> = new Set(['case', 'agent', 'incident', 'review', 'desk', 'trail']);
const actorKinds: ReadonlySet<unknown> = new Set(['customer', 'agent', 'supervisor', 'trainer', 'administrator', 'system']);
const GROUP = /^[a-z0-9-]{1,64}$/;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown, most: number): value is string => typeof value === 'string' && value.length > 0 && value.length <= most;
const isWhole = (value: unknown, least: number): value is number => Number.isSafeInteger(value) && (value as number) >= least;

/** Plain as a log event. */
export function isPlainEvent(value: unknown): value is Fields {
  if (!isObject(value)) return false;
  const { about, actor, group, sealed, causedBy, critical } = value;
  return (
    isName(value.id, 64) &&
    isObject(about) &&
    aboutKinds.has(about.kind) &&
    isName(about.id, 64) &&
    typeof group === 'string' &&
    GROUP.test(group) &&
    isName(value.type, 100) &&
    isWhole(value.at, 0) &&
    isObject(actor) &&
    actorKinds.has(actor.kind) &&
    isName(actor.id, 64) &&
    'body' in value &&
    (causedBy === undefined ? !('causedBy' in value) : isName(causedBy, 64)) &&
    (critical === undefined ? !('critical' in value) : typeof critical === 'boolean') &&
    (sealed === undefined ? !('sealed' in value) : isObject(sealed) && typeof sealed.iv === 'string' && typeof sealed.data === 'string')
  );
}

/** Plain as an event with its place in the log. */
export const isPlainRecord = (value: unknown): value is Fields => isPlainEvent(value) && isWhole(value.position, 1) && isWhole(value.recordedAt, 0);
