import type { QueueId } from '#shared/lib/ids.ts';

/** Words that tell what a customer comes for; the first that fits rules, so the narrower stand above the wider. */
const words: readonly (readonly [queue: string, pattern: RegExp])[] = [
  ['complaint', /投诉|举报|12363|态度差|乱扣费|建议|\bcomplain|\bcomplaint|\bregulator|\bsuggestion/i],
  [
    'security',
    /不是我(?:付|操作|转)|盗|冻结|诈骗|骗|手机丢|可疑|\bstolen|\bhacked|\bfraud|\bscam|not (?:me|mine)|\bfreeze|\bfrozen|unauthori[sz]ed|don'?t recogni[sz]e/i,
  ],
  ['refund', /退款|退钱|退回|\brefund|money back/i],
  ['top-up', /充值|充钱|top(?:ped|ping)?[ -]?up|\btopup/i],
  ['withdrawal', /提现|取现|取钱|\bwithdraw|cash out|\batm\b/i],
  ['transfer', /转账|转错|汇款|收款人|\btransfer|sent money|send money|\bbeneficiary/i],
  ['promotion', /优惠|红包|券|满减|活动|奖励|抽奖|\bcoupon|\bpromo|\bvoucher|\breward|\bdiscount/i],
  ['identity', /实名|认证|身份证|人脸|\bverif|\bidentity|\bkyc\b|\bpassport/i],
  ['technical', /闪退|打不开|加载|卡住|崩溃|更新之后|\bcrash|\bbug\b|not load|\berror\b|won'?t open|app (?:is|does)/i],
  ['card', /绑卡|解绑|银行卡|信用卡|\bcard\b/i],
  ['payment', /付款|支付|扫码|扣款|扣了|\bpay\b|\bpaid\b|\bpayment|\bcharged|\bdeclined/i],
  ['account', /账户|账号|注册|注销|密码|手机号|\baccount|\bpassword|\bpasscode|sign[ -]?up|log ?in/i],
];

/** The queue that a stranger's first words belong to; the general one when nothing tells. */
export function guessQueue(text: string): QueueId {
  return (words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'general') as QueueId;
}
