/** Words by which one bank or merchant is known; in capitals where the word means something else otherwise. */
type Aliases = readonly string[];

/** Banks of the markets this desk serves, with their short names and codes. */
const bankAliases: readonly Aliases[] = [
  ['工商银行', '工行', 'icbc', 'industrial and commercial bank'],
  ['建设银行', '建行', 'ccb', 'china construction bank'],
  ['农业银行', '农行', 'ABC', 'agricultural bank'],
  ['中国银行', '中行', 'boc', 'bank of china'],
  ['招商银行', '招行', 'cmb', 'china merchants'],
  ['交通银行', '交行', 'bcm', 'bocom', 'bank of communications'],
  ['邮储', '邮政储蓄', '邮政银行', 'psbc', 'postal savings'],
  ['浦发', 'spdb'],
  ['中信银行', 'citic'],
  ['民生银行', 'cmbc', 'minsheng'],
  ['光大银行', 'ceb', 'everbright'],
  ['平安银行', 'ping an'],
  ['华夏银行', 'hxb'],
  ['兴业银行', 'cib'],
  ['广发银行', 'cgb'],
  ['汇丰', 'hsbc'],
  ['花旗', 'citi', 'citibank'],
  ['渣打', 'standard chartered'],
  ['恒生', 'hang seng'],
  ['星展', 'dbs'],
  ['华侨银行', 'ocbc'],
  ['大华银行', 'uob'],
  ['bca', 'bank central asia'],
  ['mandiri'],
  ['bni', 'bank negara indonesia'],
  ['bri', 'bank rakyat'],
  ['cimb'],
  ['permata'],
  ['danamon'],
  ['maybank'],
  ['Chase'],
  ['bank of america'],
  ['barclays'],
  ['wells fargo'],
];

/** Merchants whose names differ by language or are shortened; any other is known by the name the wallet has. */
const merchantAliases: readonly Aliases[] = [
  ['美团', 'meituan'],
  ['滴滴', 'didi'],
  ['京东', 'jd.com', 'JD'],
  ['淘宝', 'taobao'],
  ['天猫', 'tmall'],
  ['拼多多', 'pinduoduo'],
  ['苏宁', 'suning'],
  ['唯品会', 'vipshop'],
  ['抖音', 'douyin', 'tiktok'],
  ['瑞幸', 'luckin'],
  ['星巴克', 'starbucks'],
  ['麦当劳', "mcdonald's", 'mcdonalds'],
  ['肯德基', 'kfc'],
  ['喜茶', 'heytea'],
  ['奈雪', 'nayuki'],
  ['永辉', 'yonghui'],
  ['盒马', 'hema', 'freshippo'],
  ['沃尔玛', 'walmart'],
  ['家乐福', 'carrefour'],
  ['山姆', "sam's club"],
  ['全家', 'familymart'],
  ['罗森', 'lawson'],
  ['7-eleven', '7-11', 'seven eleven', '711便利'],
  ['中国移动', '移动充值', 'china mobile'],
  ['中国联通', 'china unicom'],
  ['中国电信', 'china telecom'],
  ['国家电网', '电网', '电费', 'state grid'],
  ['燃气', '煤气'],
  ['地铁', 'metro', 'subway'],
  ['携程', 'ctrip', 'trip.com'],
  ['飞猪', 'fliggy'],
  ['去哪儿', 'qunar'],
  ['12306', '铁路'],
  ['中石化', '加油', 'sinopec'],
  ['中石油', 'petrochina'],
  ['饿了么', 'ele.me'],
  ['高德', 'amap'],
  ['爱奇艺', 'iqiyi'],
  ['腾讯视频', 'tencent video'],
  ['优酷', 'youku'],
  ['哔哩哔哩', 'b站', 'bilibili'],
  ['网飞', '奈飞', 'netflix'],
  ['spotify'],
  ['disney', '迪士尼'],
  ['steam'],
  ['playstation'],
  ['xbox'],
  ['grab', 'grabfood'],
  ['gojek', 'gofood'],
  ['uber'],
  ['lazada'],
  ['shopee', '虾皮'],
  ['tokopedia'],
  ['bukalapak'],
  ['amazon', '亚马逊'],
  ['ebay'],
  ['ikea', '宜家'],
  ['zara'],
  ['uniqlo', '优衣库'],
  ['airbnb'],
  ['booking.com'],
  ['agoda'],
  ['apple store', '苹果商店', 'app store'],
  ['google play'],
  ['Target'],
  ['costco', '开市客'],
];

