import type { ChatFrame } from '#shared/contract/channel-schemas.ts';
import type { ChatField, ChatIdentityKind, ChatWish } from '#shared/desk/chat-form.ts';

/** Whether a field is asked for before the first message, and whether it may be left empty. */
export type Asked = 'no' | 'optional' | 'required';

/** A topic under the pen; `key` tells it from the others while it is. */
export interface TypedTopic {
  readonly key: number;
  readonly queue: string;
  readonly en: string;
  readonly 'zh-CN': string;
}

/** The chat's settings as they stand in the form. */
export interface TypedChat {
  readonly publicOrigin: string;
  /** One a line. */
  readonly origins: string;
  readonly identity: ChatIdentityKind | 'none';
  readonly key: string;
  readonly issuer: string;
  readonly audience: string;
  readonly strangers: boolean;
  readonly fields: Readonly<Record<ChatField, Asked>>;
  readonly topics: readonly TypedTopic[];
  readonly offline: ChatWish['offline'];
  readonly startsAMinute: number | string;
}

export const chatFields: readonly ChatField[] = ['name', 'email', 'phone', 'topic'];
const USUAL_STARTS = 60;

/** What is kept, as it is typed; the key is never told, so its place is empty. */
export function typedChat({ publicOrigin, origins, identity, form, offline, startsAMinute, unreadable }: ChatFrame): TypedChat {
  const asked = (field: ChatField): Asked => {
    const found = form?.fields.find((one) => one.field === field);
    return found === undefined ? 'no' : found.required ? 'required' : 'optional';
  };
  return {
    publicOrigin: publicOrigin ?? '',
    origins: origins.join('\n'),
    identity: identity?.kind ?? 'none',
    key: '',
    issuer: identity?.issuer ?? '',
    audience: identity?.audience ?? '',
    strangers: identity?.strangers ?? true,
    fields: { name: asked('name'), email: asked('email'), phone: asked('phone'), topic: asked('topic') },
    topics: (form?.topics ?? []).map(({ queue, name }, key) => ({ key, queue, ...name })),
    offline,
    startsAMinute: unreadable ? USUAL_STARTS : startsAMinute,
  };
}

/** The lines with something in them, by which a fault names its place. */
export const originLines = (typed: string): readonly string[] => typed.split('\n').filter((line) => line.trim() !== '');

/** What is typed as the desk takes it. */
export function chatWishOf(typed: TypedChat): ChatWish {
  const { publicOrigin, origins, identity, key, issuer, audience, strangers, fields, topics, offline, startsAMinute } = typed;
  const asked = chatFields.flatMap((field) => (fields[field] === 'no' ? [] : [{ field, required: fields[field] === 'required' }]));
  return {
    publicOrigin,
    origins: [...originLines(origins)],
    identity: identity === 'none' ? null : { kind: identity, key, issuer, audience, strangers },
    form: asked.length === 0 ? null : { fields: asked, topics: topics.map(({ queue, en, 'zh-CN': zh }) => ({ queue, name: { en, 'zh-CN': zh } })) },
    offline,
    startsAMinute: Number(startsAMinute),
  };
}
