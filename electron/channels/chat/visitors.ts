import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { ChatContext } from '#electron/channels/chat/chat-router.ts';
import type { LiveChatSettings } from '#electron/channels/chat/chat-settings.ts';
import { readCustomerToken, type SaidCustomer, type TokenFault } from '#electron/channels/chat/customer-token.ts';
import { type Claim, readClaim, signClaim } from '#electron/channels/chat/signed-link.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { DAY, SECOND } from '#shared/lib/time.ts';

/** Where a page stands: by itself, or in a frame of another site's page. Each has cookies of its own. */
export type Standing = 'alone' | 'embedded';

/** What somebody says of themselves when they begin. */
export interface Said {
  readonly as?: string | undefined;
  readonly identity?: string | undefined;
}

export type BeginFault = { readonly error: 'bad-link' } | { readonly error: 'bad-identity'; readonly why: TokenFault } | { readonly error: 'identity-needed' };

/** A visitor who may begin: the cookie's value, and whether the thread is another than the one before. */
export interface Begun {
  readonly cookie: string;
  readonly context: ChatContext;
  readonly fresh: boolean;
}

const KEEP = 30 * DAY;

/**
 * Who visitors are: a random secret in a cookie, and behind it, where a link or the wallet's app said so, the customer,
 * signed by this desk. Nothing about visitors is kept here; a restart changes nothing for them.
 *
 * In a frame of another site's page the cookie is a partitioned one (CHIPS): it is sent from frames within that one site
 * alone, so that it survives the blocking of third-party cookies and tells nobody where else the person chats; unlike
 * the frame's storage it stays out of reach of scripts. A browser that refuses it gets a link to the page by itself.
 * It goes with paths of its own: a page by itself and a frame never read each other's.
 */
export class Visitors {
  readonly #linkKey: Uint8Array;
  readonly #settings: LiveChatSettings;
  readonly #clock: Clock;

  /** Links and claims are signed with a key derived from `secret`. */
  constructor(secret: Uint8Array, settings: LiveChatSettings, clock: Clock) {
    this.#linkKey = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), 'chat links', 32));
    this.#settings = settings;
    this.#clock = clock;
  }

  /** The part of a link that says who opens it, good for a day. */
  link(customer: CustomerId, name: string): string {
    return signClaim(this.#linkKey, { customer, name, until: this.#clock() + DAY });
  }

  /** Whose a cookie is; null where it is no visitor's, or a stranger's where none may chat. */
  read(cookie: string | null): ChatContext | null {
    const form = /^([A-Za-z0-9_-]{43})(?:~(.+))?$/.exec(cookie ?? '');
    const secret = form?.[1];
    if (!secret) return null;
    // The claim was checked when the cookie was made; after its day the conversation goes on with the same person.
    const claim = form[2] === undefined ? null : readClaim(this.#linkKey, form[2], 0);
    return claim === null && this.#settings.value.identity?.strangers === false ? null : contextOf(secret, claim);
  }

  /** Lets somebody begin. A stranger whom the app names goes on with their thread; somebody else gets one of their own. */
  async begin({ as, identity }: Said, before: string | null): Promise<Result<Begun, BeginFault>> {
    if (as !== undefined && !readClaim(this.#linkKey, as, this.#clock())) return fail({ error: 'bad-link' });
    const named = identity === undefined ? null : await this.#identify(identity);
    if (named && !named.ok) return fail({ error: 'bad-identity', why: named.error });
    if (as === undefined && named === null && this.#settings.value.identity?.strangers === false) return fail({ error: 'identity-needed' });
    const claim = named === null ? as : this.link(named.value.customer, named.value.name);
    const known = this.read(before);
    const same = named !== null && known !== null && (known.customer === undefined || known.customer === named.value.customer);
    const secret = (same && before?.slice(0, 43)) || randomBytes(32).toString('base64url');
    const cookie = claim === undefined ? secret : `${secret}~${claim}`;
    return ok({ cookie, context: contextOf(secret, claim === undefined ? null : readClaim(this.#linkKey, claim, 0)), fresh: !same });
  }

  async #identify(token: string): Promise<Result<SaidCustomer, TokenFault>> {
    const { identity } = this.#settings.value;
    return identity === null ? fail('issuer') : readCustomerToken(identity, token, this.#clock());
  }
}

function contextOf(secret: string, claim: Claim | null): ChatContext {
  const thread = createHash('sha256').update(secret).digest('hex');
  return claim ? { thread, customer: claim.customer, ...(claim.name === '' ? {} : { contactName: claim.name }) } : { thread };
}

/** The name of the cookie of a page that stands there. */
export const cookieName: Readonly<Record<Standing, string>> = { alone: 'visitor', embedded: 'embedded' };

/** The whole `set-cookie` of a visitor; `secure` where the page came over HTTPS. */
export function setCookie(standing: Standing, value: string, secure: boolean): string {
  const where =
    standing === 'alone' ? `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}` : 'Path=/embedded; HttpOnly; SameSite=None; Secure; Partitioned';
  return `${cookieName[standing]}=${value}; ${where}; Max-Age=${KEEP / SECOND}`;
}
