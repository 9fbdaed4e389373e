/** Surnames and given names with their pinyin, for made-up people. */
export const surnames: readonly (readonly [string, string])[] = [
  ['王', 'Wang'], ['李', 'Li'], ['张', 'Zhang'], ['刘', 'Liu'], ['陈', 'Chen'], ['杨', 'Yang'], ['赵', 'Zhao'], ['黄', 'Huang'],
  ['周', 'Zhou'], ['吴', 'Wu'], ['徐', 'Xu'], ['孙', 'Sun'], ['胡', 'Hu'], ['朱', 'Zhu'], ['高', 'Gao'], ['林', 'Lin'],
  ['何', 'He'], ['郭', 'Guo'], ['马', 'Ma'], ['罗', 'Luo'], ['梁', 'Liang'], ['宋', 'Song'], ['郑', 'Zheng'], ['谢', 'Xie'],
  ['韩', 'Han'], ['唐', 'Tang'], ['冯', 'Feng'], ['于', 'Yu'], ['董', 'Dong'], ['萧', 'Xiao'], ['程', 'Cheng'], ['曹', 'Cao'],
];

export const givenNames: readonly (readonly [string, string])[] = [
  ['小明', 'Xiaoming'], ['丽娜', 'Lina'], ['伟', 'Wei'], ['芳', 'Fang'], ['秀英', 'Xiuying'], ['敏', 'Min'], ['静', 'Jing'],
  ['强', 'Qiang'], ['磊', 'Lei'], ['洋', 'Yang'], ['艳', 'Yan'], ['勇', 'Yong'], ['军', 'Jun'], ['杰', 'Jie'], ['娟', 'Juan'],
  ['涛', 'Tao'], ['超', 'Chao'], ['霞', 'Xia'], ['平', 'Ping'], ['刚', 'Gang'], ['桂英', 'Guiying'], ['子涵', 'Zihan'],
  ['浩然', 'Haoran'], ['雨桐', 'Yutong'], ['欣怡', 'Xinyi'], ['梓轩', 'Zixuan'], ['思远', 'Siyuan'], ['佳琪', 'Jiaqi'],
  ['俊熙', 'Junxi'], ['若曦', 'Ruoxi'], ['天宇', 'Tianyu'], ['晓彤', 'Xiaotong'], ['志强', 'Zhiqiang'], ['建国', 'Jianguo'],
];

export const abroadNames: readonly string[] = [
  'Siti Rahma', 'Budi Santoso', 'Dewi Lestari', 'Maria Santos', 'Jose Cruz', 'Anna Kowalska', 'Tom Baker', 'Emily Clark',
  'Nguyen Van An', 'Tran Thi Mai', 'Ahmad Faisal', 'Priya Sharma', 'Kenji Sato', 'Min-ji Park', 'Lucas Martin', 'Sofia Rossi',
  'Daniel Okafor', 'Grace Mwangi', 'Ivan Petrov', 'Olga Ivanova',
];

export const banks: readonly (readonly [string, string])[] = [
  ['工商银行 ICBC', '622202'], ['建设银行 CCB', '621700'], ['农业银行 ABC', '622848'], ['中国银行 BOC', '621660'],
  ['招商银行 CMB', '622588'], ['交通银行 BCM', '622260'], ['邮储银行 PSBC', '622188'], ['浦发银行 SPDB', '621792'],
];

export const merchants: readonly string[] = [
  '美团外卖', '滴滴出行', '京东商城', '瑞幸咖啡', '永辉超市', '中国移动充值', '国家电网', '地铁乘车', '盒马鲜生', '7-Eleven',
  'Starbucks', 'Grab', 'Tokopedia', 'Netflix', 'Steam', '喜茶', '全家便利店', '携程旅行', '中石化加油', '北京燃气',
];
