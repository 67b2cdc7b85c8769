import { addWords, type Catalogue } from '../../app/words'

export const zh: Catalogue = {
  home: {
    title: '不动产登记',
    lead: '交易、税务、登记一窗受理，一套材料，一次缴清。',
    matters: '办什么',
    minutes: '承诺 {n} 分钟办结',
    guide: '办事指南',
    followTitle: '查办件进度',
    followLead: '用受理通知书上的办件编号和查询码。',
    checkTitle: '核验证书、证明',
    checkLead: '扫二维码、传文件或输证号，看是不是真的、现在还有没有效。',
  },
}

export const en: Catalogue = {
  home: {
    title: 'Property registration',
    lead: 'Sale, tax and registration at one window: one set of papers, one payment.',
    matters: 'What would you like to do',
    minutes: 'Promised within {n} minutes',
    guide: 'Guide',
    followTitle: 'Track a filing',
    followLead: 'With the number and the code on the acceptance notice.',
    checkTitle: 'Verify a certificate',
    checkLead: 'Scan its code, send the file or type its number: is it genuine, and is it in force?',
  },
}

addWords({ zh, en })
