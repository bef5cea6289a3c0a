import { defineMessages } from '../../../ui/language.tsx';

export const messages = defineMessages(
  {
    lead: 'Hosts that no mini program may configure or call: in no spelling, by no redirect, not even in debugging mode.',
    profile: (name: string) => `Banned by the host profile ${name}`,
    profileLead: 'These cannot be removed.',
    own: 'Banned by operators',
    ownLead: 'The platform’s own address is banned in any case.',
    label: 'Hosts',
    description:
      'One exact host name a line, without scheme, port and path. The names under it are not banned with it.',
    accelerated: (origins: string) =>
      `The acceleration policy uses ${origins}. Take it out there first: a policy with a banned server accelerates nothing.`,
    count: (count: string) => `${count} hosts`,
    closes:
      'No mini program can configure or call them from now on. Entries that are on lists already stay there and grant nothing.',
    opens: 'Mini programs can configure and call them again. Entries that are still on lists count at once.',
  },
  {
    lead: '任何小程序都不能配置或访问的主机：无论如何书写、是否经过重定向，调试模式下同样如此。',
    profile: (name: string) => `宿主配置 ${name} 封禁的主机`,
    profileLead: '以下主机无法解除封禁。',
    own: '运营者封禁的主机',
    ownLead: '平台自身的地址始终被封禁。',
    label: '主机',
    description: '每行一个完整的主机名，不含协议、端口和路径。子域名不会一并封禁。',
    accelerated: (origins: string) =>
      `加速策略正在使用 ${origins}。请先从加速策略中移除：含有被封禁服务器的策略不会产生任何加速效果。`,
    count: (count: string) => `${count} 个主机`,
    closes: '今后任何小程序都不能配置或访问这些主机。已在列表中的条目会保留，但不再生效。',
    opens: '小程序可以重新配置和访问这些主机，仍在列表中的条目立即生效。',
  },
);
