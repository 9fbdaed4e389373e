import type { TransactionKind, TransactionStatus } from '#shared/wallet/transaction.ts';

/** What kinds of transaction a text speaks of, and how they went in the customer's eyes. */
export interface MentionedMatter {
  readonly kinds: ReadonlySet<string>;
  readonly states: ReadonlySet<'moving' | 'broken' | 'twice'>;
}

const kindWords: readonly (readonly [TransactionKind, RegExp])[] = [
  ['fee', /手续费|服务费|\bfees?\b|service charge/i],
  ['coupon', /优惠券|代金券|[的张]券|红包|奖励|返现|满减|coupon|voucher|promo\b|promotion|bonus|cash ?back|reward/i],
  ['refund', /退[款了的给到回费票]|[没未]退|refund/i],
  [
    'top-up',
    /(?<!游戏|话费|手机|流量)充(?!电|话费)|到钱包|进钱包|(?:钱包|余额)(?:里)?没|\btop(?:ped|ping)?[ -]?ups?\b|\btopped\b|\badd(?:ed)?\b[^.!?]{0,30}(?:wallet|dollars|yuan|\d)|\bput\b[^.!?]{0,20}\bin\b|\bloaded\b|\brecharged?\b|\bdeposit/i,
  ],
  ['withdrawal', /提现|取现|提(?:了|的|到(?=.{0,6}(?:卡|行|银行)))|(?<![A-Za-z])提\d|withdr[ae]w|cash(?:ed)? ?out/i],
  [
    'transfer-in',
    /(?<!没|未|没有|不|还没)收到(?!货|短信|验证码|退款|通知|客服)|给我转|转给我|我收|进账|(?<!not |n't |never |nor )\breceived (?=\d|\$|rp|cny|rmb|a transfer|money|an? unknown)|\bsent me\b|who sent|\bgot\b[^.!?]{0,20} from (?:some|a stranger|an unknown)/i,
  ],
  [
    'transfer-out',
    /转账|转错|转给|转了|转出|转到|转\d|转的|转[一二两三四五六七八九]|汇款|打给|打错|\btransfer(?:red)?\b|\bsent\b|\bsend\b|wrong (?:person|contact|number|guy|recipient|account)/i,
  ],
  [
    'payment',
    /付|支付|扣款|扣了|扣费|扣的|扣我|消费|买|刷了|花了|缴|交的|交了|电费|话费|水费|会员|订阅|打车|那单|坐|\bpaid\b|\bpay(?:ment|ments|ing)?\b|charge|billed|bought|purchase|\btook\b|\bspent\b|subscri|\brides?\b|\bfare\b|receipt|invoice/i,
  ],
];

const MOVING =
  /没到|未到|没有?收到|没看[到见]|没见|还没|到现在|不到账|处理中|在处理|到哪|去哪|没有$|没变|转圈|卡住|什么时候到|啥时候到|怎么这么久|pending|processing|stuck|missing|hasn'?t|haven'?t|isn'?t (?:in|there|here|showing)|not (?:\w+ )?(?:arrived|credited|in\b|received|there|here|showing)|not showing|still (?:not|nothing|waiting|missing)|nothing (?:so far|arrived|yet)|waiting for|where(?:'s| is)|never (?:arrived|came)|no balance|is late/i;
const BROKEN = /失败|没成功|不成功|超时|被拒|关了|关闭|fail|declined|unsuccessful|rejected|timed? ?out/i;
const TWICE = /两次|2次|两遍|两笔|重复|双重|多扣|twice|two (?:times|charges|payments)|2 times|double|duplicate/i;

const movingStatuses: ReadonlySet<string> = new Set<TransactionStatus>(['created', 'pending', 'processing', 'refunding', 'refund-abnormal']);
const brokenStatuses: ReadonlySet<string> = new Set<TransactionStatus>(['failed', 'expired', 'closed', 'reversed', 'refund-failed', 'refund-abnormal']);

/** What the words of a text say of kind and course; of a fee or a coupon nothing else is meant. */
export function mentionedMatter(text: string): MentionedMatter {
  const named = kindWords.filter(([, words]) => words.test(text)).map(([kind]) => kind);
  const sole = named.find((kind) => kind === 'fee' || kind === 'coupon');
  const kinds = new Set<TransactionKind>(sole === undefined ? named : [sole]);
  if (kinds.has('transfer-in')) kinds.delete('transfer-out');
  const states = new Set<'moving' | 'broken' | 'twice'>();
  if (MOVING.test(text)) states.add('moving');
  if (BROKEN.test(text)) states.add('broken');
  if (TWICE.test(text)) states.add('twice');
  return { kinds, states };
}

/** Whether a transaction stands as the words say. */
export function fitsState(states: MentionedMatter['states'], status: string): boolean {
  return (states.has('broken') && brokenStatuses.has(status)) || (states.has('moving') && movingStatuses.has(status));
}

/**
 * Clauses that ask about rules, limits and offers, or speak of what is to come: their amounts are no transaction's.
 * "Refused for the limit" is a complaint and none of them.
 */
const NOT_A_MATTER =
  /(?<!超出|超过|超)(?:限额|额度|上限)(?!了)|最[高多低少]|以[上下内外]|每[天日月]最|满\d+|[送减]\d|立减|活动|便宜|打折|余额(?:只|还|不足|是|有)|欠我|错误码|错误代码|定时|每月\d|会不会|要多少|要不要预约|要预约|[想要准备打算能](?:要|再)?(?:充|转|提|付|开通|开|绑)|怎么(?:充|转|提现|付|开通|开|绑|用|操作)|如何|如果|假如|下周|下个?月|明天|后天|\blimit\b|\bmax(?:imum)?\b|\bminimum\b|per (?:day|month)|\bif i\b|next (?:week|month)|tomorrow|going to (?:send|pay|top|transfer|withdraw)|(?:want|like|need|plan) to (?:top|send|pay|transfer|withdraw|add|buy)|how (?:do|can|could|to|would) (?:i )?(?:top|send|pay|transfer|withdraw|add|link|use)|can i (?:top|send|pay|transfer|withdraw|use|get (?:rp|\$)?\s?[\d,.]+ (?:cash|off))|exchange rate|my balance|what (?:does it|is the|are the) (?:cost|fee)|\bloans?\b|get \d+ off|spend \d+/i;

/** Where a clause of a text ends. */
const CLAUSE_END = /[。！？!?；;\n]+|，|(?<!\d),|,(?!\d)|\.(?!\d)|、/g;

/** The places of a text's clauses that are about no transaction that was. */
export function idleClauses(text: string): readonly { readonly at: number; readonly length: number }[] {
  const found: { at: number; length: number }[] = [];
  let from = 0;
  for (const end of [...[...text.matchAll(CLAUSE_END)].map((match) => match.index + match[0].length), text.length]) {
    if (NOT_A_MATTER.test(text.slice(from, end))) found.push({ at: from, length: end - from });
    from = end;
  }
  return found;
}
