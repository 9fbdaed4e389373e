import type { SensitiveKind } from '#shared/wallet/tokens.ts';

const dots = (n: number) => '*'.repeat(n);

/** A card number: its last four digits (PCI DSS 3.4.1 allows more; the task needs no more). Anything shorter than 12 digits is hidden whole. */
export function maskCard(raw: string): string {
  const digits = raw.replace(/\D/g, '');
  return digits.length < 12 ? dots(8) : `**** ${digits.slice(-4)}`;
}

/** A phone number: first three and last four of a mainland mobile, else the country's or the network's code and the last two. */
export function maskPhone(raw: string): string {
  const digits = raw.replace(/\D/g, '');
  const mobile = /^(?:86)?(1[3-9]\d{9})$/.exec(digits)?.[1];
  if (mobile) return `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
  if (digits.length < 7) return dots(8);
  const abroad = digits.replace(/^00/, '');
  return abroad.startsWith('0') ? `${abroad.slice(0, 4)}******${abroad.slice(-2)}` : `+${abroad.slice(0, 2)}******${abroad.slice(-2)}`;
}

/** A resident id number: first and last character. */
export function maskIdNumber(raw: string): string {
  const compact = raw.replace(/[^0-9a-z]/gi, '');
  return compact.length < 15 ? dots(8) : `${compact.slice(0, 1)}${dots(compact.length - 2)}${compact.slice(-1)}`;
}

/** An e-mail address: first letter and domain; a one-letter name is hidden. */
export function maskEmail(raw: string): string {
  const at = raw.lastIndexOf('@');
  if (at < 1) return dots(8);
  const local = [...raw.slice(0, at)];
  return `${local.length > 1 ? local[0] : '*'}***${raw.slice(at)}`;
}

/** A person's name: its first character; of several words the first letter of each. */
export function maskName(raw: string): string {
  const words = raw.trim().split(/\s+/);
  return words.map((word) => `${[...word][0] ?? '*'}**`).join(' ');
}

/** The masked form of a value of a kind, in whatever width it was written; never longer than needed, never the value itself. */
export function mask(kind: SensitiveKind, raw: string): string {
  const folded = foldWidth(raw);
  switch (kind) {
    case 'card':
      return maskCard(folded);
    case 'phone':
      return maskPhone(folded);
    case 'id-number':
      return maskIdNumber(folded);
    case 'email':
      return maskEmail(folded);
  }
}

/** Full-width digits, letters and signs as their ASCII forms, one UTF-16 unit for one, so that places stay the same. */
export function foldWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (c) => (c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
}

/**
 * The form in which two spellings of one value are equal: digits alone, mainland phones as they are dialled there,
 * numbers of other countries with a plus (else +1 380 013 8000 would be somebody's 13800138000), upper-case ids,
 * lower-case addresses.
 */
export function normalise(kind: SensitiveKind, raw: string): string {
  const folded = foldWidth(raw);
  switch (kind) {
    case 'card':
      return folded.replace(/\D/g, '');
    case 'phone': {
      const digits = folded.replace(/\D/g, '');
      const mobile = /^(?:00)?86(1[3-9]\d{9})$/.exec(digits)?.[1];
      if (mobile) return mobile;
      const abroad = /^[^\d+]*\+/.test(folded) ? digits : /^00(\d+)$/.exec(digits)?.[1];
      if (abroad === undefined) return digits;
      return abroad.startsWith('86') ? `0${abroad.slice(2).replace(/^0/, '')}` : `+${abroad}`;
    }
    case 'id-number':
      return folded.replace(/[^0-9a-z]/gi, '').toUpperCase();
    case 'email':
      return folded.trim().toLowerCase();
  }
}
