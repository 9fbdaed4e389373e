import type { SearchVocabulary } from '#shared/desk/search-query.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import { benchPeople, benchQueues, benchTags } from '#tests/bench/store-cases.ts';

const QUERIES = 240;
/** The log of a cache spans about four weeks from its beginning. */
const DAYS = 28;

const named = (ids: readonly string[]) => ids.map((id) => ({ id, name: { en: id, 'zh-CN': id } }));

/** What the operators may name on a desk whose log begins at a moment. */
export const operatorVocabulary = (begin: Instant): SearchVocabulary => ({
  me: benchPeople[7] ?? ('' as PersonId),
  people: named(benchPeople),
  queues: named(benchQueues),
  tags: named(benchTags),
  incidents: [],
  now: begin + DAYS * DAY,
  timeZone: 'Asia/Shanghai',
});

/** Searches with operators as people combine them: alone, two together, beside words, and left out. */
export function operatorQueries(random: () => number, cases: number, begin: Instant): readonly string[] {
  const some = <T>(list: readonly T[]): T | string => list[Math.floor(random() * list.length)] ?? '';
  const day = () => new Date(begin + random() * DAYS * DAY).toISOString().slice(0, 10);
  const operators: readonly (() => string)[] = [
    () => `from:${some(benchPeople)}`,
    () => 'from:me',
    () => 'from:customer',
    () => `from:客户${100_001 + Math.floor(random() * cases)}`,
    () => `to:${some(benchPeople)}`,
    () => `channel:${some(['chat', 'email', 'phone', 'weibo'])}`,
    () => `queue:${some(benchQueues)}`,
    () => `status:${some(['waiting', 'open', 'resolved'])}`,
    () => `tag:${some(benchTags)}`,
    () => `before:${day()}`,
    () => `after:${day()}`,
    () => `customer:C${100_001 + Math.floor(random() * cases)}`,
    () => `tx:T${20 * Math.floor(random() * cases)}`,
    () => `amount:${some(['>200', '>=1000', '<50', '100..200', '200', '>100000'])}`,
    () => 'has:attachment',
    () => '"my card"',
  ];
  const words = ['refund', '退款', 'card', '到账', 'the', '充值', 'transfer', '好', 'top up', '没', 'p', '银行卡'];
  return Array.from({ length: QUERIES }, (_, index) => {
    const operator = () => `${random() < 0.1 ? '-' : ''}${operators[Math.floor(random() * operators.length)]?.() ?? ''}`;
    const parts = [operators[index % operators.length]?.() ?? '', ...(random() < 0.4 ? [operator()] : []), ...(random() < 0.4 ? [some(words)] : [])];
    return parts.join(' ');
  });
}
