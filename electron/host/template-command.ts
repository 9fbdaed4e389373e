import { readThread } from '#electron/channels/social-port.ts';
import type { FoundTemplates } from '#electron/desk/templates/template-book.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import { hasTemplates } from '#shared/case/reply-rules.ts';
import { filledTemplate, type TemplateValue, templateFaults, templatePieces } from '#shared/case/reply-template.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { findSensitive, maskText } from '#shared/wallet/find-sensitive.ts';
import type { MaskedText, TokenMark } from '#shared/wallet/tokens.ts';

type Services = Pick<DeskServices, 'hub' | 'templates' | 'vault' | 'email'>;

/** The account by which a case's thread came; null where its channel has no templates, or it came by none. */
async function accountOf({ hub }: Pick<Services, 'hub'>, caseId: CaseId): Promise<string | null> {
  const state = await hub.state(caseId);
  return state && hasTemplates(state.channel) ? (readThread(state.thread)?.account ?? null) : null;
}

/** The templates of a case's account; null where there can be none. */
export async function templatesOf(services: Services, caseId: CaseId): Promise<FoundTemplates | null> {
  const account = await accountOf(services, caseId);
  return account === null ? null : services.templates.of(account);
}

/** Texts one after another, with the marks of each where they are now. */
function joined(parts: readonly MaskedText[]): MaskedText {
  let text = '';
  const marks: TokenMark[] = [];
  for (const part of parts) {
    marks.push(...part.marks.map((mark) => ({ ...mark, at: text.length + mark.at })));
    text += part.text;
  }
  return { text, marks };
}

/**
 * A wish to send a template as the answer that it is: its words are the account's own and not the caller's, its values
 * are masked one by one. Words that hide a number only together with a value are refused, since neither would be masked.
 */
export async function templateCommand(
  services: Services,
  caseId: CaseId,
  { name, language, values, for: other }: Extract<AgentCommand, { readonly type: 'sendTemplate' }>,
): Promise<Result<CaseCommand, Refusal>> {
  const account = await accountOf(services, caseId);
  if (account === null) return fail({ code: 'no-templates' });
  const template = await services.templates.find(account, { name, language });
  if (template === null || template.blocked !== null) return fail({ code: 'template-gone' });
  const given = values.map((value) => value.trim());
  if (given.length !== template.places.length || templateFaults(template, given).some((fault) => fault !== null)) return fail({ code: 'template-values' });
  const alone = new Set([...given, ...[template.header, template.body, template.footer]].flatMap((text) => findSensitive(text).map(({ raw }) => raw)));
  if (findSensitive(filledTemplate(template, given)).some(({ raw }) => !alone.has(raw))) return fail({ code: 'template-values' });
  const own = new Set(services.email.own());
  const masked = await Promise.all(given.map((value) => maskText(value, (kind, raw) => services.vault.put(kind, raw), own)));
  const text = joined(
    templatePieces(template).map((piece) => ('text' in piece ? { text: piece.text, marks: [] } : (masked[piece.place] ?? { text: '', marks: [] }))),
  );
  const filled = template.places.map((place, index): TemplateValue => ({ ...place, text: masked[index]?.text ?? '' }));
  return ok({
    type: 'reply',
    text,
    attachments: [],
    ...(other === undefined ? {} : { for: other }),
    template: { name, language, values: filled },
  });
}
