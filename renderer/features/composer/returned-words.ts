import { type Attachment, MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import { type Addressing, addresseeKey, customerAlone, isCustomerAlone } from '#shared/case/recipients.ts';

/** What goes into a draft again; whom it goes to is left out where it goes to whomever the draft goes. */
export interface Returned {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly addressing?: Addressing | undefined;
}

/** What of a draft is written by somebody. */
type Written = Required<Pick<Returned, 'text' | 'attachments'>> & { readonly addressing: Addressing };

const hasWords = ({ text, attachments }: Written): boolean => text.trim() !== '' || attachments.length > 0;

/** Whether a draft holds anything: words, files, or whom it is to go to. */
export const isFilled = (draft: Written): boolean => hasWords(draft) || !isCustomerAlone(draft.addressing);

const sameList = (one: Addressing[keyof Addressing], other: Addressing[keyof Addressing]): boolean => {
  const keys = (list: typeof one) => (Array.isArray(list) ? list.map(addresseeKey).sort().join('\n') : list);
  return keys(one) === keys(other);
};

const sameAudience = (one: Addressing, other: Addressing): boolean =>
  one.forwards === other.forwards && sameList(one.to, other.to) && sameList(one.cc, other.cc) && sameList(one.bcc, other.bcc);

/**
 * Whether words may come back into a draft. They may not where both are something and go to others: what was meant for
 * a bank would stand in a mail to the customer. Recipients alone, chosen anew for an answer, are those of the words.
 */
export function mayJoin(draft: Written, { text, attachments, addressing }: Returned): boolean {
  if (addressing === undefined || sameAudience(draft.addressing, addressing)) return true;
  const words = { text, attachments, addressing };
  if (draft.addressing.forwards !== addressing.forwards) return !isFilled(draft) || !isFilled(words);
  return !hasWords(draft) || !hasWords(words);
}

/** Puts returned words before what was typed since, so that neither is lost. */
const joined = (returned: string, typed: string) => (typed.trim() === '' ? returned : `${returned}\n${typed}`);

/** A draft with words that came back; those that are in it already, since the ledger gave them back first, are not doubled. Whom they were to go to comes with them, unless somebody chose that anew. */
export const withWords = <D extends Written>(draft: D, { text, attachments, addressing = customerAlone }: Returned): D => ({
  ...draft,
  addressing: isCustomerAlone(draft.addressing) ? addressing : draft.addressing,
  text: text !== '' && draft.text.includes(text) ? draft.text : joined(text, draft.text),
  attachments: [...attachments.filter((file) => !draft.attachments.some(({ blob, name }) => blob === file.blob && name === file.name)), ...draft.attachments],
});

/** What is left of a reply whose words went into a note: a note takes no files, and files stay with whom they were to go to. */
export const withoutText = ({ attachments, addressing }: Written): Written => ({
  text: '',
  attachments,
  addressing: attachments.length > 0 ? addressing : customerAlone,
});

/** The files of a draft that sends another message on: without those of the `former` one, with those of the new as far as there is room. */
export function forwardFiles(
  files: readonly Attachment[],
  former: readonly Attachment[],
  wanted: readonly Attachment[],
): { readonly files: readonly Attachment[]; readonly leftOut: readonly Attachment[] } {
  const own = files.filter((file) => !former.some(({ blob }) => blob === file.blob));
  const all = [...own, ...wanted.filter((file) => !own.some(({ blob }) => blob === file.blob))];
  return { files: all.slice(0, MAX_ATTACHMENTS), leftOut: all.slice(MAX_ATTACHMENTS) };
}
