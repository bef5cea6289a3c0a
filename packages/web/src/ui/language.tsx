import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { createFormat, type Format } from './format.ts';
import { recall, remember } from './preferences.ts';

/** The languages of the pages, by their BCP 47 tags, each with its own name. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;

export type Language = keyof typeof languages;

/** The texts of one part of a page, in each language. A language that lacks one does not compile. */
export type Messages<T> = Readonly<Record<Language, T>>;

type Same<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends object ? Same<T[K]> : T[K];
};

/**
 * The texts of one part of a page. Those with something to fill in are functions.
 *
 * @example
 * const messages = defineMessages(
 *   { title: 'Teams', members: (count: number) => `${count} members` },
 *   { title: '团队', members: (count: number) => `${count} 位成员` },
 * );
 */
export function defineMessages<const T extends object>(en: T, zh: Same<T>): Messages<Same<T>> {
  return { en: en as unknown as Same<T>, 'zh-CN': zh };
}

interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly format: Format;
}

const SpeechContext = createContext<Speech | undefined>(undefined);

/** Says in which language everything inside it speaks: the one chosen last, else the browser's. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => recall('language', isLanguage) ?? preferred());
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo(
    () => ({
      language,
      format: createFormat(language),
      setLanguage: (chosen: Language) => {
        remember('language', chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useLanguage(): Speech {
  const speech = use(SpeechContext);
  if (speech === undefined)
    throw new Error('Nothing says which language is spoken: LanguageProvider is missing.');
  return speech;
}

/** The texts of one part of a page in the language that is spoken. */
export function useMessages<T>(messages: Messages<T>): T {
  return messages[useLanguage().language];
}

/** Numbers, sizes, spans and moments, as people write them. */
export function useFormat(): Format {
  return useLanguage().format;
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text);
}

function preferred(): Language {
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}
