import { z } from 'zod';

/** Where a value stands that is filled in: `1` or a name, in the head or in the body. */
export const templatePlace = z.object({ part: z.enum(['header', 'body']), name: z.string().min(1).max(64) });
export type TemplatePlace = z.infer<typeof templatePlace>;

/** Why a template cannot be sent from here: how its platform stands to it, or a part that this console does not fill. */
export const templateBlock = z.enum(['pending', 'rejected', 'paused', 'disabled', 'media-header', 'button-values', 'sign-in-code', 'special-kind']);
export type TemplateBlock = z.infer<typeof templateBlock>;

/** A message that a platform approved beforehand, the only kind that may go out when a customer's window is over. */
export const replyTemplate = z.object({
  name: z.string().min(1).max(512),
  /** As the platform writes it: `en_US`, `zh_CN`. */
  language: z.string().min(1).max(32),
  category: z.string().max(64),
  /** With its places as `{{1}}` or `{{name}}`. */
  header: z.string(),
  body: z.string(),
  footer: z.string(),
  /** What its buttons say. */
  buttons: z.array(z.string()),
  /** Each place once, those of the head first, in the order their values are given. */
  places: z.array(templatePlace),
  /** Null: it can be sent. */
  blocked: templateBlock.nullable(),
});
export type ReplyTemplate = z.infer<typeof replyTemplate>;

/** What is on record of a template that was sent, beside its text: enough to send it, or send it again. */
export const sentTemplate = z.object({ name: replyTemplate.shape.name, language: replyTemplate.shape.language });
export type SentTemplate = z.infer<typeof sentTemplate>;

/** A value as it goes out: masked, as the case's texts are. */
export const templateValue = templatePlace.extend({ text: z.string().min(1).max(1_024) });
export type TemplateValue = z.infer<typeof templateValue>;

/** Most characters of a filled head and a filled body (developers.facebook.com, WhatsApp, template components). */
export const MOST_IN: Readonly<Record<TemplatePlace['part'], number>> = { header: 60, body: 1_024 };

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

/** The names of a text's places, each once, in order. */
export function placesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name))];
}

/** A piece of a filled text: words of the template, or the value of a place by its index among the places. */
export type TemplatePiece = { readonly text: string } | { readonly place: number };

const piecesOf = (template: ReplyTemplate, part: TemplatePlace['part']): readonly TemplatePiece[] => {
  const text = template[part];
  const pieces: TemplatePiece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACE)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ place: template.places.findIndex((place) => place.part === part && place.name === match[1]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
};

/** The text that the customer reads, in pieces: head, body and foot with an empty line between. */
export function templatePieces(template: ReplyTemplate): readonly TemplatePiece[] {
  const parts = [piecesOf(template, 'header'), piecesOf(template, 'body'), template.footer === '' ? [] : [{ text: template.footer }]];
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : [{ text: '\n\n' }, ...part]));
}

const filled = (pieces: readonly TemplatePiece[], valueAt: (place: number) => string): string =>
  pieces.map((piece) => ('text' in piece ? piece.text : valueAt(piece.place))).join('');

/** The text with values in their places; a place without one is what `empty` says. */
export function filledTemplate(template: ReplyTemplate, values: readonly string[], empty: (place: TemplatePlace) => string = () => ''): string {
  return filled(templatePieces(template), (index) => {
    const place = template.places[index];
    const value = values[index] ?? '';
    return value === '' && place !== undefined ? empty(place) : value;
  });
}

/** What is wrong with a value; the platform takes no line breaks in one, nor more than four spaces in a row. */
export type TemplateValueFault = 'missing' | 'line-break' | 'spaces' | 'too-long';

/** What is wrong with each value, by index of its place; null where nothing is. `too-long` where its part is too long with it. */
export function templateFaults(template: ReplyTemplate, values: readonly string[]): readonly (TemplateValueFault | null)[] {
  const lengthOf = (part: TemplatePlace['part']) => filled(piecesOf(template, part), (index) => values[index] ?? '').length;
  return template.places.map(({ part }, index) => {
    const value = values[index] ?? '';
    if (value.trim() === '') return 'missing';
    if (/[\n\r\t]/.test(value)) return 'line-break';
    if (/ {5}/.test(value)) return 'spaces';
    return lengthOf(part) > MOST_IN[part] ? 'too-long' : null;
  });
}
