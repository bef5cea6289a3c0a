import { defineMessages } from './language.tsx';

/** Words that every page has. */
export const messages = defineMessages(
  {
    language: 'Language',
    colorScheme: { label: 'Colour scheme', light: 'Light', dark: 'Dark', auto: 'System' },
    copy: 'Copy',
    copied: 'Copied',
    copyRefused: {
      title: 'The browser did not let this page copy',
      lead: 'Nothing was put on the clipboard. The text is selected below: copy it with the keys of your system.',
      label: 'Text to copy',
    },
    loading: 'Loading…',
    retry: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    offline:
      'No connection. What you typed is kept; everything continues by itself once you are back online.',
    failed: 'This did not work',
    more: 'Show more',
    save: 'Save',
    done: 'Done',
    search: 'Search',
    typeToConfirm: (text: string) => `Type “${text}” to confirm`,
  },
  {
    language: '语言',
    colorScheme: { label: '外观', light: '浅色', dark: '深色', auto: '跟随系统' },
    copy: '复制',
    copied: '已复制',
    copyRefused: {
      title: '浏览器未允许复制',
      lead: '内容没有写入剪贴板。下方文本已选中，请使用快捷键手动复制。',
      label: '待复制的文本',
    },
    loading: '加载中…',
    retry: '重试',
    cancel: '取消',
    close: '关闭',
    offline: '网络已断开。已输入的内容不会丢失，恢复连接后会自动继续。',
    failed: '操作未成功',
    more: '加载更多',
    save: '保存',
    done: '完成',
    search: '搜索',
    typeToConfirm: (text: string) => `请输入“${text}”以确认`,
  },
);
