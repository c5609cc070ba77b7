//! Texts that nobody damaged, with what comes nearest to damage in each language.

/// One a line of writing or two, in many languages.
pub(crate) const TEXTS: &[&str] = &[
    // German
    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    "„Schöne Grüße“, sagte er – und ging. Maß: 20 °C, 5 m², 3½ µm, 10 ‰, Absatz § 5 und ÄÖÜäöüß.",
    "Der Fuß\u{AD}ball, die Straß\u{AD}e; »Größe« und »Spaß« … Das „Ä“, das „Ü“ und das „ß“. GRÖẞE, GROß, MÜß™.",
    "Müller & Söhne® kostet 5\u{A0}€, 7€ und £3; „Spaß“… »Maß«— ‚Süß‘ ‚Öl‘ ‚Ärger‘",
    // French
    "« Où est le café\u{A0}? » Il l’a mangé…\u{A0}» à l’école, l’été, d’Été, l’Île, l’œuvre — « Ça, c’est l’âge\u{A0}»",
    "“J’ai mangé…” dit-il. “Le café”… «À Paris»… Un bébé\u{A0}» — 1\u{A0}000\u{A0}€. CAFÉ…, ÉCOLE™, NOËL® ; Ÿ",
    "Il a été\u{A0}– c’est vrai\u{A0}– fêté\u{A0}»… déjà\u{A0}» là\u{A0}: voilà\u{A0}! sœur, cœur, ŒUVRE, Œuvre; né\u{A0}…",
    // Spanish, Portuguese
    "¿Qué pasó? ¡Adiós, señor! “El café”—dijo. «España» n.º 1, 2.ª ¡ESPAÑA! ¿ÁRBOL? «¿Qué?» «¡Ñandú!»",
    "NÃO, AMANHÃ, IRMÃ… “AMANHÔ, «MAÇû, ÓRFÃ. não, ações, coração, à, às, É, “É” – Ã alone. 3.º São João",
    // Nordic, Baltic
    "Ærø, Øre, Åse: «Å være», “Ål”, blåbær – smørrebrød… ”Är det så?” ”Öl” »Æbler« »Øl« ÆØÅ æøå Þór ÐÞ ðþ",
    // Turkish
    "Türkçe: İstanbul’da yağmur yağıyor; ŞIĞ, ağaç, “dağ”… çığ, İĞNE, “Şey” «ışık» Ğ ğ — öğretmen… GÜNEŞ",
    // Czech, Slovak, Estonian, Polish, Hungarian, Romanian
    "Příliš žluťoučký kůň úpěl ďábelské ódy. VÝŠKA, KŘÍŽ, něž, můžeš, DÁŠ, VÍŠ, TÉŽ, ÚŽAS, ÝŽ, křížem, nášť",
    "Üleš, ŠÄŽ, Pärnu; Zażółć gęślą jaźń. ŻÓŁĆ „Łódź” Árvíztűrő tükörfúrógép ŐŰ „Ő” Ţară în Â, Ș și ț: „Însă” ÎN",
    // Bulgarian, Russian, Ukrainian, Greek
    "Здравей, свят! „Благодаря“ – каза той… Съешь ещё этих мягких французских булок. «Привет» Ґрунт їжак № 5",
    "Καλημέρα κόσμε· «Ελλάδα» … Ώρα, ήλιος, π ≈ 3,14",
    // Japanese, Chinese, Korean
    "日本語のテキスト。「こんにちは」、世界！ 2DのUnityとReact。 中文：你好，世界。 한국어 텍스트입니다. ＡＢＣ",
    // Hebrew, Arabic, Hindi, Thai, Vietnamese
    "שלום עולם – “ציטוט” · مرحبا بالعالم، 5٪ · नमस्ते दुनिया · สวัสดีชาวโลก · Tiếng Việt: Ấn Độ, ĐÃ, VÃ, NGÃ…",
    // Emoji
    "🚀 Go! ⚡️ Fast, 👁️‍🗨️ seen, 🧑‍🔧 fixed, ♻️ again, 🏎️ 🇩🇪 👍🏽 1️⃣ ⏳ ℹ️ ✨ ⚙️🛠️ 🏳️‍🌈 (🎉) \"🎉\" `🎉` ❤️",
    // Formulas
    "2√π, x√2, √x, ∆x ≈ π, ≈π, √π ≤ ∞, ±½, ∑µ, ∂Ω/∂t, −∞, –∞, 5µm, ¬(a∧b), a≠b, ∫ƒ(x)dx, √∑, ≈°, ◊",
    // Code, tables, signs
    "fn größe(ä: &str) -> String { format!(\"{ä}…\") } // → ← ⇒ ─│┌┐└┘ █▓▒░ ✓ ✗ • · ° © ® ™ ¶ § † ‡ – — … ‘’ “” ‹›",
    "https://example.org/%C3%BC?q=ü&r=é • “quoted” • ‘single’ • naïve café résumé • ½ ¼ ¾ × ÷ ¢£¥€ «»",
];

/// Texts that speak of damage. Of the first, nothing else is beyond ASCII: no damage to it can be told from it.
pub(crate) const ABOUT_ENCODINGS: &[&str] = &[
    "The text `Ã¼` is what UTF-8 looks like in Latin-1.",
    "When `ü` comes out as `Ã¼`, or – as \"â€“\", or “â€”” or “â€™”, the page was read wrong. It shows `â€`, 'â€' and (Ã¼).",
    "In code: `print(\"ðŸš€ for all\")` and „Ã¤“ and «Â» and »Ã©«.",
];
