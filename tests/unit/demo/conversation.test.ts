import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentWords } from '#electron/demo/conversation/agent-words.ts';
import { type Intent, intentOf } from '#electron/demo/conversation/intents.ts';
import { beginTalk, nudge, respond } from '#electron/demo/conversation/respond.ts';
import { scripts } from '#electron/demo/conversation/scripts.ts';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { openingsZh } from '#electron/demo/openings-zh.ts';
import { seededRandom } from '#shared/lib/random.ts';

const all = [...scripts['zh-CN'], ...scripts.en];
const han = /\p{Script=Han}/u;

describe('The words of simulated customers', () => {
  it('are at least 120 Chinese openings over all queues, eight or more in each, short as people write', () => {
    const texts = Object.values(openingsZh).flat();
    expect(new Set(texts).size).toBeGreaterThanOrEqual(120);
    expect(new Set(texts).size).toBe(texts.length);
    expect(Object.keys(openingsZh).sort()).toEqual(demoDesk.queues.map(({ id }) => id as string).sort());
    for (const [queue, list] of Object.entries(openingsZh)) expect(list.length, queue).toBeGreaterThanOrEqual(8);
    const lengths = texts.map((text) => [...text].length).sort((a, b) => a - b);
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
    expect(median).toBeGreaterThanOrEqual(8);
    expect(median).toBeLessThanOrEqual(18);
  });

  it('are at least 25 two-sided scripts in each language, in that language, over known queues', () => {
    const queues = new Set<string>(demoDesk.queues.map(({ id }) => id));
    for (const language of ['zh-CN', 'en'] as const) {
      expect(scripts[language].length).toBeGreaterThanOrEqual(25);
      for (const { opening, own, queue, facts, language: of } of scripts[language]) {
        expect(of).toBe(language);
        expect(queues.has(queue), queue).toBe(true);
        const said = [...opening, ...Object.values(own).flat(), ...(language === 'en' ? Object.values(facts) : [])];
        for (const text of said) expect(han.test(text), text).toBe(language === 'zh-CN' ? !/^[\d\s.]+$/.test(text) && han.test(text) : false);
      }
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

describe('What an agent’s message is about', () => {
  it.each<[string, Intent]>([
    ['您好，请问涉及的金额是多少？', 'ask-amount'],
    ['请提供一下订单号', 'ask-order'],
    ['是哪家银行的卡呢', 'ask-bank'],
    ['方便发个截图吗', 'ask-screen'],
    ['请问是本人操作吗', 'ask-identity'],
    ['大概是什么时候付的', 'ask-time'],
    ['您用的什么手机', 'ask-device'],
    ['请您先退出重新登录', 'instruct'],
    ['已为您查到，预计两小时内到账', 'answer'],
    ['请稍等，正在为您核实', 'wait'],
    ['给您带来不便非常抱歉', 'apology'],
    ['很遗憾，无法为您撤回', 'refuse'],
    ['还有其他问题吗', 'ask-more'],
    ['感谢您的咨询，祝您生活愉快', 'closing'],
    ['您好', 'greeting'],
    ['嗯', 'other'],
    ['Which amount was it?', 'ask-amount'],
    ['Could you give me the order number?', 'ask-order'],
    ['Which bank is the card from?', 'ask-bank'],
    ['Please send me a screenshot', 'ask-screen'],
    ['I need to verify your identity first', 'ask-identity'],
    ['When did you pay?', 'ask-time'],
    ['Which phone do you use?', 'ask-device'],
    ['Please open settings and log out', 'instruct'],
    ['Your refund will arrive within 2 days', 'answer'],
    ['One moment, let me check', 'wait'],
    ['I am very sorry', 'apology'],
    ['Unfortunately we cannot cancel it', 'refuse'],
    ['Anything else I can help with?', 'ask-more'],
    ['Have a nice day!', 'closing'],
    ['Hi there', 'greeting'],
    ['Hm', 'other'],
  ])('%s', (text, intent) => {
    expect(intentOf(text)).toBe(intent);
  });
});

describe('A talk with a simulated customer', () => {
  it('comes to its end with an agent who greets, asks, looks, answers and asks whether that was all', () => {
    for (const script of all) {
      for (const seed of [1, 2, 3]) {
        const random = seededRandom(seed);
        let talk = beginTalk(script);
        for (const words of agentWords[script.language]) talk = respond(talk, words[seed % words.length] ?? '', random).talk;
        expect(talk.over, `${script.id} ${seed}`).toBe(true);
      }
    }
  });

  it('says what it knows when it is asked, the same each time, and shows that it was asked before', () => {
    for (const script of all) {
      const random = seededRandom(7);
      const asked = script.language === 'en' ? 'Which amount was it?' : '请问金额是多少';
      const first = respond(beginTalk(script), asked, random);
      const second = respond(first.talk, asked, random);
      for (const { lines } of [first, second])
        expect(lines.map(({ text }) => text).join(' '), script.id).toContain(script.own['ask-amount'] ? '' : script.facts.amount);
      expect(second.lines[0]?.text).not.toBe(first.lines[0]?.text);
    }
  });

  it('whatever the agent writes: never says a line twice in a row, keeps its language, waits as a person types, and after its end is silent', () => {
    const said = fc.array(
      fc.oneof(fc.constantFrom(...agentWords.en.flat(), ...agentWords['zh-CN'].flat(), 'Sorry', '抱歉', '请稍等', 'Bye', '再见'), fc.string({ maxLength: 60 })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(fc.nat(all.length - 1), said, fc.nat(), (index, messages, seed) => {
        const script = all[index];
        if (!script) return;
        const random = seededRandom(seed);
        let talk = beginTalk(script);
        for (const message of messages) {
          const { over } = talk;
          const before = talk.said.at(-1);
          const response = message.length % 11 === 10 ? nudge(talk, random) : respond(talk, message, random);
          if (over) expect(response.lines).toEqual([]);
          for (const { text, afterMs } of response.lines) {
            expect(text).not.toBe(before);
            expect(text).not.toMatch(/\{\w+\}/);
            expect(afterMs).toBeGreaterThan(1_000);
            expect(afterMs).toBeLessThan(120_000);
            if (script.language === 'en') expect(han.test(text), text).toBe(false);
          }
          talk = response.talk;
        }
      }),
      { seed: 31, numRuns: 400 },
    );
  });

  it('grows angry when it gets nothing but kind words, and goes when nobody answers at all', () => {
    const random = seededRandom(3);
    const [script] = scripts.en;
    if (!script) throw new Error('there are scripts');
    let talk = beginTalk(script);
    const heard: string[] = [];
    for (let n = 0; n < 6; n++) {
      const response = respond(talk, 'I am very sorry for the inconvenience', random);
      heard.push(...response.lines.map(({ text }) => text));
      talk = response.talk;
    }
    expect(heard.some((text) => /complain|pasting|all you can say|somebody who knows/.test(text))).toBe(true);
    let alone = beginTalk(script);
    for (let n = 0; n < 10 && !alone.over; n++) alone = nudge(alone, random).talk;
    expect(alone.over).toBe(true);
    expect(alone.said.length).toBeLessThan(8);
  });
});
