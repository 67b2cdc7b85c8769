import { addWords, type Catalogue } from '../../../app/words'

export const zh: Catalogue = {
  announced: {
    title: '登记公告',
    lead: '下面的事项在记入登记簿以前依法公告。公告期内，任何人有异议都可以提出。',
    region: '行政区',
    count: '正在公告 {n} 件',
    none: '现在没有正在公告的事项。',
    matter: '登记事项',
    unit: '不动产单元号',
    names: '拟登记的权利人',
    what: '用途、面积',
    since: '公告开始',
    until: '公告期满',
    left: '还剩 {span}',
    filing: '办件编号',
    howTitle: '有异议怎么提出',
    how1: '在公告期满以前，带上身份证和说明理由的材料，到任一办理点的窗口。',
    how2: '告诉工作人员办件编号，当场登记异议；这一件随即暂停，查明以后才会继续。',
    how3: '受理异议的登记机构：{authority}。',
  },
}

export const en: Catalogue = {
  announced: {
    title: 'Announcements',
    lead: 'These matters are announced before they are entered in the register. Until then anybody may object.',
    region: 'Region',
    count: '{n} announced now',
    none: 'Nothing is announced now.',
    matter: 'Matter',
    unit: 'Unit code',
    names: 'Who is to be recorded',
    what: 'Use and area',
    since: 'Announced since',
    until: 'Until',
    left: '{span} left',
    filing: 'Filing',
    howTitle: 'How to object',
    how1: 'Before the announcement is over, come to the window of any office with your identity card and whatever shows why.',
    how2: 'Give the number of the filing; the objection is taken at once, and the filing stands still until it has been looked into.',
    how3: 'The authority: {authority}.',
  },
}

addWords({ zh, en })
