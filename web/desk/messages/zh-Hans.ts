/**
 * The desk in Simplified Chinese.
 *
 * @module
 */
import type { Messages } from './en.ts';
import { zhHansErrors } from './zh-Hans.errors.ts';

export const zhHans: Messages = {
  languageName: '简体中文',
  language: '语言',
  title: 'Witnessbox 工作台',
  demonstration: '演示。这里的密钥是在本机生成的，仅供试用。请勿邀请任何人在此作证。',
  fingerprint: '指纹',
  fingerprintHint: '请向保管人念出来核对：来信者看到的页面上应当显示同样的指纹。',
  keys: (epoch, day) => `第 ${epoch} 期，密钥有效至 ${day}`,
  keysEnding: (days) =>
    days === 0
      ? '本组织的密钥今天到期。在保管人签署下一期之前，明天起门户将不再接收证言。'
      : `本组织的密钥将在 ${days} 天后到期。请向保管人要下一期密钥，否则门户将不再接收证言。`,
  keysEnded: '本组织的密钥已到期，门户不再接收证言。请向保管人要下一期密钥。',
  noPortal: '尚未设置门户地址，无法取信。请停止工作台，再用 --portal 加上地址重新启动。',
  portal: '门户',

  sync: '同步',
  syncHint: '取回所有新内容，并投放等待发出的回复。',
  syncing: (done, total) => (total === 0 ? '正在同步…' : `正在同步：${done} / ${total}`),
  syncDone: (report) => {
    const parts = [report.fetched === 0 ? '没有新内容' : `取回 ${report.fetched} 份提交`];
    if (report.followUps > 0) parts.push(`${report.followUps} 份补充`);
    if (report.unreadable > 0) parts.push(`${report.unreadable} 份无法打开`);
    if (report.placed > 0) parts.push(`为来信者投放 ${report.placed} 条信息`);
    return `${parts.join('，')}。`;
  },
  syncFailed: '同步中断。没有丢失任何内容，请重试。',

  cases: '案件',
  caseCount: (n) => `${n} 个案件`,
  loading: '正在打开…',
  noCases: '还没有案件',
  noCasesHint: '请按「同步」取回门户上的内容。一切都在本机上解密。',
  chooseCase: '请选择一个案件',
  chooseCaseHint: '用方向键或 j、k 在列表中移动，按回车键打开。',
  back: '全部案件',
  files: (n) => `${n} 个文件`,
  followUps: (n) => `${n} 份补充`,
  replies: (n) => `${n} 份回复`,
  unknownLanguage: '语言不明',
  nothingToRead: '没有文字',

  testimony: '证言',
  followUp: '来信者的补充',
  acknowledgement: '收讫通知',
  reply: '回复',
  received: (day) => `收到于 ${day}`,
  written: (day) => `写于 ${day}`,
  queued: '等待下次同步发出',
  placed: '已投放到门户',
  caseId: '案件编号',
  contactYes: '来信者同意我们回信询问。',
  contactNo: '来信者不希望我们回信询问。',
  saysContactYes: '此处表示：同意我们回信询问。',
  saysContactNo: '此处表示：不同意我们回信询问。',
  consentUnchanged: '此处没有改动先前的同意。',
  foreignConsent: '无从得知这个人同意了什么。请阅读对方发来的内容。',
  foreignNoText: '这不是可以在此显示的短文字。请看下面的文件。',
  foreignName: '名称由本程序所起',
  uses: '来信者允许的用途',
  useYes: '同意',
  useNo: '不同意',
  useUnasked: '发来的内容里写着同意，但没有知情说明问过这一项，不能视为同意。',
  noticeRead: '此前读过的知情说明：版本',
  noticeNone: '没有附知情说明。',
  noticeUnknown:
    '这里没有本组织签署过的这份知情说明，无法确定对方同意了什么。在依据“同意”行事之前，请先询问。',
  deletionAsked: (day) =>
    `来信者要求删除全部内容。${day} 的补充这样写，并已证实出自其本人。系统不会自动删除：请您决定、处理并答复。`,
  deletionAskedShort: '要求删除',
  asksDeletion: '此处要求删除全部内容。',
  formMissing: '这里没有对方所填的表格，因此以编号代替问题。',
  misfit: '与表格不符，按原样显示：',
  tooManyRows: '条目数超出表格的规定。',
  notInForm: '表格中没有的内容',
  saidOfFile: '来信者对这份文件的说明',
  noAnswers: '其中没有文字答复。',
  thread: '往来内容',

  evidence: '证据',
  noEvidence: '本案没有附带文件。',
  evidenceCaution:
    '陌生人发来的文件可能损害打开它的电脑，也可能让他人得知文件已被打开。请在专用的、离线的电脑上打开。',
  declaredType: '类型（自称）',
  noType: '未注明',
  size: '大小',
  sha256: 'SHA-256',
  removed: '发送前已去除',
  nothingRemoved: '无',
  kinds: {
    place: '地点',
    time: '时间',
    device: '设备型号',
    serial: '设备序列号',
    author: '人名',
    software: '软件',
    title: '标题',
    comment: '备注',
    thumbnail: '缩略图',
    history: '编辑记录',
    'tracked-changes': '修订痕迹',
    identifier: '识别编号',
    'unknown-part': '含义不明的部分',
  },
  original: '原件',
  originalOf: '此为原件，副本是',
  originalCaution: '副本中去除的信息，这份原件里都还在。请勿误将其公开。',
  fromFollowUp: '来自补充',
  hiddenCharacter: '不可见的或会改变显示顺序的字符',

  save: '保存本案',
  saveHint: '将文字和文件以未加密的形式写入新的或空的文件夹。能读取该文件夹的人就能读到本案。',
  folder: '文件夹',
  saveButton: '保存',
  saving: '正在保存…',
  saved: (files) => `${files} 个文件已保存到`,

  replyTo: '回复来信者',
  replyHint:
    '回复将在下次同步时发出，从门户的下一次快照起可以读到，通常是第二天。发出后无法收回。请勿写下一旦被旁人看到会危及来信者的内容。',
  replyLabel: '您的回复',
  replyQueue: '放入待发',
  replyQueueing: '正在放入…',
  replyParts: (parts) => (parts === 0 ? '' : parts === 1 ? '一个部分可容纳' : `将分 ${parts} 个部分发出`),
  replyQueued: (parts) => `已放入待发，共 ${parts} 个部分。请同步以发出。`,
  noReply: '本案无法回复：没有已知的回复通道。',
  replyUnwanted: '来信者没有同意我们回信询问。回复可能使其陷入危险；除非沉默更糟，请勿回复。',

  lockedHint:
    '打印出的地址中的钥匙只保存在本页的内存里，重新载入后即被忘记。请从终端再次复制该地址到地址栏。',
  shortcuts: '键盘',
  shortcutsOn: '使用单键操作',
  shortcutNext: '下一个案件',
  shortcutPrevious: '上一个案件',
  shortcutOpen: '打开',
  shortcutReply: '回复',
  shortcutBack: '回到列表',

  errors: zhHansErrors,
  unknownError: (code) => `未能完成（${code}）。`,
};
