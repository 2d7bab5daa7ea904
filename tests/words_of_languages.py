"""Words of a massage school in 23 languages, with the older ways in which programs there save a table."""

WESTERN = "cp1252 iso8859_1 iso8859_15 mac_roman cp850 cp437 cp858"
CENTRAL = "cp1250 iso8859_2 mac_latin2 cp852 iso8859_16"
CYRILLIC = "cp1251 koi8_r koi8_u cp866 iso8859_5 mac_cyrillic cp855"

LANGUAGES = {
    "French": (WESTERN, "Massage à l’huile; Pétrissage; Muscle trapèze; Épaule gelée; Crème très légère; Côté; "
        "Durée: 45 min; Été"),
    "German": (WESTERN, "Rückenmassage; Fußreflexzonen; Größe; Müdigkeit; Schulter und Hüfte; Öl; Kräftigung; Gefäße"),
    "Spanish": (WESTERN, "Masaje de tejido profundo; Presión; Músculo; Señora; Tensión crónica; Años; País; "
        "Más; Rodilla; Día"),
    "Portuguese": (WESTERN + " cp860", "Massagem; Pressão; Pescoço; Tensão; Não; Músculos; Mãos; Relaxação; "
        "Você; À mão"),
    "Icelandic": (WESTERN + " mac_iceland cp861", "Djúpvöðvanudd; Háls; Öxl; Verkur í baki; Það; Þrýstingur; Fætur"),
    "Polish": (CENTRAL, "Masaż głęboki; Ból pleców; Mięsień; Ucisk; Łydka; Napięcie; Ćwiczenie; Szyja i kręgosłup; Że"),
    "Czech": (CENTRAL, "Hluboká masáž; Bolest zad; Svalů; Šíje; Krčma; Klíč; Další; Příliš; Tlak; Ústav"),
    "Hungarian": (CENTRAL, "Mélyszöveti masszázs; Erős nyomás; Fűtés; Hát; Derék; Idő; Csípő; Úton"),
    "Romanian": (CENTRAL, "Masaj terapeutic; Presiune puternică; Spate; Gât; Mână; În; Săptămână; Tată"),
    "Turkish": ("cp1254 iso8859_9 mac_turkish cp857", "Derin doku masajı; Ağrı; Kas; Boyun; Sırt; Güçlü basınç; "
        "Diş; Dağ"),
    "Lithuanian": ("cp1257 iso8859_4 iso8859_13 cp775", "Gilus masažas; Nugara; Kaklo skausmas; Raumenų įtampa; "
        "Aš; Pusė"),
    "Latvian": ("cp1257 iso8859_4 iso8859_13 cp775", "Dziļo audu masāža; Mugura; Kāja; Sāpes; Noskaņa; Tā"),
    "Vietnamese": ("cp1258", "Xoa bóp mô sâu; Đau lưng; Cổ và vai; Áp lực mạnh; Vụ"),
    "Greek": ("cp1253 iso8859_7 cp737 cp869 mac_greek", "Βαθύ μασάζ; Πλάτη; Αυχένας; Πόνος; Ώμος και πλάτη; Η"),
    "Russian": (CYRILLIC, "Глубокий массаж; Спина; Шея; Боль в спине; Мышца; Давление; И; А"),
    "Ukrainian": ("cp1251 koi8_u iso8859_5 mac_cyrillic", "Глибокий масаж; Спина; Шия; Біль; М’яз; Рік; Її"),
    "Arabic": ("cp1256 iso8859_6 cp720 cp864", "تدليك عميق; ألم الظهر; الرقبة; عضلة; ضغط"),
    "Hebrew": ("cp1255 iso8859_8 cp862", "עיסוי עמוק; כאב גב; צוואר; שריר; לחץ"),
    "Hindi": ("", "गहरी मालिश; पीठ दर्द; गर्दन; मांसपेशी"),
    "Thai": ("cp874 tis_620", "นวดแผนไทย; ปวดหลัง; คอ; กล้ามเนื้อ"),
    "Chinese": ("gbk gb18030 big5", "深层按摩; 背痛; 肩; 肌肉; 压力"),
    "Japanese": ("shift_jis cp932 euc_jp", "深部マッサージ; 腰痛; 首; 筋肉; ケア; 僕"),
    "Korean": ("cp949 euc_kr johab", "심부 조직 마사지; 허리 통증; 목; 근육"),
}  # fmt: skip
