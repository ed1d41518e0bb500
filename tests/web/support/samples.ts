// Wrapped paragraphs in many scripts, each with what is hard about it.
export const samples: Record<string, string> = {
  latin:
    'The quick brown fox jumps over the lazy dog — café naïve coöperation, fi ffl AVAWA, “quoted”.',
  arabic:
    'مرحبا بالعالم كيف حالك اليوم؟ هذه رسالة طويلة تحتاج إلى عدة أسطر لتظهر بشكل صحيح داخل الفقاعة.',
  hebrew: 'שלום עולם, זוהי הודעה ארוכה שצריכה כמה שורות כדי להופיע נכון בתוך הבועה.',
  devanagari: 'नमस्ते दुनिया, क्षत्रिय और विद्यार्थी मिलकर एक लंबा संदेश लिख रहे हैं जो कई पंक्तियों में टूटता है।',
  chinese: '你好，世界！这是一条很长的消息，需要在多行中显示，以便测试换行。こんにちは、世界。',
  thai: 'สวัสดีชาวโลก นี่คือข้อความยาวที่ต้องตัดบรรทัดโดยไม่มีช่องว่างระหว่างคำเพื่อทดสอบการตัดคำ',
  korean: '안녕하세요, 세계! 이것은 여러 줄로 나뉘어야 하는 긴 메시지입니다.',
  emoji:
    'Emoji 😀🎉❤️ 👩‍👩‍👧‍👦 🇫🇷 👍🏽 wrap 🏳️‍🌈 in the middle 🧑🏿‍🚀 of a long line 👨‍👩‍👧 with families and flags 🇯🇵🇧🇷.',
  cyrillic: 'Съешь же ещё этих мягких французских булок, да выпей чаю. Γειά σου Κόσμε.',
  mixed:
    'Mixed: the word שלום means peace and مرحبا means hello, 123 abc (تجربة) end of mixed paragraph 42.',
  mixedRtl:
    'הודעה עם English words בתוך הטקסט וגם מספרים 123-456 ועוד abc def שנשברים בין השורות (כן).',
  combining: 'x̄ + é (combining) Zürich ạ̈ ç̌ o̲v̲e̲r̲ and Vietnamese: Tiếng Việt rất đẹp, phải không?',
  long: 'AveryveryverylongwordwithoutanyspacesThatMustBreakAnywhere https://example.com/a/b/c?d=e&f=g#h',
  newlines: 'Explicit\nnewlines\n\nand  double  spaces   kept',
};
