/** A business's phone number at WhatsApp, over Meta's Cloud API. */
export interface WhatsappAccount {
  readonly id: string;
  readonly name: string;
  readonly phoneNumberId: string;
  readonly accessToken: string;
  /** Of the app; signs what is pushed. */
  readonly appSecret: string;
  /** Chosen by the operator, and typed in at the provider. */
  readonly verifyToken: string;
  /** With the version and without a slash at the end: https://graph.facebook.com/v23.0 */
  readonly apiBase: string;
  /** The business account that owns the templates; without it none are listed. */
  readonly wabaId?: string;
  /** Where files may be fetched from with the token, beside the host of `apiBase`; Meta's own store where it is not told. */
  readonly mediaHosts?: readonly string[];
}

const MEDIA_HOSTS: readonly string[] = ['lookaside.fbsbx.com'];

/** Whether the account's token may be shown to an address: the provider's own hosts alone, and over TLS where the API itself is. */
export function mayHaveToken(account: WhatsappAccount, url: URL): boolean {
  const api = new URL(account.apiBase);
  if (url.username !== '' || url.password !== '') return false;
  if (url.origin === api.origin) return true;
  return url.protocol === 'https:' && url.port === '' && (account.mediaHosts ?? MEDIA_HOSTS).includes(url.hostname);
}
