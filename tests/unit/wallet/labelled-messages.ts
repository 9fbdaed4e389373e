import { readFileSync } from 'node:fs';
import type { TransactionId } from '#shared/lib/ids.ts';
import { type MatchedTransaction, matchTransactions } from '#shared/wallet/match-transactions.ts';

interface LabelledMessage {
  readonly part: 'development' | 'held-out';
  readonly customer: string;
  readonly now: string;
  readonly text: string;
  readonly about: readonly string[];
}

interface Listed {
  readonly timeZone: string;
  readonly currency: string;
  readonly cards: readonly { readonly bank: string; readonly masked: string }[];
  readonly transactions: readonly (Omit<MatchedTransaction, 'amount' | 'createdAt' | 'id'> & {
    readonly id: string;
    readonly minor: number;
    readonly createdAt: string;
  })[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../../fixtures/wallet-match/${name}.json`, import.meta.url), 'utf8')) as T;

/** One labelled message with what the matcher made of it. */
export interface Judged extends LabelledMessage {
  readonly found: readonly string[];
}

/** Lets the matcher read every labelled message of a language. */
export function judgeLabelled(language: 'zh' | 'en'): readonly Judged[] {
  const customers = read<Readonly<Record<string, Listed>>>('customers');
  return read<readonly LabelledMessage[]>(language).map((message) => {
    const listed = customers[message.customer];
    if (!listed) throw new Error(`no customer ${message.customer}`);
    const transactions = listed.transactions.map(({ id, minor, createdAt, ...rest }) => ({
      ...rest,
      id: id as TransactionId,
      amount: { minor, currency: listed.currency },
      createdAt: Date.parse(createdAt),
    }));
    const found = matchTransactions([{ text: message.text, at: Date.parse(message.now) }], { ...listed, transactions });
    return { ...message, found: found.map(({ id }) => id) };
  });
}

/** Precision and recall over all pairs of message and transaction, with the counts behind them. */
export function figuresOf(judged: readonly Judged[]): { readonly messages: number; readonly precision: number; readonly recall: number } {
  const told = judged.reduce((sum, { found }) => sum + found.length, 0);
  const meant = judged.reduce((sum, { about }) => sum + about.length, 0);
  const right = judged.reduce((sum, { found, about }) => sum + found.filter((id) => about.includes(id)).length, 0);
  return { messages: judged.length, precision: told === 0 ? 1 : right / told, recall: right / meant };
}
