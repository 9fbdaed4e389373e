import { type FormEvent, useId, useState } from 'react';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import type { ChatContact, ChatOpening } from '#shared/contract/chat-contract.ts';
import { EMAIL, PHONE } from '#shared/contract/contact-patterns.ts';
import type { Language } from '#shared/lib/localized.ts';

type Field = keyof ChatContact;
type Wanted = { readonly field: Field; readonly required: boolean };

interface Props {
  readonly t: ChatTexts;
  readonly language: Language;
  readonly form: ChatOpening['form'];
  /** Nobody is there: an address is what is asked for. */
  readonly away: boolean;
  readonly action: string;
  readonly busy: boolean;
  /** Whether the words that it is all about are asked for too. */
  readonly withWords?: boolean;
  readonly onDone: (contact: ChatContact, words: string) => void;
}

const awayFields: readonly Wanted[] = [
  { field: 'name', required: false },
  { field: 'email', required: false },
  { field: 'phone', required: false },
];

const inputs = {
  name: { type: 'text', autoComplete: 'name' },
  email: { type: 'email', autoComplete: 'email' },
  phone: { type: 'tel', autoComplete: 'tel' },
} as const;

/** What is wrong with a form as it is filled in, by its field; empty where nothing is. */
function faultsOf(t: ChatTexts, wanted: readonly Wanted[], values: Readonly<Record<string, string>>, away: boolean): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const { field, required } of wanted) {
    const value = values[field]?.trim() ?? '';
    if (value === '') {
      if (required) faults[field] = t.needed;
    } else if (field === 'email' && !EMAIL.test(value)) faults[field] = t.wrongEmail;
    else if (field === 'phone' && !PHONE.test(value)) faults[field] = t.wrongPhone;
  }
  if (away && !values.email?.trim() && !values.phone?.trim()) faults.email = t.addressNeeded;
  return faults;
}

const labelOf = (t: ChatTexts, field: Field): string => (field === 'phone' ? t.phoneNumber : t[field]);

/** What the desk asks of somebody before their first message. */
export function ContactForm({ t, language, form, away, action, busy, withWords = false, onDone }: Props) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const id = useId();
  const wanted: readonly Wanted[] = away ? awayFields : (form?.fields ?? []);
  const set = (field: string) => (value: string) => setValues((all) => ({ ...all, [field]: value }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = { ...faultsOf(t, wanted, values, away), ...(withWords && !values.words?.trim() ? { words: t.needed } : {}) };
    setFaults(found);
    const [first] = Object.keys(found);
    if (first !== undefined) return event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    const given = wanted.flatMap(({ field }) => (values[field]?.trim() ? [[field, values[field].trim()] as const] : []));
    onDone(Object.fromEntries(given) as ChatContact, values.words ?? '');
  };
  const described = (field: string) => ({
    id: `${id}-${field}`,
    ...(faults[field] === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-${field}-fault` }),
  });
  const fault = (field: string) =>
    faults[field] !== undefined && (
      <span id={`${id}-${field}-fault`} className="fault">
        {faults[field]}
      </span>
    );
  return (
    <form className="contact" noValidate onSubmit={submit}>
      {wanted.map(({ field, required }) => (
        <div key={field} className="field">
          <label htmlFor={`${id}-${field}`}>{required ? labelOf(t, field) : fill(t.optional, { name: labelOf(t, field) })}</label>
          {field === 'topic' ? (
            <select name={field} value={values[field] ?? ''} onChange={(event) => set(field)(event.target.value)} {...described(field)}>
              <option value="">{t.topicNone}</option>
              {form?.topics.map(({ queue, name }) => (
                <option key={queue} value={queue}>
                  {name[language]}
                </option>
              ))}
            </select>
          ) : (
            <input
              name={field}
              maxLength={200}
              {...inputs[field]}
              value={values[field] ?? ''}
              onChange={(event) => set(field)(event.target.value)}
              {...described(field)}
            />
          )}
          {fault(field)}
        </div>
      ))}
      {withWords && (
        <div className="field">
          <label htmlFor={`${id}-words`}>{t.words}</label>
          <textarea
            name="words"
            rows={4}
            maxLength={8000}
            value={values.words ?? ''}
            onChange={(event) => set('words')(event.target.value)}
            {...described('words')}
          />
          {fault('words')}
        </div>
      )}
      <button type="submit" className="primary" disabled={busy}>
        {action}
      </button>
    </form>
  );
}
