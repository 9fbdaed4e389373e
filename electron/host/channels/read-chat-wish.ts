import type { ChatForm, ChatIdentity, ChatSettings } from '#electron/channels/chat/chat-settings.ts';
import { keyOf } from '#electron/channels/chat/customer-token.ts';
import { type ChatFault, type ChatWish, chatForm, chatOrigin, startsAMinute } from '#shared/desk/chat-form.ts';
import type { QueueId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

type Told = (path: string, fault: ChatFault['fault']) => void;

/** The key that is kept goes on where none is typed and the kind is the same. */
const keyIn = ({ kind, key }: NonNullable<ChatWish['identity']>, kept: ChatIdentity | null): string => {
  const typed = key.trim();
  if (typed !== '' || kept?.kind !== kind) return typed;
  return kept.kind === 'hs256' ? kept.secret : kept.pem;
};

function identityIn(wish: ChatWish['identity'], kept: ChatIdentity | null, told: Told): ChatIdentity | null {
  if (wish === null) return null;
  const { kind, strangers } = wish;
  const [issuer, audience] = [wish.issuer.trim(), wish.audience.trim()];
  if (issuer === '') told('identity.issuer', 'missing');
  if (audience === '') told('identity.audience', 'missing');
  const key = keyIn(wish, kept);
  const rules = { issuer, audience, strangers };
  const identity: ChatIdentity = kind === 'hs256' ? { kind, secret: key, ...rules } : { kind, pem: key, ...rules };
  if (key === '') told('identity.key', 'missing');
  else {
    try {
      keyOf(identity);
    } catch {
      told('identity.key', kind === 'hs256' ? 'short-key' : 'bad-key');
    }
  }
  return identity;
}

function formIn(wish: ChatWish['form'], queues: readonly QueueId[], told: Told): ChatForm | null {
  if (wish === null) return null;
  const fields = wish.fields.filter(({ field }, index) => wish.fields.findIndex((one) => one.field === field) === index);
  if (fields.length === 0) told('form.fields', 'missing');
  const asksTopic = fields.some(({ field }) => field === 'topic');
  // Of a topic that is not asked for nobody sees anything.
  const topics = asksTopic ? wish.topics.map(({ queue, name }) => ({ queue, name: { en: name.en.trim(), 'zh-CN': name['zh-CN'].trim() } })) : [];
  if (asksTopic && topics.length === 0) told('form.topics', 'no-topics');
  for (const [index, { queue, name }] of topics.entries()) {
    if (!queues.some((id) => id === queue)) told(`form.topics.${index}.queue`, 'no-queue');
    for (const language of ['en', 'zh-CN'] as const) if (name[language] === '') told(`form.topics.${index}.name.${language}`, 'missing');
  }
  const read = chatForm.safeParse({ fields, topics });
  return read.success ? read.data : null;
}

/** The settings that somebody typed, or everything that is wrong with them; a key that was left empty is taken from those that are kept. */
export function readChatWish(wish: ChatWish, kept: ChatIdentity | null, queues: readonly QueueId[]): Result<ChatSettings, readonly ChatFault[]> {
  const faults: ChatFault[] = [];
  const told: Told = (path, fault) => faults.push({ path, fault });
  const bare = (origin: string) => origin.trim().replace(/\/$/, '');
  const publicOrigin = bare(wish.publicOrigin);
  if (publicOrigin !== '' && !chatOrigin.safeParse(publicOrigin).success) told('publicOrigin', 'bad-form');
  const origins = wish.origins.map(bare);
  for (const [index, origin] of origins.entries()) if (!chatOrigin.safeParse(origin).success) told(`origins.${index}`, origin === '' ? 'missing' : 'bad-form');
  const identity = identityIn(wish.identity, kept, told);
  const form = formIn(wish.form, queues, told);
  if (!startsAMinute.safeParse(wish.startsAMinute).success) told('startsAMinute', 'out-of-range');
  if (faults.length > 0) return fail(faults);
  const { offline, startsAMinute: starts } = wish;
  return ok({ publicOrigin: publicOrigin === '' ? null : publicOrigin, origins: [...new Set(origins)], identity, form, offline, startsAMinute: starts });
}
