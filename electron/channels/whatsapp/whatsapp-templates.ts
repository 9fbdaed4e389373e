import { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { checkFault } from '#electron/channels/provider-api.ts';
import type { SocialAnswer } from '#electron/channels/social-port.ts';
import type { WhatsappApi } from '#electron/channels/whatsapp/whatsapp-api.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import { mark, sendContent } from '#electron/channels/whatsapp/whatsapp-send.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** A message that the provider approved beforehand, the only kind that may go out when the window is over. */
export interface WhatsappTemplate {
  readonly name: string;
  /** As the provider writes it: `en_US`, `zh_CN`. */
  readonly language: string;
  readonly category: string;
  /** With its places as `{{1}}` or `{{name}}`. */
  readonly body: string;
  /** The places of the body, in the order their values are given; empty where all is fixed. */
  readonly places: readonly string[];
  readonly header: string;
  readonly footer: string;
}

export interface TemplateRequest {
  readonly clientId: string;
  readonly user: string;
  readonly template: WhatsappTemplate;
  /** One for each place. */
  readonly values: readonly string[];
}

const component = z.object({ type: z.string(), text: z.string().default('') });
const template = z.object({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().default(''),
  components: z.array(z.unknown()).default([]),
});
const page = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ cursors: z.object({ after: z.string() }).partial().optional(), next: z.string().optional() }).optional(),
});

const MOST_PAGES = 20;
const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

function readTemplate(raw: unknown): WhatsappTemplate | null {
  const read = template.safeParse(raw);
  if (!read.success || read.data.status !== 'APPROVED') return null;
  const { name, language, category, components } = read.data;
  const parts = components.flatMap((one) => component.safeParse(one).data ?? []);
  const textOf = (type: string) => parts.find((part) => part.type.toUpperCase() === type)?.text ?? '';
  const body = textOf('BODY');
  const places = [...new Set([...body.matchAll(PLACE)].map(([, place = '']) => place))];
  return { name, language, category, body, places, header: textOf('HEADER'), footer: textOf('FOOTER') };
}

/** The account's approved templates. The next page is asked for by its cursor, not at the address the provider names: the token stays at home. */
export async function listTemplates(api: WhatsappApi): Promise<Result<readonly WhatsappTemplate[], ConnectionFault>> {
  const { wabaId } = api.account;
  if (wabaId === undefined || wabaId === '') return fail({ code: 'refused-credentials', detail: 'the account has no business account id (wabaId)' });
  const found: WhatsappTemplate[] = [];
  let after: string | null = null;
  for (let count = 0; count < MOST_PAGES; count++) {
    const query = new URLSearchParams({ fields: 'name,language,status,category,components', limit: '100', ...(after === null ? {} : { after }) });
    let answered: Awaited<ReturnType<typeof api.call<z.infer<typeof page>>>>;
    try {
      answered = await api.call(`${encodeURIComponent(wabaId)}/message_templates?${query}`, page);
    } catch (cause) {
      return fail({ code: 'unreachable', detail: cause instanceof Error ? cause.message : 'no answer' });
    }
    if (!answered.ok) return fail(checkFault(whatsappReason, answered.error));
    found.push(...answered.value.data.flatMap((one) => readTemplate(one) ?? []));
    after = answered.value.paging?.next === undefined ? null : (answered.value.paging.cursors?.after ?? null);
    if (after === null) break;
  }
  return ok(found);
}

/** WhatsApp's code for another number of values than places. */
const WRONG_COUNT = 132000;

/** Sends an approved template with its places filled. */
export async function sendFilledTemplate(
  api: WhatsappApi,
  { clientId, user, template: { name, language, places }, values }: TemplateRequest,
): Promise<SocialAnswer> {
  if (values.length !== places.length) return { errcode: WRONG_COUNT, errmsg: `${places.length} values are needed` };
  const parameters = values.map((text, index) => {
    const place = places[index] ?? '';
    return { type: 'text', text, ...(/^\d*$/.test(place) ? {} : { parameter_name: place }) };
  });
  const components = parameters.length === 0 ? {} : { components: [{ type: 'body', parameters }] };
  return sendContent(api, user, mark(clientId, 1, 1, user), { type: 'template', template: { name, language: { code: language }, ...components } });
}
