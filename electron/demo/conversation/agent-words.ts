import type { Language } from '#shared/lib/localized.ts';

/** What a simulated colleague writes, step by step: greets and asks, looks, answers, asks whether that was all. */
export const agentWords: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  'zh-CN': [
    ['您好，我来帮您处理，请问订单号方便提供一下吗？', '您好，请问大概是什么时候发生的？', '您好，请问涉及的金额是多少？'],
    ['收到，请稍等，我帮您查一下。', '好的，正在为您核实，请稍等。'],
    ['已为您查到，银行正在处理，预计两小时内到账。', '已为您提交加急，结果会在24小时内通知您。', '原因是系统延迟，已为您补单，请留意到账通知。'],
    ['请问还有其他问题需要帮您吗？', '还有什么可以帮您的吗？'],
  ],
  en: [
    ['Hello, I will help you with that. Could you give me the order number?', 'Hello, when was that exactly?', 'Hello, which amount is it about?'],
    ['Thank you, let me check this for you.', 'One moment please, I am looking into it.'],
    [
      'I found it: the bank is processing it, it will arrive within two hours.',
      'It has been sent to the team; you will have an answer within 24 hours.',
      'The cause is a delay on our side and it has been put right.',
    ],
    ['Is there anything else I can do for you?', 'Anything else I can help with?'],
  ],
};
