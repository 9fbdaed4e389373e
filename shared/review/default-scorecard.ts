import type { Question, Scorecard } from '#shared/review/scorecard.ts';

const points = (id: string, zh: string, en: string, weight: number, more: Partial<Question> = {}): Question => ({
  id,
  text: { 'zh-CN': zh, en },
  min: 1,
  max: 5,
  weight,
  critical: false,
  fatal: false,
  optional: false,
  ...more,
});
const yesNo = (id: string, zh: string, en: string, weight: number, more: Partial<Question> = {}): Question =>
  points(id, zh, en, weight, { min: 0, max: 1, ...more });

/** The form that a desk begins with. */
export const defaultScorecard: Scorecard = {
  id: 'service',
  version: 1,
  name: { 'zh-CN': '服务质检表', en: 'Service quality' },
  sections: [
    {
      id: 'contact',
      name: { 'zh-CN': '沟通', en: 'Contact' },
      questions: [
        yesNo('greeting', '开场问候并说明身份', 'Greeted, and said who they are', 5),
        points('understanding', '准确理解客户诉求', 'Understood what the customer needs', 20),
        points('tone', '用语得体、有同理心', 'Tone and language fit the customer', 15),
      ],
    },
    {
      id: 'substance',
      name: { 'zh-CN': '业务', en: 'Substance' },
      questions: [
        yesNo('identity', '涉及账户信息前核实身份', 'Verified identity before talking of the account', 20, { fatal: true, optional: true }),
        points('answer', '答复正确完整', 'The answer was right and complete', 30, { critical: true }),
        yesNo('next', '说明后续步骤与时间', 'Said what comes next, and when', 10, { optional: true }),
      ],
    },
  ],
};
