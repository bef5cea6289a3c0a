import { defineMessages } from '../../ui/language.tsx';

export const messages = defineMessages(
  {
    title: 'Sign in',
    lead: 'The console of this mini program platform.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    forgot: 'Forgot your password?',
    noAccount:
      'Accounts are created by invitation. Ask an owner of your team, or an operator of the platform.',
    ended: 'Your session has ended',
    endedLead: 'Sign in again to continue. Everything on this page is kept.',
    someoneElse: 'If somebody else signs in here, the page reloads and what was typed is lost.',
    forgotTitle: 'Forgot your password?',
    forgotLead: 'We mail you a link to choose a new one. It is valid for one hour.',
    forgotSubmit: 'Send the link',
    sentTitle: 'Check your mail',
    sent: (email: string) =>
      `If ${email} has an account here, a link is on its way. It can be used once, within one hour.`,
    noMail:
      'This platform sends no mail. An owner of every team that you are in, or an operator, can create a link for you.',
    back: 'Back to sign-in',
  },
  {
    title: '登录',
    lead: '小程序平台管理后台',
    email: '邮箱',
    password: '密码',
    submit: '登录',
    forgot: '忘记密码？',
    noAccount: '账号需通过邀请创建，请联系团队所有者或平台运营者。',
    ended: '登录已失效',
    endedLead: '请重新登录以继续，页面上的内容均已保留。',
    someoneElse: '如果登录的是另一个账号，页面将重新加载，已输入的内容不会保留。',
    forgotTitle: '忘记密码？',
    forgotLead: '我们会把重置密码的链接发到你的邮箱，链接 1 小时内有效。',
    forgotSubmit: '发送链接',
    sentTitle: '请查收邮件',
    sent: (email: string) => `如果 ${email} 已注册账号，重置链接已发出。链接仅可使用一次，1 小时内有效。`,
    noMail: '平台未配置邮件服务。请联系你所在全部团队的所有者，或平台运营者，为你生成重置链接。',
    back: '返回登录',
  },
);
