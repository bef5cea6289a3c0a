import { defineMessages } from '../../../../ui/language.tsx';

export const messages = defineMessages(
  {
    lead: 'A server of this mini program exchanges AppId and AppSecret for an access token (getAccessToken), and calls the open API of the platform with it.',
    now: {
      title: 'Current token',
      none: 'No access token is valid now. The next request gets one.',
      newest: 'Issued',
      valid: 'Validity',
      older: 'Previous token',
      issued: (ago: string, moment: string) => `${ago} (${moment})`,
      ends: (ahead: string, moment: string) => `expires ${ahead} (${moment})`,
      overlap: 'Two tokens are valid: the next one is issued five minutes before the current one expires.',
      quota: 'Quota',
      minute: 'Requests in this minute',
      day: 'Requests today (UTC)',
      forced: 'Forced refreshes today (UTC)',
      used: (used: string, limit: string) => `${used} of ${limit}`,
      anew: (moment: string) => `resets at ${moment}`,
      refresh: 'Refresh',
      hidden: 'Developers and owners of the team see when the token ends, and the quotas.',
    },
    how: {
      title: 'How to get it',
      door: 'API',
      tool: 'Language',
      doors: { own: 'getAccessToken', wechat: 'WeChat-compatible', oauth: 'OAuth 2.0' },
      tools: { curl: 'curl', node: 'Node.js', python: 'Python' },
      about: {
        own: 'The platform’s own API: POST with app_id and app_secret. "force_refresh": true ends the token at once and issues another, 20 times a day, 30 seconds apart.',
        wechat:
          'For code and SDKs that were written for WeChat: stable_token, and GET /cgi-bin/token with grant_type=client_credential. Failures are HTTP 200 with an errcode.',
        oauth:
          'The grant of client credentials (RFC 6749, 4.4). Libraries find it by /.well-known/oauth-authorization-server.',
      },
      secret:
        'The AppSecret is expected in the environment variable APP_SECRET. Put it there from your secret store, never into code or onto a command line.',
      toSecret: 'Create or reset the AppSecret',
      code: (tool: string, door: string) => `${door}, ${tool}`,
      use: 'How to use it',
      useLead:
        'Send it in the header Authorization: Bearer …; in the query it would end up in logs on the way.',
      facts: [
        'A token is valid for 7200 seconds. Asking again in that time returns the same one, so several servers need no coordination.',
        'Five minutes before it expires the next one is issued; both are valid for these five minutes.',
        'Ask from your server only. No mini program can call the platform, not even in debugging mode.',
      ],
    },
    ids: { platform: 'Platform', appId: 'AppId' },
  },
  {
    lead: '小程序的服务器用 AppID 和 AppSecret 换取 access_token（getAccessToken），再凭它调用平台的开放接口。',
    now: {
      title: '当前 access_token',
      none: '目前没有有效的 access_token，下一次请求时会签发。',
      newest: '签发时间',
      valid: '有效期',
      older: '上一个',
      issued: (ago: string, moment: string) => `${ago}（${moment}）`,
      ends: (ahead: string, moment: string) => `${ahead}失效（${moment}）`,
      overlap: '目前有两个有效的 access_token：到期前五分钟起会签发下一个，两者同时有效。',
      quota: '调用额度',
      minute: '本分钟请求',
      day: '今日请求（UTC）',
      forced: '今日强制刷新（UTC）',
      used: (used: string, limit: string) => `${used} / ${limit}`,
      anew: (moment: string) => `${moment} 重置`,
      refresh: '刷新',
      hidden: '团队的开发者和所有者可以查看 access_token 的有效期与调用额度。',
    },
    how: {
      title: '如何获取',
      door: '接口',
      tool: '示例语言',
      doors: { own: 'getAccessToken', wechat: '微信兼容接口', oauth: 'OAuth 2.0' },
      tools: { curl: 'curl', node: 'Node.js', python: 'Python' },
      about: {
        own: '平台自有接口：POST 提交 app_id 和 app_secret。"force_refresh": true 会使当前 token 立即失效并签发新的，每天 20 次，间隔至少 30 秒。',
        wechat:
          '适用于为微信编写的代码和 SDK：stable_token，以及 GET /cgi-bin/token（grant_type=client_credential）。失败时返回 HTTP 200 和 errcode。',
        oauth:
          '客户端凭证模式（RFC 6749 第 4.4 节）。各类库可通过 /.well-known/oauth-authorization-server 自动发现。',
      },
      secret: '示例从环境变量 APP_SECRET 读取 AppSecret。请从密钥管理服务注入，切勿写入代码或命令行。',
      toSecret: '生成或重置 AppSecret',
      code: (tool: string, door: string) => `${door}，${tool}`,
      use: '使用 access_token',
      useLead: '建议放在请求头 Authorization: Bearer … 中；放在 URL 参数里会被沿途的日志记录。',
      facts: [
        'access_token 有效期为 7200 秒。有效期内重复获取得到的是同一个，多台服务器无需协调。',
        '到期前五分钟起会签发下一个，这五分钟内新旧两个同时有效。',
        '只能在服务器端获取。小程序无法访问平台，调试模式下同样如此。',
      ],
    },
    ids: { platform: '平台地址', appId: 'AppID' },
  },
);
