// The page's own words: those of index.html and of what it says while the program is not there.
// English stands where it is used and is the key to the others. The program's words are in
// src/ui/strings.inc.

export const languages = ['en', 'de', 'ar'] as const;
export type Language = (typeof languages)[number];

let current: Language = 'en';

/** English: [German, Arabic] */
const translations: Record<string, readonly [string, string]> = {
  'Welcome back': ['Willkommen zurück', 'مرحبًا بعودتك'],
  Username: ['Benutzername', 'اسم المستخدم'],
  Password: ['Passwort', 'كلمة المرور'],
  Email: ['E-Mail', 'البريد الإلكتروني'],
  Code: ['Code', 'الرمز'],
  'Sign in': ['Anmelden', 'تسجيل الدخول'],
  'Show what you type': ['Eingabe zeigen', 'إظهار ما تكتبه'],
  'New here?': ['Neu hier?', 'جديد هنا؟'],
  'Create an account': ['Konto anlegen', 'إنشاء حساب'],
  'Create your account': ['Lege dein Konto an', 'أنشئ حسابك'],
  'Create account': ['Konto anlegen', 'إنشاء الحساب'],
  'At least 8 characters, with a capital and a small letter, a digit and a symbol.': [
    'Mindestens 8 Zeichen mit einem großen und einem kleinen Buchstaben, einer Ziffer und ' +
      'einem Sonderzeichen.',
    '8 أحرف على الأقل، منها حرف كبير وحرف صغير ورقم ورمز.',
  ],
  'Already have an account?': ['Du hast schon ein Konto?', 'لديك حساب بالفعل؟'],
  'Back to sign-in': ['Zurück zur Anmeldung', 'العودة إلى تسجيل الدخول'],
  'Check your email': ['Sieh in deine E-Mails', 'تحقق من بريدك'],
  'This confirms the account': ['Damit bestätigst du das Konto', 'هذا يؤكد الحساب'],
  Confirm: ['Bestätigen', 'تأكيد'],
  'Send a new code': ['Neuen Code senden', 'إرسال رمز جديد'],
  'A new version of ChatQL is ready.': [
    'Eine neue Version von ChatQL ist da.',
    'إصدار جديد من ChatQL جاهز.',
  ],
  Reload: ['Neu laden', 'إعادة التحميل'],
  Continue: ['Weiter', 'متابعة'],
  'Use here': ['Hier benutzen', 'استخدامه هنا'],
  'ChatQL needs a secure connection: open it with https.': [
    'ChatQL braucht eine sichere Verbindung: Öffne es mit https.',
    'يحتاج ChatQL إلى اتصال آمن: افتحه عبر https.',
  ],
  'This browser lets ChatQL keep nothing: unsent messages are lost when you close it.': [
    'Dieser Browser lässt ChatQL nichts speichern: Nicht gesendete Nachrichten gehen beim ' +
      'Schließen verloren.',
    'لا يسمح هذا المتصفح لـ ChatQL بحفظ شيء: تُفقد الرسائل غير المرسلة عند إغلاقه.',
  ],
  'ChatQL could not be loaded. Check your connection and try again.': [
    'ChatQL konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
    'تعذر تحميل ChatQL. تحقق من اتصالك وحاول مجددًا.',
  ],
  'This site is not set up yet: its config.json is missing or broken.': [
    'Diese Seite ist noch nicht eingerichtet: config.json fehlt oder ist kaputt.',
    'لم يُعدّ هذا الموقع بعد: ملف config.json مفقود أو تالف.',
  ],
  'This browser has no WebGL 2. ChatQL works, but it looks plain here.': [
    'Dieser Browser hat kein WebGL 2. ChatQL funktioniert, sieht hier aber schlicht aus.',
    'لا يدعم هذا المتصفح WebGL 2. يعمل ChatQL هنا لكن بمظهر بسيط.',
  ],
  'ChatQL is open in another window.': [
    'ChatQL ist in einem anderen Fenster geöffnet.',
    'ChatQL مفتوح في نافذة أخرى.',
  ],
  'ChatQL has stopped because of a fault. Your messages are safe.': [
    'ChatQL wurde wegen eines Fehlers beendet. Deine Nachrichten sind sicher.',
    'توقف ChatQL بسبب خلل. رسائلك بأمان.',
  ],
};

export function say(english: string): string {
  const of = translations[english];
  if (!of || current === 'en') return english;
  return of[current === 'de' ? 0 : 1];
}

/** The texts of the page as it was written; those that change later are not among them. */
let written: { node: Text; english: string }[] | undefined;

export function setLanguage(language: Language): void {
  written ??= [...texts(document.body)];
  if (language === current) return;
  current = language;
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  for (const { node, english } of written) {
    node.data = node.data.replace(/\S.*\S|\S/s, () => say(english));
  }
}

function* texts(root: Node): Generator<{ node: Text; english: string }> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const english = node.data.trim().replace(/\s+/g, ' ');
    if (english in translations) yield { node, english };
  }
}
