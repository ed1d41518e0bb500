// How the app looks: what the person chose in the settings, else what the browser says. The
// choice is this device's, and there before anybody signs in, so the page keeps it and not the
// program. The page's own elements follow by attributes of the root element.
import { setTextScale } from './text_style.js';
import { languages, setLanguage, type Language } from './words.js';

/** ui::Choices of src/ui/ui.h; an empty text leaves it to the browser. */
export interface Choices {
  language: string;
  theme: string;
  textPercent: number;
}

/** web::Look of src/platform/web/exports.h. */
export interface Look {
  language: Language;
  dark: boolean;
  highContrast: boolean;
  textPercent: number;
  chosenLanguage: string;
  chosenTheme: string;
}

const KEPT = 'chatql-look';
const TEXT_PERCENT_MAX = 200;
const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more)');
let choices = keptChoices();

/** What holds now; the page's own elements show it when this returns. */
export function applyLook(): Look {
  const chosen = languages.find((language) => language === choices.language);
  const language = chosen ?? languageOfBrowser();
  const isDark = choices.theme === '' ? dark.matches : choices.theme === 'dark';
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.content = isDark ? '#161922' : '#ffffff'; // --surface of style.css.
  }
  setLanguage(language);
  setTextScale(choices.textPercent / 100);
  return {
    language,
    dark: isDark,
    highContrast: contrast.matches,
    textPercent: choices.textPercent,
    chosenLanguage: chosen ?? '',
    chosenTheme: choices.theme,
  };
}

export function watchLook(changed: () => void): void {
  dark.addEventListener('change', changed);
  contrast.addEventListener('change', changed);
  addEventListener('languagechange', changed);
}

export function choose(chosen: Choices): void {
  choices = sound(chosen);
  try {
    localStorage.setItem(KEPT, JSON.stringify(choices));
  } catch {
    // Then it holds until the window closes.
  }
}

function keptChoices(): Choices {
  try {
    return sound(JSON.parse(localStorage.getItem(KEPT) ?? '{}'));
  } catch {
    return sound({});
  }
}

function sound(value: unknown): Choices {
  const members = (typeof value === 'object' && value !== null ? value : {}) as Partial<Choices>;
  const { language, theme, textPercent } = members;
  const percent = typeof textPercent === 'number' ? Math.round(textPercent) : 100;
  return {
    language: typeof language === 'string' ? language : '',
    theme: theme === 'light' || theme === 'dark' ? theme : '',
    textPercent: Math.min(Math.max(percent, 100), TEXT_PERCENT_MAX),
  };
}

function languageOfBrowser(): Language {
  for (const tag of navigator.languages) {
    const found = languages.find((language) => tag.split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
