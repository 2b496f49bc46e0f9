"""Short texts in many scripts, to be archived and found again."""

from datetime import UTC, datetime

from crawler.items import Article
from crawler.page import Page

NOW = datetime(2026, 11, 24, 3, 25, tzinfo=UTC)
TEXTS = {
    "en": "The soil near the harbour's lock-gates is rich, but oily. Prices rose 1,250 at U.S. ports; it isn't over.",
    "en2": "Café owners in Zürich met Ångström’s heirs – a naïve résumé of the coöperative.",
    "de": "Die Straße am Fluß ist gesperrt, teilte die Behörde mit. Donau\u00addampfschiff legt ab.",
    "el": "Η ΑΘΗΝΑ υποδέχεται την πρωθυπουργό.",
    "ru": "Ещё одна ёлка стоит на площади, заявил мэр Йошкар-Олы.",
    "uk": "Їхній поїзд вирушить до Києва об’їзною колією.",
    "tr": "IĞDIR'da yağış; İstanbul ve Diyarbakır ılık.",
    "vi": "Thủ tướng Việt Nam gặp các doanh nghiệp ở Hà Nội.",
    "zh": "日本首相在东京会见了记者。他说，经济正在恢复。",
    "zh-Hant": "行政院長表示,「明年預算」將增加。𠮷野家漲價",
    "ja": "東京都の知事は、ＡＩを使った新しいサービスを始めると述べた。ｶﾒﾗ付きスマートフォン",
    "ko": "대통령실은 한국과 일본이 정상회담을 연다고 밝혔다.",
    "th": "นายกรัฐมนตรีกล่าวว่าเศรษฐกิจไทยกำลังฟื้นตัวในปี 2567",
    "lo": "ນາຍົກລັດຖະມົນຕີ ກ່າວວ່າ ເສດຖະກິດລາວ",
    "km": "នាយករដ្ឋមន្ត្រី\u200bបាន\u200bថ្លែង\u200bថា",
    "my": "ဝန်ကြီးချုပ်က စီးပွားရေး တိုးတက်နေသည်",
    "hi": "प्रधानमंत्री ने दिल्ली में किसानों से बात की।",
    "ar": "قَالَ رَئِيسُ الوُزَرَاءِ أحمد إن الاقتصـــاد يتعافى في القاهرة",
    "fa": "کتاب‌ها را می‌خواهم، وزیر گفت.",
    "he": "רֹאשׁ הַמֶּמְשָׁלָה נאם בירושלים",
    "ta": "முதல்வர் சென்னையில் பேசினார்",
    "mixed": "新しいiPhone用ケースがAmazonで発売、価格は9,800円",
}


def article(text, number=0, **values):
    url = f"https://harbour.example/{number}"
    return Article(page=Page(url), url=url, site="harbour.example", body=text, **values)
