import { defineMessages } from '../../ui/language.tsx';

export const messages = defineMessages(
  {
    made: {
      shown: (email: string) => `The link for ${email}`,
      shownLead: (until: string) =>
        `Hand it on in a way that only its addressee can read: it is shown this once, and works once, until ${until}.`,
      mailed: (email: string) => `Mailed to ${email}`,
      mailedLead: (until: string) => `The link in the mail works once, until ${until}.`,
      copy: 'Copy the link',
    },
    gone: {
      title: 'Open the link once more',
      lead: 'For safety, a link is kept neither in the address bar nor across a reload. Open it again from where you got it.',
    },
    invitation: {
      title: 'You are invited',
      team: (name: string, role: string) => `Join the team “${name}” as ${role}.`,
      platform: 'To create an account on this platform.',
      for: (email: string) => `For ${email}`,
      until: (moment: string) => `Valid until ${moment}`,
      newAccount: 'I am new here',
      known: 'I have an account',
      name: 'Your name',
      password: 'Choose a password',
      signUp: 'Create account',
      exists:
        'This address already has an account with another password. Sign in with that one, or have it reset.',
      join: (name: string) => `Join “${name}”`,
      other: (email: string) => `You are signed in as ${email}; this invitation is for another address.`,
      signOut: 'Sign out and continue',
      hasAccount: 'You have an account and are signed in: nothing else to do.',
      home: 'Go to your teams',
    },
    reset: {
      title: 'Choose a new password',
      lead: 'This ends all your sessions, on every device. Then sign in with the new password.',
      submit: 'Set the password',
      doneTitle: 'You have a new password',
      done: 'Sign in with it.',
      toSignIn: 'Go to sign-in',
    },
    appointment: {
      title: 'Become an operator',
      lead: 'Operators look after the whole platform. Choose a new password for it; your other sessions end.',
      submit: 'Become an operator',
      doneTitle: 'You are an operator now',
    },
    password: {
      label: 'New password',
      hint: 'At least 12 characters. A few unrelated words work well.',
    },
  },
  {
    made: {
      shown: (email: string) => `${email} 的链接`,
      shownLead: (until: string) =>
        `请通过仅对方可见的方式发送。链接只显示这一次，仅可使用一次，有效期至 ${until}。`,
      mailed: (email: string) => `已发送至 ${email}`,
      mailedLead: (until: string) => `邮件中的链接仅可使用一次，有效期至 ${until}。`,
      copy: '复制链接',
    },
    gone: {
      title: '请重新打开链接',
      lead: '出于安全考虑，链接不会保留在地址栏中，重新加载页面后也不再有效。请从收到链接的地方重新打开。',
    },
    invitation: {
      title: '你收到了邀请',
      team: (name: string, role: string) => `邀请你以${role}身份加入团队“${name}”。`,
      platform: '邀请你在本平台创建账号。',
      for: (email: string) => `受邀邮箱：${email}`,
      until: (moment: string) => `有效期至 ${moment}`,
      newAccount: '创建新账号',
      known: '已有账号',
      name: '姓名',
      password: '设置密码',
      signUp: '创建账号',
      exists: '该邮箱已注册账号，且密码不同。请使用原密码登录，或申请重置密码。',
      join: (name: string) => `加入“${name}”`,
      other: (email: string) => `当前登录账号为 ${email}，与受邀邮箱不一致。`,
      signOut: '退出登录并继续',
      hasAccount: '你已有账号并已登录，无需其他操作。',
      home: '前往我的团队',
    },
    reset: {
      title: '设置新密码',
      lead: '设置后，你在所有设备上的登录都会失效，请使用新密码重新登录。',
      submit: '确认修改',
      doneTitle: '密码已更新',
      done: '请使用新密码登录。',
      toSignIn: '前往登录',
    },
    appointment: {
      title: '成为平台运营者',
      lead: '运营者负责管理整个平台。请设置新密码，之前的登录都会失效。',
      submit: '成为运营者',
      doneTitle: '你已成为平台运营者',
    },
    password: {
      label: '新密码',
      hint: '至少 12 个字符，建议使用几个互不相关的词语。',
    },
  },
);
