import { abroadNames, banks, givenNames, surnames } from '#electron/wallet/demo/names.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { DAY, HOUR, type Instant } from '#shared/lib/time.ts';
import type { Account, AccountState, KycLevel } from '#shared/wallet/account.ts';

/** A made-up customer with raw values, as only the demo wallet holds them. */
export interface DemoCustomer {
  readonly id: CustomerId;
  readonly name: string;
  readonly latin: string;
  readonly phone: string;
  readonly email: string;
  readonly idNumber: string | null;
  readonly cards: readonly { readonly bank: string; readonly number: string; readonly kind: 'debit' | 'credit'; readonly boundAt: Instant }[];
  readonly state: AccountState;
  readonly kyc: KycLevel;
  readonly language: 'zh-CN' | 'en';
  readonly registeredAt: Instant;
  readonly balance: number;
  readonly devices: Account['devices'];
  readonly riskFlags: Account['riskFlags'];
  readonly contactChangedAt?: Instant;
  /** What actions changed since; none of it before the first. */
  readonly version?: number;
  readonly stateBefore?: AccountState;
  /** Cards and devices that were taken off, by their ids. */
  readonly unbound?: readonly string[];
  readonly raisedDaily?: number;
}

/** How many customers the demo wallet has unless it is told otherwise. */
export const CUSTOMERS = 2_000;

export const pick = <T>(random: () => number, list: readonly T[]): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

const digits = (random: () => number, n: number) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('');

/** Adds ISO/IEC 7812-1's check digit. */
function withLuhn(payload: string): string {
  let sum = 0;
  for (let i = 0; i < payload.length; i++) {
    const d = Number(payload[payload.length - 1 - i]);
    const v = i % 2 === 0 ? d * 2 : d;
    sum += v > 9 ? v - 9 : v;
  }
  return `${payload}${(10 - (sum % 10)) % 10}`;
}

/** A resident id number with a true check character (ISO 7064 MOD 11-2). */
function residentId(random: () => number): string {
  const area = pick(random, ['110101', '310104', '440305', '330106', '510107', '420102', '320505', '610113']);
  const year = 1955 + Math.floor(random() * 50);
  const month = String(1 + Math.floor(random() * 12)).padStart(2, '0');
  const day = String(1 + Math.floor(random() * 28)).padStart(2, '0');
  const head = `${area}${year}${month}${day}${digits(random, 3)}`;
  const sum = [...head].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return `${head}${'10X98765432'[sum % 11]}`;
}

const states: readonly (readonly [number, AccountState])[] = [
  [0.925, 'active'],
  [0.94, 'restricted-in'],
  [0.955, 'restricted-out'],
  [0.967, 'frozen-risk'],
  [0.972, 'frozen-legal'],
  [0.985, 'dormant'],
  [0.992, 'minor-protection'],
  [0.995, 'banned'],
  [1, 'closed'],
];

const levels: readonly (readonly [number, KycLevel])[] = [
  [0.06, 'none'],
  [0.2, 'class-1'],
  [0.65, 'class-2'],
  [1, 'class-3'],
];

const byShare = <T>(random: () => number, shares: readonly (readonly [number, T])[]): T => {
  const at = random();
  const found = shares.find(([upTo]) => at < upTo) ?? shares.at(-1);
  if (!found) throw new Error('no shares');
  return found[1];
};

const models = ['iPhone 17', 'iPhone 15', 'HUAWEI Mate 80', 'HUAWEI nova 15', 'Xiaomi 16', 'OPPO Reno 15', 'vivo X300', 'HONOR 500', 'Galaxy S26'];
const flags: Account['riskFlags'] = ['new-device', 'contact-changed', 'chargeback', 'velocity', 'reported'];

/** Makes the demo wallet's customers; the same generator and moment give the same people. The first is Wang Xiaoming, active and verified. */
export function makeCustomers(random: () => number, now: Instant, count = CUSTOMERS): readonly DemoCustomer[] {
  return Array.from({ length: count }, (_, index) => {
    const first = index === 0;
    const abroad = !first && random() < 0.15;
    const [surname, latinSurname] = first ? ['王', 'Wang'] : pick(random, surnames);
    const [given, latinGiven] = first ? ['小明', 'Xiaoming'] : pick(random, givenNames);
    const name = abroad ? pick(random, abroadNames) : `${surname}${given}`;
    const latin = abroad ? name : `${latinSurname} ${latinGiven}`;
    const kyc = first ? 'class-2' : byShare(random, levels);
    const registeredAt = now - Math.floor((40 + random() * 1500) * DAY);
    const local = latin.toLowerCase().replace(/[^a-z]+/g, '.');
    const customer: DemoCustomer = {
      id: `C${100_001 + index}` as CustomerId,
      name,
      latin,
      phone: abroad ? `+62812${digits(random, 8)}` : `1${pick(random, ['38', '39', '58', '59', '77', '86', '88', '91'])}${digits(random, 8)}`,
      email: `${local}${Math.floor(random() * 1000)}@${pick(random, ['qq.com', '163.com', 'outlook.com', 'example.com'])}`,
      idNumber: kyc === 'none' || abroad ? null : residentId(random),
      cards: Array.from({ length: kyc === 'none' ? 0 : 1 + Math.floor(random() * 3) }, () => {
        const [bank, prefix] = pick(random, banks);
        return {
          bank,
          number: withLuhn(`${prefix}${digits(random, 12)}`),
          kind: random() < 0.8 ? ('debit' as const) : ('credit' as const),
          boundAt: registeredAt + Math.floor(random() * 30 * DAY),
        };
      }),
      state: first ? 'active' : byShare(random, states),
      kyc,
      language: abroad ? 'en' : 'zh-CN',
      registeredAt,
      balance: Math.floor(random() ** 3 * 1_500_000),
      devices: Array.from({ length: 1 + Math.floor(random() * 2) }, (_unused, d) => ({
        id: `${index}-${d}`,
        model: pick(random, models),
        firstSeenAt: registeredAt + Math.floor(random() * Math.min(60 * DAY, now - 5 * DAY - registeredAt)),
        lastSeenAt: now - Math.floor(random() * 5 * DAY),
        trusted: d === 0,
      })),
      riskFlags: !first && random() < 0.06 ? [pick(random, flags)] : [],
    };
    return customer.riskFlags.includes('contact-changed') ? { ...customer, contactChangedAt: now - 30 * HOUR } : customer;
  });
}
