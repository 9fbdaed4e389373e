import { z } from 'zod';
import { phoneNumber } from '#shared/contract/schemas.ts';

/** The scheme that the system opens the console by; electron-builder.yml registers it. */
export const CALL_SCHEME = 'wallet-console';

/** A call that a telephone on the same machine tells of; whoever can make a link can tell anything, so it only ever fills in a form. */
export const callLink = z.object({
  /** Who calls, as it was told; null where it is withheld. */
  from: phoneNumber.nullable(),
  to: phoneNumber.nullable(),
  /** The telephone's own id of the call: told again it is the same call. */
  call: z.string().regex(/^[\w.:@-]{1,128}$/),
});
export type CallLink = z.infer<typeof callLink>;

/** More than any telephone has to say. */
const MOST_CHARACTERS = 1_000;

const withheld = /^(?:|anonymous|unknown|withheld|private)$/i;

/** Reads `from`, `to` and `call`, each once at most; null where anything is not as it should be. Other names are let be. */
function readQuery(query: string): CallLink | null {
  const given = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/.exec(pair) ?? [];
    if (given.has(name)) return null;
    try {
      // In a number + is a plus, and never the blank that it is in forms.
      given.set(name, decodeURIComponent(value).trim());
    } catch {
      return null;
    }
  }
  const party = (name: string) => {
    const value = given.get(name) ?? '';
    return withheld.test(value) ? null : value;
  };
  const read = callLink.safeParse({ from: party('from'), to: party('to'), call: given.get('call') });
  return read.success ? read.data : null;
}

// What a shell, a launcher or a log could read otherwise than a URL parser does.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const strange = /[\u0000-\u001f\u007f\\"'<>`]/;

/** The call of an address `wallet-console://call?from=…&to=…&call=…`; null for any other address. */
export function readCallLink(address: string): CallLink | null {
  if (address.length > MOST_CHARACTERS || strange.test(address)) return null;
  // Written out, since no parser of addresses is at hand everywhere: nothing but the host `call` and a query.
  const query = /^wallet-console:\/\/call\/?\?([^#]*)$/i.exec(address)?.[1];
  return query === undefined ? null : readQuery(query);
}

/** What the fragment of a tab's address begins with when it tells of a call. */
const FRAGMENT = '#call?';

/** Whether a fragment means to tell of a call, well or not. */
export const isCallFragment = (hash: string): boolean => hash.startsWith(FRAGMENT);

/** The call of a fragment `#call?from=…&to=…&call=…`; null for any other. */
export function readCallFragment(hash: string): CallLink | null {
  return isCallFragment(hash) && hash.length <= MOST_CHARACTERS && !strange.test(hash) ? readQuery(hash.slice(FRAGMENT.length)) : null;
}
