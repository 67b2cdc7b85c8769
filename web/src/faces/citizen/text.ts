import { addWords, type Catalogue } from '../../app/words'

export const zh: Catalogue = {
  home: {
    title: '不动产登记',
    headline: '不动产登记，一次办成',
    lead: '交易、税务、登记一窗受理：一套材料，一次缴清，不用多头跑。',
    searchLabel: '您要办什么，或者要查什么？',
    searchHint: '可以输入事情的名称，例如“买房”“抵押”；也可以输入办件编号、证书号',
    search: '查找',
    matters: '可以办的事',
    found: '找到 {n} 件事',
    none: '没有找到相符的事。换个说法试试，或者看看下面全部可以办的事。',
    minutes: '{n} 分钟办结',
    days: '{n} 个工作日办结',
    guide: '看办事指南',
    whatElse: '查进度、验证照、看公告',
    followTitle: '查办件进度',
    followLead: '现在到哪一步、谁在办、什么时候办好。',
    checkTitle: '核验证书、证明',
    checkLead: '扫二维码、传文件或输证号，看是不是真的、现在还有没有效。',
    announcedTitle: '看登记公告',
    announcedLead: '登记以前公告的事项；有异议的，可以在期满以前提出。',
    followed: '我关注的办件',
    helpTitle: '需要帮忙吗',
    help: '带上身份证和房产证，到任何一个办理点都可以办，工作人员会帮您填写。',
  },
}

export const en: Catalogue = {
  home: {
    title: 'Property registration',
    headline: 'Property registration, done in one go',
    lead: 'Sale, tax and registration at one window: one set of papers, one payment, one visit.',
    searchLabel: 'What would you like to do, or to look up?',
    searchHint:
      'Type what you want to do, such as “home” or “mortgage”, or the number of a filing or certificate',
    search: 'Search',
    matters: 'What can be done here',
    found: '{n} found',
    none: 'Nothing fits. Try other words, or look at everything that can be done below.',
    minutes: 'within {n} minutes',
    days: 'within {n} working day | within {n} working days',
    guide: 'Read the guide',
    whatElse: 'Track, verify, read announcements',
    followTitle: 'Track a filing',
    followLead: 'Where it is, who has it, and when it will be done.',
    checkTitle: 'Verify a certificate',
    checkLead:
      'Scan its code, send the file or type its number: is it genuine, and is it in force?',
    announcedTitle: 'Read the announcements',
    announcedLead: 'What is announced before it is registered; whoever objects may do so in time.',
    followed: 'Filings that I follow',
    helpTitle: 'Do you need help?',
    help: 'Bring your identity card and certificate to any office; the staff will fill in the rest with you.',
  },
}

addWords({ zh, en })
