/** What an agent's message asks of the customer or tells them. */
export type Intent =
  | 'ask-amount'
  | 'ask-time'
  | 'ask-order'
  | 'ask-bank'
  | 'ask-screen'
  | 'ask-identity'
  | 'ask-device'
  | 'instruct'
  | 'ask-more'
  | 'closing'
  | 'refuse'
  | 'apology'
  | 'wait'
  | 'answer'
  | 'greeting'
  | 'other';

/** Words by which an intent is known, in either language; the first that fits names the message. */
const known: readonly (readonly [Intent, RegExp])[] = [
  ['ask-more', /还有(其他|别的|什么).{0,8}(问题|帮|需要)|anything else|something else|other questions/i],
  ['closing', /祝您|再见|感谢您的?(来访|咨询|支持)|满意度|have a (nice|good|great)|goodbye|thank you for (contacting|writing|your patience)|take care/i],
  ['ask-identity', /核实.{0,6}身份|身份证|姓名.{0,4}(是|吗|提供)|本人|verify (your|you)|your (full )?name|date of birth|id (card|number)|identity/i],
  ['ask-screen', /截(个)?图|照片|发(一?张|个)图|screenshot|picture|photo/i],
  ['ask-order', /订单号|单号|流水号|交易号|编号|order (number|no|id)|transaction (number|id)|reference/i],
  ['ask-amount', /多少钱|金额|多少元|how much|what amount|which amount|the amount/i],
  ['ask-bank', /哪(家|个)银行|什么银行|哪张卡|卡号|尾号|which (bank|card)|last four|card number/i],
  ['ask-device', /什么(手机|机型|型号|系统|版本)|版本号|哪个版本|what (phone|device|version)|which (phone|device|version)|app version/i],
  ['ask-time', /什么时候|几点|哪天|大概时间|时间是|when (did|was|were|exactly)|what time|which day/i],
  ['refuse', /无法(为您)?|不能(为您|帮您)|不支持|没有办法|暂时不行|(can ?not|can't|unable to|not possible|not able to)/i],
  [
    'instruct',
    /请您?(先|点击|打开|进入|重新|更新|尝试|重启)|您可以(先|在|点|试)|试(一下|试)|please (open|tap|go to|try|update|restart|log)|could you (try|open|restart)|you can (open|tap|go)/i,
  ],
  [
    'answer',
    /已(经|为您)|预计|到账|退回|会在|小时内|工作日|原因是|是因为|has been|have (traced|sent|started|refunded|found)|will (arrive|be)|within \d|because|it is on its way|business day/i,
  ],
  ['wait', /稍等|请等|帮您(查|看|核)|正在(查|核|为您)|一会|moment|let me (check|look)|one minute|looking into|please wait|hold on/i],
  ['apology', /抱歉|对不起|不好意思|非常理解|sorry|apologi[sz]e|understand how/i],
  ['greeting', /您好|你好|很高兴|^(hi|hello|good (morning|afternoon|evening))\b|how (can|may) i help/i],
];

/** What a message of the agent is above all: a question goes before a promise, a promise before a kindness. */
export function intentOf(text: string): Intent {
  return known.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
