import { defineMessages } from '../../ui/language.tsx';

/** What the screens of operators have in common. */
export const messages = defineMessages(
  {
    saved: 'Saved. Clients get it with their next policy document.',
    review: 'Review and save',
    reviewTitle: 'Review your changes',
    save: 'Save',
    discard: 'Discard',
    unsaved: 'Not saved yet. What you typed is kept in this tab.',
    added: 'added',
    removed: 'removed',
    revised: (moment: string, revision: number) =>
      `Last change of the platform’s settings: ${moment}, revision ${revision}`,
    overtaken: {
      title: 'Somebody else has saved meanwhile',
      lead: 'Nothing of yours is lost: choose what becomes of both.',
      theirs: 'Their changes',
      merge: 'Merge both',
      keepMine: 'Keep only mine',
      takeTheirs: 'Take theirs, discard mine',
    },
  },
  {
    saved: '已保存，客户端获取下一份策略文档后生效。',
    review: '查看差异并保存',
    reviewTitle: '保存后的变化',
    save: '保存',
    discard: '放弃修改',
    unsaved: '有未保存的修改，内容保留在当前标签页中。',
    added: '新增',
    removed: '删除',
    revised: (moment: string, revision: number) => `平台设置最近修改：${moment}，修订号 ${revision}`,
    overtaken: {
      title: '其他人已保存了修改',
      lead: '你的内容不会丢失，请选择如何处理。',
      theirs: '对方的修改',
      merge: '合并双方的修改',
      keepMine: '仅保留我的修改',
      takeTheirs: '采用对方的内容，放弃我的修改',
    },
  },
);
