"""Dates told from the present, in the languages that news sites print them in; and dates that leave out their year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.reading.dates.dates import find_printed

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def told(text: str, language: str) -> list[str]:
    return [printed.moment.iso() for printed in find_printed(text, language=language, fetched_at=NOW)]


TWO_HOURS = [
    ("et", "2 tundi tagasi"), ("lt", "Prieš 2 valandas"), ("lt", "prieš 2 val."), ("lv", "Pirms 2 stundām"),
    ("hr", "prije 2 sata"), ("sl", "pred 2 urama"), ("sr", "пре 2 сата"), ("sr", "pre 2 sata"),
    ("bg", "преди 2 часа"), ("mk", "пред 2 часа"), ("sk", "pred 2 hodinami"), ("cs", "před 2 hodinami"),
    ("hu", "2 órája"), ("hu", "2 órával ezelőtt"), ("ro", "acum 2 ore"), ("el", "πριν από 2 ώρες"),
    ("sq", "2 orë më parë"), ("sq", "para 2 orësh"), ("is", "fyrir 2 klukkustundum"), ("fi", "2 tuntia sitten"),
    ("fi", "2 t sitten"), ("sv", "för 2 timmar sedan"), ("no", "for 2 timer siden"), ("da", "2 timer siden"),
    ("ca", "fa 2 hores"), ("gl", "hai 2 horas"), ("eu", "duela 2 ordu"), ("ga", "2 uair an chloig ó shin"),
    ("cy", "2 awr yn ôl"), ("bn", "২ ঘণ্টা আগে"), ("hi", "2 घंटे पहले"), ("mr", "2 तासांपूर्वी"),
    ("ne", "२ घण्टा अघि"), ("gu", "2 કલાક પહેલા"), ("pa", "2 ਘੰਟੇ ਪਹਿਲਾਂ"), ("ta", "2 மணி நேரத்திற்கு முன்"),
    ("ta", "2 மணி நேரம் முன்பு"), ("te", "2 గంటల క్రితం"), ("kn", "2 ಗಂಟೆಗಳ ಹಿಂದೆ"),
    ("ml", "2 മണിക്കൂർ മുമ്പ്"), ("si", "පැය 2 කට පෙර"), ("ur", "2 گھنٹے پہلے"), ("ur", "2 گھنٹے قبل"),
    ("fa", "۲ ساعت پیش"), ("ar", "منذ 2 ساعات"), ("ar", "منذ ساعتين"), ("ar", "قبل ساعتين"),
    ("he", "לפני 2 שעות"), ("he", "לפני שעתיים"), ("ka", "2 საათის წინ"), ("hy", "2 ժամ առաջ"),
    ("az", "2 saat əvvəl"), ("tr", "2 saat önce"), ("kk", "2 сағат бұрын"), ("ky", "2 саат мурун"),
    ("uz", "2 soat oldin"), ("uz", "2 soat avval"), ("mn", "2 цагийн өмнө"), ("tg", "2 соат пеш"),
    ("sw", "saa 2 zilizopita"), ("tl", "2 oras ang nakalipas"), ("ms", "2 jam lalu"), ("ms", "2 jam yang lalu"),
    ("th", "2 ชั่วโมงที่แล้ว"), ("km", "២ ម៉ោងមុន"), ("lo", "2 ຊົ່ວໂມງກ່ອນ"), ("my", "၂ နာရီ အကြာက"),
    ("vi", "2 giờ trước"), ("ko", "2시간 전"), ("ja", "2時間前"), ("zh", "2小时前"), ("uk", "2 години тому"),
    ("uk", "2 год. тому"), ("ru", "2 часа назад"), ("be", "2 гадзіны таму"), ("pl", "2 godz. temu"),
    ("pl", "2 godziny temu"), ("de", "vor 2 Std."), ("fr", "il y a 2 h"), ("fr", "Il y a 2 heures"),
    ("es", "hace 2 horas"), ("pt", "há 2 horas"), ("pt", "2 horas atrás"), ("it", "2 ore fa"),
    ("nl", "2 uur geleden"), ("en", "2 hrs ago"), ("en", "2h ago"), ("en", "about 2 hours ago"),
]  # fmt: skip
FIFTEEN_MINUTES = [
    ("hr", "Prije 15 minuta"), ("sl", "pred 15 minutami"), ("sr", "Пре 15 минута"), ("bg", "преди 15 минути"),
    ("hu", "15 perce"), ("ro", "acum 15 minute"), ("el", "πριν 15 λεπτά"), ("is", "Fyrir 15 mínútum"),
    ("bn", "১৫ মিনিট আগে"), ("mr", "15 मिनिटांपूर्वी"), ("ne", "१५ मिनेट अगाडि"), ("fa", "۱۵ دقیقه قبل"),
    ("ar", "منذ 15 دقيقة"), ("he", "לפני 15 דקות"), ("mn", "15 минутын өмнө"), ("th", "15 นาทีที่แล้ว"),
    ("uk", "15 хв тому"), ("ru", "15 мин назад"), ("pl", "15 min. temu"), ("de", "vor 15 Min."),
    ("en", "15m ago"),
]  # fmt: skip
TWO_DAYS = [
    ("ro", "acum 2 zile"), ("bn", "২ দিন আগে"), ("hi", "2 दिन पहले"), ("ar", "منذ يومين"),
    ("he", "לפני יומיים"), ("th", "2 วันที่แล้ว"),
]  # fmt: skip
YESTERDAY = [
    ("lt", "Vakar, 16:45"), ("lv", "Vakar, 16:45"), ("et", "Eile, 16:45"), ("hr", "Jučer, 16:45"),
    ("sr", "Јуче, 16:45"), ("sl", "Včeraj, 16:45"), ("bg", "Вчера, 16:45"), ("ka", "გუშინ, 16:45"),
    ("he", "אתמול, 16:45"), ("kk", "Кеше, 16:45"), ("uz", "Kecha, 16:45"), ("az", "Dünən, 16:45"),
    ("hu", "tegnap, 16:45"), ("sq", "Dje, 16:45"), ("is", "í gær kl. 16:45"), ("ro", "ieri, 16:45"),
    ("sk", "Včera o 16:45"), ("mn", "Өчигдөр 16:45"), ("no", "i går kl. 16:45"),
]  # fmt: skip
TODAY = [
    ("hr", "Danas, 09:10"), ("lt", "Šiandien, 09:10"), ("lv", "Šodien, 09:10"), ("et", "Täna, 09:10"),
    ("bg", "Днес, 09:10"), ("ka", "დღეს, 09:10"), ("he", "היום, 09:10"), ("kk", "Бүгін, 09:10"),
    ("uz", "Bugun, 09:10"), ("az", "Bu gün, 09:10"), ("hu", "ma, 09:10"), ("sl", "Danes, 09:10"),
    ("sq", "Sot, 09:10"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), TWO_HOURS)
def test_two_hours_ago_are_counted_back_in_any_language(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-25T10:00:00+00:00"]


@pytest.mark.parametrize(("language", "text"), FIFTEEN_MINUTES)
def test_a_quarter_of_an_hour_ago_is_counted_back_in_any_language(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-25T11:45:00+00:00"]


@pytest.mark.parametrize(("language", "text"), TWO_DAYS)
def test_two_days_ago_are_a_day_in_any_language(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-23"]


@pytest.mark.parametrize(
    ("language", "text"), [("ru", "час назад"), ("uk", "годину тому"), ("he", "לפני שעה"), ("ar", "منذ ساعة")]
)
def test_an_hour_may_be_told_without_a_number(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-25T11:00:00+00:00"]


@pytest.mark.parametrize(("language", "text"), YESTERDAY)
def test_yesterday_has_its_time_in_any_language(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-24T16:45:00"]


@pytest.mark.parametrize(("language", "text"), TODAY)
def test_today_has_its_time_in_any_language(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-25T09:10:00"]


@pytest.mark.parametrize(
    ("language", "text"), [("it", "Ma il ponte, 09:10"), ("de", "Eile, 16:45"), ("en", "Sot, 09:10")]
)
def test_a_word_for_a_day_is_none_in_a_language_where_it_means_something_else(language: str, text: str) -> None:
    assert told(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "2 ago. 2026"), ("it", "2 ago 2026"), ("pt", "02 ago 2026")],
)
def test_ago_is_august_beside_a_year(language: str, text: str) -> None:
    assert told(text, language) == ["2026-08-02"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "11月24日 15時20分"),
        ("ja", "11/24(火) 15:20配信"),
        ("ko", "11월 24일 오후 3:20"),
        ("zh", "11-24 15:20"),
        ("fi", "24.11. klo 15.20"),
        ("cs", "24. 11. 15:20"),
    ],
)
def test_a_day_before_its_time_needs_no_year(language: str, text: str) -> None:
    assert told(text, language) == ["2026-11-24T15:20:00"]


@pytest.mark.parametrize(
    "text", ["祭りは11月28日に始まる。", "3/4の家庭", "24.11. kokoontuvat", "2-11 0:30 elleni mérkőzés"]
)
def test_a_day_without_its_year_is_none_in_a_sentence(text: str) -> None:
    assert told(text, "ja") == []


@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("bn", "২৪ নভেম্বর ২০২৬, বিকাল ০৩:২০", "15:20"),
        ("bn", "২৪ নভেম্বর ২০২৬, রাত ১০:১৫", "22:15"),
        ("bn", "২৪ নভেম্বর ২০২৬, রাত ০১:৩০", "01:30"),
        ("bn", "২৪ নভেম্বর ২০২৬, দুপুর ১২:৩০", "12:30"),
        ("bn", "২৪ নভেম্বর ২০২৬, ০৩:২০ পিএম", "15:20"),
        ("hi", "24 नवम्बर 2026, दोपहर 1:05 बजे", "13:05"),
        ("zh", "2026年11月24日 晚上12:30", "00:30"),
        ("ko", "2026년 11월 24일 밤 11:30", "23:30"),
        ("el", "24 Νοε 2026, 3:20 μμ", "15:20"),
        ("si", "2026 නොවැම්බර් 24 06:20 ප.ව.", "18:20"),
    ],
)
def test_the_part_of_the_day_tells_which_of_two_hours_is_meant(language: str, text: str, clock: str) -> None:
    assert told(text, language) == [f"2026-11-24T{clock}:00"]
