import type { CommonWords } from '#electron/demo/conversation/script.ts';
import type { Language } from '#shared/lib/localized.ts';

const chinese: CommonWords = {
  'ask-amount': ['{amount}', '{amount}，没错的', '{amount}，你查下'],
  'ask-time': ['{when}', '{when}吧', '记得是{when}'],
  'ask-order': ['{order}', '稍等我找下……{order}', '我看看……{order}'],
  'ask-bank': ['{bank}', '{bank}啊', '刚看了下，{bank}'],
  'ask-screen': ['{screen}', '我截图了，上面写着：{screen}', '页面上就一行字：{screen}'],
  'ask-identity': ['是我本人', '我自己的账户，没错', '本人本人'],
  'ask-device': ['{device}', '{device}，系统应该是最新的', '我看看……{device}'],
  instruct: ['好 我试试', '弄了，还是不行', '嗯嗯 点了', '等下我操作一下', '可以了好像'],
  'ask-more': ['没有了', '没了，谢谢', '暂时没有'],
  closing: ['嗯 再见', '好的', '拜拜'],
  refuse: ['为什么不行', '那我怎么办', '别的客服说可以的'],
  apology: ['没事 你帮我查就行', '道歉有啥用', '嗯'],
  wait: ['好的', '嗯 我等着', '快点啊'],
  answer: ['好的 那我再等等', '哦哦 明白了', '行 到了我再看', '那大概几点能到'],
  greeting: ['你好', '嗯嗯', '在的'],
  other: ['什么意思', '嗯？', '没太看懂', '哦'],
  nudge: ['人呢？', '在吗', '还在吗', '？？', '等了好久了'],
  angry: ['你们就只会说这些吗', '别复制粘贴了行不行', '我要投诉了', '能不能来个懂的人'],
  thanks: ['好的 谢谢你', '谢谢啦', '麻烦你了 谢谢', '解决了 谢谢'],
  grudging: ['行吧', '希望是真的', '那就这样吧'],
  again: ['我刚才不是说了吗，{fact}', '上面写了呀 {fact}', '{fact}！'],
};

const english: CommonWords = {
  'ask-amount': ['{amount}', '{amount}, I am sure', 'Let me see: {amount}'],
  'ask-time': ['{when}', '{when}, I think', 'I believe {when}'],
  'ask-order': ['{order}', 'Let me look… {order}', 'What I see: {order}'],
  'ask-bank': ['{bank}', '{bank}, if you mean that', 'Let me see: {bank}'],
  'ask-screen': ['{screen}', 'It just says: {screen}', 'I made a screenshot, it reads: {screen}'],
  'ask-identity': ['Yes, it is me', 'It is my own account', 'That is me'],
  'ask-device': ['{device}', '{device}, updated last week', 'Wait: {device}'],
  instruct: ['Ok, trying', 'Did that, still the same', 'One second', 'I think it works now', 'Where is that?'],
  'ask-more': ['No, that is all', 'Nothing else, thanks', 'No'],
  closing: ['Bye', 'You too', 'Thanks, bye'],
  refuse: ['Why not?', 'So what am I supposed to do?', 'Your colleague said it can be done'],
  apology: ['It is fine, just help me', 'Sorry does not help me', 'Ok'],
  wait: ['Ok', 'I am waiting', 'Please be quick'],
  answer: ['Ok, I will wait then', 'I see', 'Good to know', 'And when exactly?'],
  greeting: ['Hi', 'Hello', 'Yes, hi'],
  other: ['What does that mean?', 'Sorry?', 'I do not get it', 'Hm'],
  nudge: ['Hello?', 'Are you there?', 'Anybody?', 'Still waiting', 'It has been a while'],
  angry: ['Is that all you can say?', 'Please stop pasting the same text', 'I want to complain', 'Can I talk to somebody who knows?'],
  thanks: ['Thank you', 'Great, thanks a lot', 'That helped, thank you', 'Perfect, thanks'],
  grudging: ['Fine', 'I hope that is true', 'If you say so'],
  again: ['I told you already: {fact}', 'As I wrote, {fact}', '{fact}!'],
};

/** What people say in general, by language. */
export const words: Readonly<Record<Language, CommonWords>> = { 'zh-CN': chinese, en: english };
