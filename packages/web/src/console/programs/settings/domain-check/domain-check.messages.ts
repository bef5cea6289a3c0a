import type { CheckId, Outcome, Platform, PlatformFinding } from '@minigate/network/diagnose';
import { defineMessages } from '../../../../ui/language.tsx';
import type { PhaseName } from './phases.ts';

const checks: Readonly<Record<CheckId, string>> = {
  'server-domain': 'Server domain',
  name: 'Host name',
  address: 'Address',
  connect: 'TCP connection',
  tls: 'TLS',
  'tls-versions': 'TLS versions',
  'forward-secrecy': 'Forward secrecy',
  'certificate-chain': 'Certificate chain',
  'certificate-trust': 'Trusted authority',
  'certificate-name': 'Host of the certificate',
  'certificate-dates': 'Validity',
  'certificate-lifetime': 'Lifetime',
  'certificate-key': 'Key',
  'certificate-signature': 'Signature',
  'certificate-transparency': 'Transparency',
  http: 'Answer to a GET',
  redirects: 'Redirects',
  charset: 'Charset',
  compression: 'Compression',
  http2: 'HTTP/2',
};

const phases: Readonly<Record<PhaseName, string>> = {
  verdict: 'Verdict on the URL',
  name: 'DNS',
  address: 'Address',
  connection: 'TCP connection',
  tls: 'TLS',
  certificate: 'Certificates',
  http: 'HTTP',
};

const outcomes: Readonly<Record<Outcome | 'silent', string>> = {
  ok: 'Fine',
  note: 'Note',
  warning: 'Warning',
  failure: 'Fails',
  silent: 'Not told',
};

const verdicts: Readonly<Record<PlatformFinding['verdict'], string>> = {
  works: 'works',
  fails: 'fails',
  unknown: 'cannot be said',
};

const platforms: Readonly<Record<Platform, string>> = {
  ios: 'iOS',
  android: 'Android',
  binance: 'The rules of the platform',
};

const zhChecks: typeof checks = {
  'server-domain': '服务器域名',
  name: '域名解析',
  address: 'IP 地址',
  connect: 'TCP 连接',
  tls: 'TLS',
  'tls-versions': 'TLS 版本',
  'forward-secrecy': '前向保密',
  'certificate-chain': '证书链',
  'certificate-trust': '受信任的 CA',
  'certificate-name': '证书域名',
  'certificate-dates': '有效期',
  'certificate-lifetime': '签发时长',
  'certificate-key': '密钥',
  'certificate-signature': '签名算法',
  'certificate-transparency': '证书透明度',
  http: 'GET 响应',
  redirects: '重定向',
  charset: '字符编码',
  compression: '压缩',
  http2: 'HTTP/2',
};

const zhPhases: typeof phases = {
  verdict: 'URL 判定',
  name: 'DNS 解析',
  address: 'IP 地址',
  connection: 'TCP 连接',
  tls: 'TLS 握手',
  certificate: '证书',
  http: 'HTTP',
};

const zhOutcomes: typeof outcomes = {
  ok: '正常',
  note: '提示',
  warning: '警告',
  failure: '失败',
  silent: '不显示',
};

const zhVerdicts: typeof verdicts = { works: '可用', fails: '不可用', unknown: '无法判断' };

const zhPlatforms: typeof platforms = { ios: 'iOS', android: 'Android', binance: '平台规则' };

