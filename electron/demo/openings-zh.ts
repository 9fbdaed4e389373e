/** What made-up customers write first, in Chinese, by queue. */
export const openingsZh: Readonly<Record<string, readonly string[]>> = {
  account: [
    '你好，我想换绑手机号，旧号已经停用了',
    '怎么注销账户啊',
    '登录密码忘了，短信也收不到',
    '我改了昵称为什么不显示',
    '年龄没满18能注册吗',
    '手机号被别人注册了怎么办',
  ],
  identity: [
    '实名认证一直审核不通过',
    '身份证拍了好几次都说不清晰',
    '认证要多久啊 昨天就提交了',
    '名字里有生僻字认证失败',
    '为什么非要上传身份证',
    '人脸识别老是失败 烦死了',
  ],
  security: [
    '有一笔不是我付的！！快帮我查',
    '手机丢了，先帮我冻结账户',
    '收到验证码但是我没操作',
    '怀疑账号被盗了',
    '有人冒充你们客服给我打电话',
    '为什么提示我账户有风险',
  ],
  payment: ['付款失败但是钱扣了', '扫码一直转圈付不出去', '同一笔扣了我两次', '买东西提示超出限额', '刚才付款显示处理中，商家说没收到', '为啥手续费收了我3块'],
  'top-up': [
    '我昨天充值200还没到账',
    '在吗 充值500银行扣了钱包没有',
    '工行充值提示失败，钱什么时候退',
    '充值限额是多少',
    '用信用卡能充值吗',
    '充值成功了余额没变',
  ],
  transfer: [
    '转错人了能撤回吗',
    '转账给朋友两个小时了还没到',
    '转账提示对方账户异常',
    '今天转账额度用完了吗怎么查',
    '收款人名字填错了一个字',
    '转账什么时候到账',
  ],
  withdrawal: ['提现到建行三天了还没到', '提现手续费怎么算', '提现失败，说银行卡信息有误', '为什么不能提现', '提现显示处理中很久了', '急用钱 提现能快点吗'],
  refund: ['商家说退款了我没收到', '退款要几天到账', '申请退款被驳回了', '退到哪里去了 原来的卡注销了', '只退了一部分，剩下的呢', '订单取消了钱没退'],
  card: ['绑卡提示预留手机号不一致', '怎么解绑银行卡', '换了新卡号要重新绑吗', '支持哪些银行的卡', '绑卡收不到验证码', '信用卡能绑吗'],
  technical: ['app打开就闪退', '更新之后登不上去了', '二维码刷不出来', '页面一直加载中', '指纹支付用不了了', '通知收不到'],
  general: ['你们客服几点下班', '在吗', '国外能用吗', '汇率是怎么算的', '怎么看账单', '想咨询一下'],
  promotion: ['新人红包怎么没有', '优惠券不能用，明明没过期', '满减活动没给我减', '邀请好友的奖励没到', '抽奖中的券在哪里', '活动规则看不懂'],
  complaint: ['我要投诉，三天了没人管', '客服态度太差', '再不解决我就打12363了', '建议增加语音客服', '上次说24小时回复我，结果呢？', '你们这样是不是乱扣费'],
};

/** What one of them may write a little later. */
export const secondLinesZh: readonly string[] = ['人呢？', '麻烦快一点，谢谢', '订单号要发给你吗', '在线等', '刚截图了，需要的话发你', '好的我等着'];

/** Openings for the queues that the English question set does not cover. */
export const openingsEn: Readonly<Record<string, readonly string[]>> = {
  promotion: [
    'My new user coupon is gone, why?',
    'The 10 off promotion was not applied to my payment',
    'I invited a friend but did not get the reward',
    'The coupon says expired but it should be valid until Sunday',
    'Where do I find the voucher I won?',
  ],
  complaint: [
    'I want to complain, nobody has answered me for three days',
    'Your agent hung up on me yesterday',
    'You promised a reply within 24 hours and I heard nothing',
    'I am going to report this to the regulator',
    'Suggestion: please add a way to call you back',
  ],
};

export const secondLinesEn: readonly string[] = [
  'Hello?',
  'Can someone help please',
  'I can send a screenshot if needed',
  'It is quite urgent',
  'I am waiting here',
];

/** Answers of the desk in finished conversations. */
export const answersZh: readonly string[] = [
  '您好，很高兴为您服务，我马上为您核实。',
  '已经帮您查到了，这笔交易银行已扣款，正在入账，预计今天24点前到账。',
  '给您带来不便非常抱歉，已为您提交查单，结果会第一时间通知您。',
  '您的问题已记录，请问还有其他可以帮您的吗？',
];
export const answersEn: readonly string[] = [
  'Hello, thank you for writing. Let me check this for you.',
  'I found it: the bank has taken the money and it is on its way to your wallet. It should arrive before midnight.',
  'I am sorry for the trouble. I have started a trace and will tell you as soon as there is a result.',
  'Is there anything else I can do for you?',
];
export const thanksZh: readonly string[] = ['好的，谢谢', '明白了', '到账了，谢谢', '嗯嗯', '行吧'];
export const thanksEn: readonly string[] = ['Thank you', 'Ok, got it', 'It arrived, thanks!', 'Fine', 'Great, thanks for the help'];
