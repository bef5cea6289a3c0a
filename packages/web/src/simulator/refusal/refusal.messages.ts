import { defineMessages } from '../../ui/language.tsx';

const counted = (count: string) => (count === '1' ? '1 entry' : `${count} entries`);

/** Why a call was refused, and what would allow it. */
export const messages = defineMessages(
  {
    refused: 'Refused',
    wouldFail: 'Would fail in production',
    wouldFailText: 'Debugging mode let this call through. In production the program gets a fail.',
    hop: (number: number) => `after ${number === 1 ? 'one redirect' : `${number} redirects`}`,
    rule: (number: number, title: string) => `Rule ${number}: ${title}`,
    asked: 'List checked',
    oneList: (count: string) => `the server domains (one list for all calls), ${counted(count)}`,
    listOf: (api: string, count: string) => `the server domains of ${api}, ${counted(count)}`,
    nearest: 'Nearest entry',
    allow: 'What would allow it',
    url: 'URL',
    address: 'Address',
    entry: 'Entry',
    add: 'Add to server domains',
    addHint: 'Opens the console with the entry filled in; you confirm it there.',
    noConsole: 'This policy does not come from a console. Start the simulator with',
    copyEntry: 'Copy the entry',
    copyOption: 'Copy the option',
  },
  {
    refused: '已拒绝',
    wouldFail: '正式环境会失败',
    wouldFailText: '调试模式放行了这次调用。在正式环境中，小程序会收到 fail。',
    hop: (number: number) => `经过 ${number} 次重定向`,
    rule: (number: number, title: string) => `规则 ${number}：${title}`,
    asked: '对照的列表',
    oneList: (count: string) => `服务器域名（所有接口共用），${count} 条`,
    listOf: (api: string, count: string) => `${api} 合法域名，${count} 条`,
    nearest: '最接近的条目',
    allow: '如何放行',
    url: 'URL',
    address: '地址',
    entry: '条目',
    add: '添加到服务器域名',
    addHint: '将打开控制台并填入该条目，在那里确认。',
    noConsole: '当前策略不来自控制台。启动模拟器时加上',
    copyEntry: '复制条目',
    copyOption: '复制启动参数',
  },
);