/** Ends of Chinese shop names that people leave out. */
const SHOP_END = /(?:外卖|商城|出行|咖啡|超市|旅行|便利店|鲜生|加油|充值|乘车|有限公司|官方旗舰店|旗舰店)$/;

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A word as it may stand in a text: whole where it is written in Latin letters; with capitals as they are told, else in any case. */
function standing(word: string): RegExp {
  const latin = /^[\x20-\x7e]+$/.test(word);
  return new RegExp(latin ? `(?<![A-Za-z0-9])${escaped(word)}(?![A-Za-z0-9])` : escaped(word), latin && /[A-Z]/.test(word) ? '' : 'i');
}

/** What the names of one bank or merchant in a text lead back to. */
export interface NamedParty {
  readonly kind: 'bank' | 'merchant';
  /** Its first alias. */
  readonly key: string;
}

const known: readonly (NamedParty & { readonly words: readonly RegExp[] })[] = [
  ...bankAliases.map((aliases) => ({ kind: 'bank' as const, key: aliases[0] ?? '', words: aliases.map(standing) })),
  ...merchantAliases.map((aliases) => ({ kind: 'merchant' as const, key: aliases[0] ?? '', words: aliases.map(standing) })),
];

/** The banks and merchants of a text whose names are known. */
export function namedParties(text: string): readonly NamedParty[] {
  return known.filter(({ words }) => words.some((word) => word.test(text))).map(({ kind, key }) => ({ kind, key }));
}

/** A bank's shortest name in a language, by its key: 工行, ICBC; as the other language has it where it has none. */
export function bankName(key: string, language: 'zh-CN' | 'en'): string {
  const aliases = bankAliases.find(([first]) => first === key) ?? [key];
  const latin = (word: string) => /^[\x20-\x7e]+$/.test(word);
  const found = aliases.find((word) => latin(word) === (language === 'en')) ?? aliases[0] ?? key;
  return /^[a-z]{2,5}$/.test(found) ? found.toUpperCase() : found.replace(/(?<![A-Za-z])[a-z]/g, (letter) => letter.toUpperCase());
}

const WHO = '(?:先生|女士|小姐|某|总|老师|师傅|哥|姐|阿姨|叔)';

/** A counterparty as the wallet shows it, with the names by which it may be told. */
export interface Counterparty {
  readonly isBank: boolean;
  /** Whether a text, in which these parties were found, names it: a bank or merchant by any known name, a masked person (王**) by the surname. */
  readonly namedIn: (text: string, parties: readonly NamedParty[]) => boolean;
}

/** How a counterparty may be told; to be asked once for each. */
export function counterpartyNames(counterparty: string): Counterparty {
  const person = /^(.)\*+$/u.exec(counterparty)?.[1];
  if (person !== undefined) {
    const word = escaped(person);
    const told = /[A-Z]/i.test(person)
      ? new RegExp(`\\b(?:called|named|to|from|by|is) ${word}\\b|(?:姓|给|叫)\\s?${word}(?![A-Za-z])`)
      : new RegExp(`姓${word}|${word}${WHO}`);
    return { isBank: false, namedIn: (text) => told.test(text) };
  }
  const own = namedParties(counterparty);
  const keys = new Set(own.map(({ key }) => key));
  if (keys.size > 0) return { isBank: own.some(({ kind }) => kind === 'bank'), namedIn: (_, parties) => parties.some(({ key }) => keys.has(key)) };
  const names = [counterparty, counterparty.replace(SHOP_END, '')].filter((name) => [...name].length >= 2).map((name) => standing(name.toLowerCase()));
  return { isBank: false, namedIn: (text) => names.some((name) => name.test(text)) };
}

const NOT_A_PARTY =
  /^(?:i|it|the|my|your|this|that|today|yesterday|last|wallet|bank|china|someone|somebody|you|he|she|we|they|top|card|nov\w*|oct\w*|sep\w*|dec\w*|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|hi|hello|please|why|what)$/i;

/** A merchant of which only its place in an English sentence tells: "Foo charged me", "paid at Foo". */
export function strangeMerchants(text: string): readonly string[] {
  const names = [
    ...text.matchAll(
      /\b([A-Z][A-Za-z'’]+) (?:charged|billed|took)\b|\b(?:paid|bought|charged|purchase|order|refund)\b[^.!?]{0,30}? (?:at|on|by|from|to) ([A-Z][A-Za-z'’]+)/g,
    ),
  ];
  return names.map((match) => match[1] ?? match[2] ?? '').filter((name) => !NOT_A_PARTY.test(name) && namedParties(name).length === 0);
}
