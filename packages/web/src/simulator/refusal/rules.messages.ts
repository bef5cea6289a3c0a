import { defineMessages } from '../../ui/language.tsx';

/** The titles of docs/rules.md, by number. */
export const ruleTitles = defineMessages(
  {
    1: 'Only configured hosts',
    2: 'What can be a server domain',
    3: 'The port as it is written',
    4: 'Banned hosts',
    5: 'URLs are not repaired',
    6: 'Redirects',
    7: 'The address that is dialled',
    8: 'Debugging mode',
    9: 'Headers that a program cannot set',
    10: 'Ten at a time',
    11: 'In the background',
    12: 'Text',
    13: 'Success means an answer',
    14: 'Callbacks',
    15: 'Options and results',
    16: 'Files of `downloadFile`',
    17: 'Files of `uploadFile`',
    18: 'Sockets of `connectSocket`',
    19: 'Pieces, redirects, HTTP/2 and the cache',
    20: 'The local network',
    21: 'Local service discovery',
    22: 'App events and the connection of the device',
    23: 'A proxy of the host',
    24: 'Signed policies',
    25: 'Domain acceleration',
  },
  {
    1: '只能访问已配置的域名',
    2: '服务器域名的写法',
    3: '端口以书写为准',
    4: '禁止访问的域名',
    5: '不自动修正 URL',
    6: '重定向',
    7: '实际连接的地址',
    8: '调试模式',
    9: '小程序不能设置的标头',
    10: '最多十个并发',
    11: '后台运行',
    12: '文本解码',
    13: '有响应即为成功',
    14: '回调',
    15: '参数与返回值',
    16: 'downloadFile 的文件',
    17: 'uploadFile 的文件',
    18: 'connectSocket 的连接',
    19: '分块、重定向、HTTP/2 与缓存',
    20: '局域网',
    21: '局域网服务发现',
    22: '应用事件与设备网络',
    23: '宿主代理',
    24: '签名策略',
    25: '域名加速',
  },
);

/** The number of a rule. */
export type RuleNumber = keyof (typeof ruleTitles)['en'];

/** In one sentence what the rules say that can refuse a call. */
export const ruleSentences: {
  readonly [L in keyof typeof ruleTitles]: { readonly [R in RuleNumber]?: string };
} = {
  en: {
    1: 'A program reaches the hosts that are configured for it, each by its exact name, and no others.',
    2: 'A server domain is https://host or https://host:port. URLs use https, or wss for sockets; neither IP addresses nor localhost.',
    3: 'An entry with a port covers URLs that write exactly this port. An entry without one covers URLs that write none.',
    4: 'Some hosts can be neither configured nor called, in debugging mode neither.',
    5: 'A URL that two programs could read differently is refused, whatever it may have meant.',
    6: 'Every hop of a redirect is judged like the first URL, and none leads from https to http.',
    7: 'The address is judged when it is dialled: only globally routable ones, and the devices of the own subnet.',
  },
  'zh-CN': {
    1: '小程序只能访问已为其配置的域名，且域名必须完全一致。',
    2: '服务器域名写作 https://域名 或 https://域名:端口；URL 使用 https（Socket 使用 wss），不能使用 IP 地址或 localhost。',
    3: '带端口的域名只匹配写了同一端口的 URL；不带端口的域名只匹配没写端口的 URL。',
    4: '有些域名既不能配置，也不能访问，调试模式下也不例外。',
    5: '可能被不同程序理解成不同含义的 URL 会被拒绝，不会自动修正。',
    6: '重定向的每一跳都按首个 URL 的规则判定，且不能从 https 跳到 http。',
    7: '在实际连接时判定地址：只允许公网地址以及本机所在子网的设备。',
  },
};
