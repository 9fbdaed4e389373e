import { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { checkFault } from '#electron/channels/provider-api.ts';
import type { SocialAnswer, SocialRequest } from '#electron/channels/social-port.ts';
import type { WhatsappApi } from '#electron/channels/whatsapp/whatsapp-api.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import { mark, sendContent } from '#electron/channels/whatsapp/whatsapp-send.ts';
import { placesIn, type ReplyTemplate, type TemplateBlock, type TemplatePlace, type TemplateValue } from '#shared/case/reply-template.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const button = z.object({ type: z.string().default(''), text: z.string().default(''), url: z.string().default('') });
const component = z.object({ type: z.string(), format: z.string().default(''), text: z.string().default(''), buttons: z.array(z.unknown()).default([]) });
type Component = z.infer<typeof component>;
const template = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(32),
  status: z.string(),
  category: z.string().max(64).default(''),
  components: z.array(z.unknown()).default([]),
});
const page = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ cursors: z.object({ after: z.string() }).partial().optional(), next: z.string().optional() }).optional(),
});

const MOST_PAGES = 20;

/** How the platform stands to a template, where it does not let it go out (developers.facebook.com, WhatsApp, template status); the deleted are not listed. */
const standings: Readonly<Record<string, TemplateBlock>> = {
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  LIMIT_EXCEEDED: 'paused',
  DISABLED: 'disabled',
  ARCHIVED: 'disabled',
};

/** Buttons that go out as they were approved. */
const PLAIN_BUTTONS: readonly string[] = ['QUICK_REPLY', 'PHONE_NUMBER', 'VOICE_CALL', 'URL'];
const PLAIN_PARTS: readonly string[] = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'];

/** What of a template this desk does not fill in, so that its platform would refuse it. */
function lackOf(category: string, parts: readonly Component[], buttons: readonly z.infer<typeof button>[]): TemplateBlock | null {
  if (category.toUpperCase() === 'AUTHENTICATION') return 'sign-in-code';
  if (parts.some(({ type }) => !PLAIN_PARTS.includes(type.toUpperCase()))) return 'special-kind';
  const header = parts.find(({ type }) => type.toUpperCase() === 'HEADER');
  if (header !== undefined && !['', 'TEXT'].includes(header.format.toUpperCase())) return 'media-header';
  if (buttons.some(({ url }) => placesIn(url).length > 0)) return 'button-values';
  return buttons.every(({ type }) => PLAIN_BUTTONS.includes(type.toUpperCase())) ? null : 'button-values';
}

function readTemplate(raw: unknown): ReplyTemplate | null {
  const read = template.safeParse(raw);
  if (!read.success) return null;
  const { name, language, status, category, components } = read.data;
  const standing = standings[status.toUpperCase()] ?? null;
  if (standing === null && status.toUpperCase() !== 'APPROVED') return null;
  const parts = components.flatMap((one) => component.safeParse(one).data ?? []);
  const textOf = (type: string) => parts.find((part) => part.type.toUpperCase() === type)?.text ?? '';
  const buttons = parts.flatMap((part) => part.buttons).flatMap((one) => button.safeParse(one).data ?? []);
  const [header, body] = [textOf('HEADER'), textOf('BODY')];
  const places = (part: TemplatePlace['part'], text: string) => placesIn(text).map((place): TemplatePlace => ({ part, name: place }));
  return {
    ...{ name, language, category, header, body, footer: textOf('FOOTER') },
    buttons: buttons.map(({ text }) => text).filter((text) => text !== ''),
    places: [...places('header', header), ...places('body', body)],
    blocked: standing ?? lackOf(category, parts, buttons),
  };
}

/** The account's templates, those that cannot be sent with why. The next page is asked for by its cursor, not at the address the provider names: the token stays at home. Rejects when nobody answered. */
export async function listTemplates(api: WhatsappApi): Promise<Result<readonly ReplyTemplate[], ConnectionFault>> {
  const { wabaId } = api.account;
  if (wabaId === undefined || wabaId === '') return fail({ code: 'not-set-up', detail: 'the account has no business account id (wabaId)' });
  const found: ReplyTemplate[] = [];
  let after: string | null = null;
  for (let count = 0; count < MOST_PAGES; count++) {
    const query = new URLSearchParams({ fields: 'name,language,status,category,components', limit: '100', ...(after === null ? {} : { after }) });
    const answered = await api.call(`${encodeURIComponent(wabaId)}/message_templates?${query}`, page);
    if (!answered.ok) return fail(checkFault(whatsappReason, answered.error));
    found.push(...answered.value.data.flatMap((one) => readTemplate(one) ?? []));
    after = answered.value.paging?.next === undefined ? null : (answered.value.paging.cursors?.after ?? null);
    if (after === null) break;
  }
  return ok(found);
}

/** Sends an approved template with its places filled; whether values and places fit is the platform's to say. */
export async function sendFilledTemplate(
  api: WhatsappApi,
  { clientId, user }: SocialRequest,
  { name, language, values }: NonNullable<SocialRequest['template']>,
): Promise<SocialAnswer> {
  const parameter = ({ name: place, text }: TemplateValue) => ({ type: 'text', text, ...(/^\d+$/.test(place) ? {} : { parameter_name: place }) });
  const components = (['header', 'body'] as const).flatMap((part) => {
    const parameters = values.filter((value) => value.part === part).map(parameter);
    return parameters.length === 0 ? [] : [{ type: part, parameters }];
  });
  const content = { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) };
  return sendContent(api, user, mark(clientId, 1, 1, user), { type: 'template', template: content });
}