export const messages = defineMessages(
  {
    lead: 'Examines a server from where the platform stands, as mini programs will meet it: DNS, TLS, certificates, HTTP and redirects.',
    call: 'Call',
    domain: 'Domain',
    choose: 'Choose a saved entry, or type one.',
    none: 'No server domain is saved for this call yet.',
    notSaved: 'It is not on the saved list of this call. Only saved entries are examined.',
    toDomains: 'Go to Server domain name',
    run: 'Examine',
    again: 'Examine again',
    running: 'The server is being examined. This takes some seconds, a minute at most.',
    elapsed: (seconds: string) => `${seconds} s`,
    waiting: 'is examined',
    done: 'The examination is finished.',
    remaining: (count: number) => `${count} more in this hour`,
    limits: '20 examinations an hour for one mini program, 100 for all of a team.',
    overall: {
      ok: 'Nothing stands in the way',
      note: 'It works. There is something to know.',
      warning: 'It works now, and will fail one day or somewhere',
      failure: 'Mini programs cannot use this server',
    },
    about: (target: string, api: string) => `${target}, called by ${api}`,
    platformsTitle: 'Who accepts it',
    phasesTitle: 'Step by step',
    certificatesTitle: 'Certificates, as the server sends them',
    certificate: {
      subject: 'Subject',
      issuer: 'Issuer',
      until: 'Valid until',
      key: 'Key',
      signature: 'Signature',
    },
    expired: (days: number) => `expired ${days} days ago`,
    left: (days: number) => `${days} days left`,
    hopsTitle: 'Redirects',
    hop: { url: 'URL', status: 'Status', verdict: 'Verdict' },
    allowed: 'allowed',
    refused: 'refused',
    timesTitle: 'Times',
    times: { name: 'DNS', connect: 'Connection', tls: 'TLS', firstByte: 'First byte', total: 'In all' },
    coarseTitle: 'Why so little is told of a failure',
    coarse:
      'The platform examines servers for others. So that nobody learns anything of the network that it stands in, of a failure only its class is told: no address, no cause, no time. minigate doctor shows all of it from your own machine:',
    silent: 'Nothing is told of this step, or nothing was examined: a step before it failed.',
    copyText: 'Copy the report',
    copyJson: 'Copy as JSON',
    copied: 'Copied',
    checks,
    phases,
    outcomes,
    verdicts,
    platforms,
  },
  {
    lead: '从平台所在网络检测服务器，模拟小程序的访问过程：DNS、TLS、证书、HTTP 与重定向。',
    call: '接口',
    domain: '域名',
    choose: '选择已保存的域名，或直接输入。',
    none: '该接口尚未保存任何服务器域名。',
    notSaved: '该域名不在此接口已保存的列表中，仅能检测已保存的域名。',
    toDomains: '前往服务器域名',
    run: '开始检测',
    again: '重新检测',
    running: '正在检测服务器，通常需要几秒，最长一分钟。',
    elapsed: (seconds: string) => `${seconds} 秒`,
    waiting: '检测中',
    done: '检测完成。',
    remaining: (count: number) => `本小时内还可检测 ${count} 次`,
    limits: '每个小程序每小时最多检测 20 次，每个团队合计 100 次。',
    overall: {
      ok: '没有发现问题',
      note: '可以使用，有需要留意的信息',
      warning: '目前可用，但将来或在部分设备上会失败',
      failure: '小程序无法使用该服务器',
    },
    about: (target: string, api: string) => `${target}，由 ${api} 调用`,
    platformsTitle: '各端兼容性',
    phasesTitle: '检测步骤',
    certificatesTitle: '服务器发送的证书',
    certificate: { subject: '使用者', issuer: '颁发者', until: '有效期至', key: '密钥', signature: '签名' },
    expired: (days: number) => `已过期 ${days} 天`,
    left: (days: number) => `剩余 ${days} 天`,
    hopsTitle: '重定向',
    hop: { url: 'URL', status: '状态码', verdict: '判定' },
    allowed: '允许',
    refused: '拒绝',
    timesTitle: '耗时',
    times: { name: 'DNS', connect: '建立连接', tls: 'TLS', firstByte: '首字节', total: '总计' },
    coarseTitle: '为什么失败原因不够详细',
    coarse:
      '平台代替他人检测服务器。为避免泄露平台所在网络的信息，失败时只显示类别，不显示地址、原因和耗时。在自己的电脑上运行 minigate doctor 可查看全部细节：',
    silent: '此步骤没有可显示的信息，或因前面的步骤失败而未检测。',
    copyText: '复制报告',
    copyJson: '复制 JSON',
    copied: '已复制',
    checks: zhChecks,
    phases: zhPhases,
    outcomes: zhOutcomes,
    verdicts: zhVerdicts,
    platforms: zhPlatforms,
  },
);
