import type { CustomerId, Token } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** The wallet could not answer; `unavailable` may be tried again, `unknown-mark` is a page mark that it never gave. */
export type WalletFault = { readonly code: 'unavailable' | 'not-found' | 'bad-answer' | 'unknown-mark'; readonly detail: string };

export interface TransactionPage {
  readonly transactions: readonly Transaction[];
  /** Give it back for the next, older page; null at the end. */
  readonly next: string | null;
}

/** The wallet's core as the console sees it. Personal values come masked. */
export interface WalletConnection {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Customers whose name begins with the words, whose id is the text, or who own the raw phone, e-mail, card or id number exactly; at most `limit`. */
  findCustomers(text: string, limit: number): Promise<Result<readonly CustomerSummary[], WalletFault>>;
  account(customer: CustomerId): Promise<Result<Account, WalletFault>>;
  /** Newest first, from the page mark on (null: the newest). */
  transactions(customer: CustomerId, from: string | null, limit: number): Promise<Result<TransactionPage, WalletFault>>;
  /** Pending or failed transactions with this absolute amount in minor units since a moment, for a stranger who names one. */
  findByAmount(minor: number, since: Instant, limit: number): Promise<Result<readonly Transaction[], WalletFault>>;
}

/** Keeps the raw values behind the tokens of texts. One value has one token. */
export interface Vault {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Answers the value's token, made on first sight. Values are normalised by kind before they are compared. */
  put(kind: SensitiveKind, raw: string): Promise<Token>;
  /** The raw value; the caller has put the reason on record before. Null for an unknown token. */
  reveal(token: Token): Promise<{ readonly kind: SensitiveKind; readonly raw: string } | null>;
  /** The token of an exact value, if it was ever put; nothing is revealed. */
  match(kind: SensitiveKind, raw: string): Promise<Token | null>;
}
