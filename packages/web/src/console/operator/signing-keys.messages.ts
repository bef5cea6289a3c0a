import { defineMessages } from '../../ui/language.tsx';

export const messages = defineMessages(
  {
    title: 'Signing keys',
    lead: 'Every policy is signed with the current key. Clients pin the thumbprint of one key, and follow from it to the next ones.',
    thumbprint: 'Copy the thumbprint',
    changed: (moment: string) => `since ${moment}`,
    states: { next: 'Announced', current: 'Current', former: 'Former', retired: 'Retired' },
    meanings: {
      next: 'Every policy names it, and clients learn it with their next one. Switch after one lifetime of a policy: 7 days, unless the platform is set otherwise.',
      current: 'Give its thumbprint to new clients.',
      former: 'Still published for clients that pin it. Its private half is destroyed.',
      retired: 'No longer published.',
    },
    steps: {
      announce: {
        verb: 'Announce a next key',
        question: 'Announce a next key?',
        lead: 'The platform makes it now. Policies are still signed with the current one, and name it from now on. You can withdraw the announcement.',
      },
      switch: {
        verb: 'Switch to it',
        question: 'Let the next key sign?',
        lead: 'It signs from now on. The private half of the current key is destroyed: there is no way back. Clients that were online since the announcement know it; the others ask the platform and follow.',
      },
      withdraw: {
        verb: 'Withdraw the announcement',
        question: 'Withdraw the announcement?',
        lead: 'The key is destroyed. Clients that were built with its thumbprint take no policy.',
      },
      retire: {
        verb: 'Retire',
        question: 'Retire this key?',
        lead: 'It is no longer published, nor are the keys before it. A client that pins one of them and has kept no later policy takes none from then on, and has to be given a new thumbprint.',
      },
    },
    stolen: 'If a private key may have been stolen, announce and switch at once, without the wait.',
  },
  {
    title: '签名密钥',
    lead: '每份策略都由当前密钥签名。客户端固定其中一个密钥的指纹，并据此信任后续密钥。',
    thumbprint: '复制指纹',
    changed: (moment: string) => `自 ${moment}`,
    states: { next: '已预告', current: '签名中', former: '曾用', retired: '已停用' },
    meanings: {
      next: '每份策略都会预告该密钥，客户端在获取下一份策略时得知。建议等待一个策略有效期（默认 7 天）后再切换。',
      current: '请将该指纹配置到新客户端。',
      former: '仍会公布，供固定该密钥的客户端使用。其私钥已销毁。',
      retired: '不再公布。',
    },
    steps: {
      announce: {
        verb: '预告下一个密钥',
        question: '预告下一个密钥？',
        lead: '平台将立即生成新密钥。策略仍由当前密钥签名，并开始预告新密钥。预告可以撤回。',
      },
      switch: {
        verb: '切换到该密钥',
        question: '切换到下一个密钥？',
        lead: '切换后立即由新密钥签名，当前密钥的私钥将被销毁，无法恢复。预告期间在线过的客户端已知道新密钥，其余客户端会向平台查询并跟进。',
      },
      withdraw: {
        verb: '撤回预告',
        question: '撤回预告？',
        lead: '该密钥将被销毁。已内置其指纹的客户端将无法接受任何策略。',
      },
      retire: {
        verb: '停用',
        question: '停用该密钥？',
        lead: '该密钥及更早的密钥将不再公布。仍固定这些密钥且未保存过后续策略的客户端，将无法再接受策略，需要配置新的指纹。',
      },
    },
    stolen: '如果私钥可能泄露，请立即预告并切换，无需等待。',
  },
);
