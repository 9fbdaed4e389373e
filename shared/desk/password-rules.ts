import { z } from 'zod';

/** A login as it is kept and compared: without case, width or space around it. */
export function loginOf(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** What may be a login: letters of any script, digits and `. _ @ -`, from 2 to 64. */
export const login = z
  .string()
  .max(200)
  .transform(loginOf)
  .refine((text) => /^[\p{L}\p{N}._@-]{2,64}$/u.test(text), { message: 'bad-login' });

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** A password on its way in; whether it is good enough is told by `passwordFault`. */
export const password = z.string().min(1).max(1_000);

export const passwordFaultCode = z.enum(['too-short', 'too-long', 'is-login', 'too-common', 'unchanged']);
export type PasswordFault = z.infer<typeof passwordFaultCode>;

/** Of twelve signs and more, those that are tried first; shorter ones are refused for their length. */
const common: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '123456789123',
  '1234567891234',
  '12345678910',
  '123456123456',
  '123123123123',
  '112233445566',
  '987654321098',
  '098765432109',
  'abcdefghijkl',
  'abcd12345678',
  'abc123456789',
  'a123456789123',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopas',
  'qwertyuiop[]',
  'qwerty123456',
  'asdfghjkl123',
  '1q2w3e4r5t6y',
  'q1w2e3r4t5y6',
  '1qaz2wsx3edc',
  '1qazxsw23edc',
  'zaq12wsxcde3',
  'passwordpassword',
  'password1234',
  'password12345',
  'password123456',
  'p@ssw0rd1234',
  'passw0rd1234',
  'adminadmin12',
  'admin1234567',
  'admin12345678',
  'administrator',
  'administrator1',
  'letmeinletmein',
  'iloveyou1234',
  'iloveyouiloveyou',
  'welcome12345',
  'welcome123456',
  'changeme1234',
  'changemechangeme',
  'woaini1314520',
  'woaini5201314',
  'woaini123456',
  '520131452013',
  '131452013145',
  'customerservice',
  'walletservice',
]);

/** What makes a password too weak to be taken, or null. */
export function passwordFault(text: string, login: string): PasswordFault | null {
  const plain = text.normalize('NFKC').toLowerCase();
  if ([...text].length < SHORTEST_PASSWORD) return 'too-short';
  if (text.length > LONGEST_PASSWORD) return 'too-long';
  const own = loginOf(login);
  if (own !== '' && plain.replaceAll(own, '').length < 4) return 'is-login';
  // One or two signs over and over are as good as none.
  return common.has(plain) || new Set(plain).size < 4 ? 'too-common' : null;
}
