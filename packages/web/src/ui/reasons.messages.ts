import type { IssueCode, ReasonCode } from '@minigate/policy';
import { useLanguage } from './language.tsx';

/** What the verdict on a URL says, in a few words. The engine's own sentence stands below. */
const reasonLines: Readonly<Record<ReasonCode, string>> = {
  LISTED: '已在服务器域名中配置，允许访问',
  LAN_ADDRESS: '同一局域网内的地址，无需配置即可访问',
  NOT_TEXT: 'URL 不是字符串',
  EMPTY_URL: 'URL 为空',
  URL_TOO_LONG: 'URL 过长，超过 65,536 个字符',
  NOT_ABSOLUTE: 'URL 缺少协议，须以 https:// 开头',
  UNSUPPORTED_SCHEME: '该接口不支持此协议',
  WRONG_SLASHES: '协议后必须有且仅有两个斜杠',
  OUTER_WHITE_SPACE: 'URL 首尾含有空白字符',
  CONTROL_CHARACTER: 'URL 含有控制字符',
  BACKSLASH: 'URL 含有反斜杠',
  LONE_SURROGATE: 'URL 含有被截断的字符',
  USERINFO: 'URL 中不能包含用户名或密码',
  EMPTY_HOST: 'URL 缺少域名',
  INVALID_HOST: 'URL 的域名无法识别',
  NAME_IN_BRACKETS: '方括号仅可用于 IPv6 地址',
  TRAILING_DOT: '域名以点号结尾',
  EMPTY_PORT: '冒号后缺少端口',
  LEADING_ZERO_PORT: '端口不能以 0 开头',
  INVALID_PORT: '端口必须是 1 至 65535 之间的数字',
  BANNED_HOST: '该域名禁止所有小程序访问，调试模式下同样如此',
  BANNED_ORIGIN: '该域名的此端口禁止所有小程序访问，调试模式下同样如此',
  LINK_LOCAL_ADDRESS: '链路本地地址不可访问，调试模式下同样如此',
  METADATA_ADDRESS: '云主机元数据服务不可访问，调试模式下同样如此',
  REDIRECT_TO_HTTP: '服务器从加密连接重定向到了未加密连接',
  IP_ADDRESS: 'IP 地址不能代替服务器域名',
  PRIVATE_ADDRESS: '该地址不是公网地址',
  LAN_OTHER_SUBNET: '该地址与本设备不在同一子网',
  LAN_OWN_ADDRESS: '该地址是本设备自身的地址',
  LAN_NETWORK_ADDRESS: '该地址代表整个子网，而不是其中的设备',
  LOCALHOST: 'localhost 及其子域名不可访问',
  INSECURE_SCHEME: '连接未加密，须使用 https 或 wss',
  NO_SERVER_DOMAINS: '该接口尚未配置任何服务器域名',
  HOST_NOT_LISTED: '不在该接口的合法域名列表中',
  PORT_NOT_PERMITTED: 'URL 写了端口，而配置的域名没有端口',
  PORT_MISSING: 'URL 没有写端口，而配置的域名带有端口',
  PORT_DIFFERENT: 'URL 的端口与配置的域名不一致',
};

/** What is wrong with an entry or a policy, in a few words. */
const issueLines: Readonly<Record<IssueCode, string>> = {
  NOT_TEXT: '条目不是文本',
  EMPTY: '条目为空',
  TOO_LONG: '条目过长',
  WHITE_SPACE: '含有空白或控制字符',
  BACKSLASH: '含有反斜杠',
  NO_SCHEME: '缺少协议，须以 https:// 开头',
  WRONG_SLASHES: '协议后必须有且仅有两个斜杠',
  DOUBLED_SCHEME: '重复书写了协议',
  NOT_HTTPS: '服务器域名仅支持 https',
  WSS_ELSEWHERE: 'wss 域名只能配置在 connectSocket（socket 合法域名）中',
  EMPTY_HOST: '缺少域名',
  WILDCARD: '不支持通配符，请逐个填写完整域名',
  INVALID_HOSTNAME: '域名无法识别',
  BANNED_HOST: '该域名禁止配置为服务器域名',
  BANNED_ORIGIN: '该域名的此端口禁止配置为服务器域名',
  LAN_ADDRESS: '局域网地址无需配置，也不能配置',
  IP_ADDRESS: '不能使用 IP 地址',
  LOCALHOST: '不能使用 localhost 及其子域名',
  USERINFO: '不能包含用户名或密码',
  NON_ASCII: '域名含有非 ASCII 字符，请使用 Punycode 形式',
  INVALID_CHARACTER: '域名含有不允许的字符',
  TRAILING_DOT: '域名以点号结尾',
  EMPTY_PORT: '冒号后缺少端口',
  LEADING_ZERO_PORT: '端口不能以 0 开头',
  INVALID_PORT: '端口必须是 1 至 65535 之间的数字',
  PATH: '不能包含路径，末尾的斜杠也不允许',
  QUERY: '不能包含查询参数',
  FRAGMENT: '不能包含 # 片段',
  DUPLICATE: '列表中已有该条目',
  TOO_MANY_ENTRIES: '列表条目数超出上限',
  INVALID_BANNED_HOST: '不是有效的主机名',
  INVALID_BANNED_ORIGIN: '不是有效的来源（origin）',
  INVALID_ACCELERATION: '加速策略必须是一个对象',
  NO_CANDIDATES: '加速策略没有候选服务器',
  TOO_MANY_CANDIDATES: '候选服务器过多，最多 16 个',
  ACCELERATED_PORT: '加速的域名不能带端口',
  INVALID_PROBE_PATH: '探测路径无效',
  INVALID_ACCELERATION_FIELD: '字段的取值超出允许范围',
  INVALID_ADDRESS_RANGE: '不是有效的 IP 地址或网段',
  NOT_JSON: '不是有效的 JSON 数据',
  NOT_AN_OBJECT: '必须是一个对象',
  MISSING_FIELD: '缺少字段',
  INVALID_FIELD: '字段类型错误',
  UNKNOWN_FIELD: '含有无法识别的字段',
  UNKNOWN_PROFILE: '没有该名称的宿主配置',
};

/** A short line above the engine's sentence about a URL, for those who do not read English; else undefined. */
export function useReasonLine(code: ReasonCode): string | undefined {
  return useLanguage().language === 'zh-CN' ? reasonLines[code] : undefined;
}

/** The same of an entry or a policy. Undefined too where there is no code. */
export function useIssueLine(code: IssueCode | undefined): string | undefined {
  const { language } = useLanguage();
  return language === 'zh-CN' && code !== undefined ? issueLines[code] : undefined;
}
