import { defineMessages } from '../../../ui/language.tsx';

export const messages = defineMessages(
  {
    lead: 'Limits for every mini program. An empty field keeps the default of the host profile or the platform.',
    domains: 'Server domains',
    tokens: 'Access tokens',
    names: {
      maxEntries: 'Entries per list',
      changesPerMonth: 'Changes per mini program and month (UTC)',
      requestsPerMinute: 'Requests per mini program and minute',
      requestsPerDay: 'Requests per mini program and day (UTC)',
    },
    help: {
      maxEntries: 'From 1 to 1,000. Lists that are already longer stay, and can only be shortened.',
      changesPerMonth: 'Every new version of the lists counts as a change.',
      requestsPerMinute: 'Further requests get QUOTA_EXCEEDED and the time to try again.',
      requestsPerDay: 'Further requests get QUOTA_EXCEEDED and the time to try again.',
    },
    inForce: (value: string) => `In force: ${value}`,
    unlimited: 'unlimited',
    noLimit: 'No limit',
    asDefault: 'Default',
    changed: (name: string, before: string, after: string) => `${name}: ${before} → ${after}`,
  },
  {
    lead: '对所有小程序生效的限额。留空则使用宿主配置或平台自身的默认值。',
    domains: '服务器域名',
    tokens: 'access_token',
    names: {
      maxEntries: '每个列表的域名数量',
      changesPerMonth: '每个小程序每月修改次数（UTC）',
      requestsPerMinute: '每个小程序每分钟请求次数',
      requestsPerDay: '每个小程序每日请求次数（UTC）',
    },
    help: {
      maxEntries: '1 至 1,000。已超出的列表会保留，但只能减少。',
      changesPerMonth: '每产生一个新版本计为一次修改。',
      requestsPerMinute: '超出后返回 QUOTA_EXCEEDED，并告知何时可以重试。',
      requestsPerDay: '超出后返回 QUOTA_EXCEEDED，并告知何时可以重试。',
    },
    inForce: (value: string) => `当前生效：${value}`,
    unlimited: '不限',
    noLimit: '不限次数',
    asDefault: '默认值',
    changed: (name: string, before: string, after: string) => `${name}：${before} → ${after}`,
  },
);
