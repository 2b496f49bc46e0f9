"""View counts in text: the number, and the words that make it one of views."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.counts import CountError, find_views, is_counter_line, parse_count

PHRASES = {
    "Čitanja: 655": 655, "ผู้ชม 2,310 ครั้ง": 2310,
    "2312 views": 2312, "Post Views: 1.432": 1432, "Read 532 times": 532, "(Visited 215 times, 55 visits today)": 215,
    "3.409 letture": 3409, "5343 mal gelesen": 5343, "Aufrufe: 492": 492, "Bisher 1.234 mal gelesen": 1234,
    "просмотров: 173": 173, "3,6 тыс. просмотров": 3600, "2 312 переглядів": 2312, "Прочитано 7 разів": 7,
    "조회수 2,312": 2312, "조회 1.2만": 12000, "阅读量：2312": 2312, "1.2万次浏览": 12000, "瀏覽 7": 7,
    "閲覧数 1,234": 1234,
    "1.234 lượt xem": 1234, "2312 görüntülenme": 2312, "1,2 B görüntülenme": 1200, "Wyświetleń: 312": 312,
    "Dibaca 12.768 kali": 12768, "1234 مشاهدة": 1234, "بازدید ۱۲۳۴": 1234, "2.3 लाख व्यूज": 230000,
    "१,२३,४५६ व्यूज": 123456,
    "2\u202f312 vues": 2312, "Lu 910 fois": 910, "1.234 visitas": 1234, "Leído 910 veces": 910,
    "1,2 mil visualizações": 1200, "1,2 mil. zobrazení": 1200000, "1.234 keer bekeken": 1234, "910 bekeken": 910,
    "2\u00a0312 visningar": 2312, "Přečteno: 532×": 532, "2’312 Aufrufe": 2312, "1.2K views": 1200, "👁 1 234": 1234,
    "ნახვები: 1432": 1432, "Դիտումներ՝ 2312": 2312, "Үзсэн: 3,409": 3409, "Peržiūrų: 1 254": 1254,
    "Skatījumi: 641": 641, "Прегледано 641 пати": 641, "Baxış sayı: 1 254": 1254, "Ko‘rishlar soni: 5812": 5812,
    "2.312 shikime": 2312, "Visualitzacions: 1.254": 1254, "Imesomwa mara 910": 910, "නැරඹුම් 910": 910,
    "57,244 reads July 14, 2026": 57244,
    "👁️ 12": 12, "২৩১২ বার পঠিত": 2312, "เข้าชม 2,312 ครั้ง": 2312, "1.5M views": 1500000,
}  # fmt: skip

LOOK_ALIKES = [
    "View 6 Images", "Meist gelesen 1", "12 comments", "3 min read", "The clip drew 2312 views in a day",
    "55 visits today", "Views today: 55", "1,234 shares", "5 points of view", "Overviews 12", "3 of 12 views expressed",
    "Room with 2 views", "Top 10", "Video 2:31", "-5 views", "4.5 views", "12/2312 views", "2312 viewers online",
    "Mit 120 Aufrufen pro Tag", "Просмотрено", "2312", "", "Share 205 View comments 73",
    "3,000 views may not be many",
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "count"), PHRASES.items())
def test_a_number_beside_its_label_is_the_count(phrase, count):
    assert [views.count for views in find_views(phrase)] == [count]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_counter_beside_a_date_is_found_at_its_place(phrase):
    line = f"3 September 2024, 07:25 | {phrase}"
    (views,) = find_views(line)

    assert line[slice(*views.span)] == views.raw
    assert views.raw in phrase


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_a_counter_is_none(text):
    assert find_views(text) == []


@pytest.mark.parametrize(
    ("phrase", "precision"), [("1.2K views", 100), ("1K views", 1000), ("1,234 views", 1), ("1.2万次浏览", 1000)]
)
def test_precision_is_the_step_that_the_site_rounds_to(phrase, precision):
    assert find_views(phrase)[0].precision == precision


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("31 2312 views 3 min read", 2312),
        ("Comments 14 Views 492", 492),
        ("3 comments 14 views 2 likes", 14),
        ("Comments: 4 312 views", 312),
        ("4 312 views", 4312),
        ("26 March 2026 Culture By Mira Holt Views: 1 512", 1512),
        ("文章浏览量： 5,416", 5416),
        ("Опубліковано: 21.05.2025 14:20 👁 5 630 💬 48", 5630),
    ],
)
def test_a_label_serves_one_number_alone(line, count):
    assert [views.count for views in find_views(line)] == [count]


def test_a_label_with_a_colon_belongs_to_the_number_after_it():
    assert [views.count for views in find_views("No Comments 0 Views : 12 Print")] == [12]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_counter_alone_or_with_a_date_is_a_counter_line(phrase):
    assert is_counter_line(phrase)
    assert is_counter_line(f"September 3 2024 , 07:25 AM  •  {phrase}")


@pytest.mark.parametrize(
    "line",
    ["Tuesday, 3 September 2024", "Published: 3 hours ago", "Veröffentlicht am 3. September 2024 um 14:30 Uhr",
     "2024-09-03",
     "Опубликовано: 3 сентября 2024, 14:30", "发布时间：2024年9月3日 14:05",
     "Published Sept 3, 2024 | Updated Sept 4, 2024 8:00 am"],
)  # fmt: skip
def test_a_date_alone_is_a_counter_line(line):
    assert is_counter_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "On 3 September 2024 the lock opened.",
        "In 2024",
        "2312",
        "The lock drew 2312 visits.",
        "3 September 1939: war is declared",
        "Image",
        "",
    ],
)
def test_a_line_that_says_more_is_no_counter_line(line):
    assert not is_counter_line(line)


@pytest.mark.parametrize(
    "text", ["", "views", "3 of 12", "-5", "−5 views", "1.5 views", "12.34", "99999999999999999999", "1,23", "9" * 5000]
)
def test_what_is_not_one_whole_count_is_refused(text):
    with pytest.raises(CountError):
        parse_count(text)


def test_the_decimal_mark_decides_what_nothing_else_does():
    assert parse_count("1.234K") == 1234
    assert parse_count("1.234K", decimal_mark=",") == 1234000
    assert parse_count("1,2K") == parse_count("1.2K") == 1200


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_are_read_back(count):
    assert parse_count(f"{count:,} views") == count


LOCALES = """
    en de fr es it pt nl sv da fi pl cs ru uk tr ar ar_EG fa hi bn mr ne my th vi id ja ko zh de_CH es_MX en_IN
""".split()


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(LOCALES), st.booleans())
def test_a_count_written_as_any_locale_writes_it_reads_back(count, locale, own_digits):
    system = "default" if own_digits else "latn"
    written = format_decimal(count, locale=locale, numbering_system=system)

    assert parse_count(written) == count
    assert [views.count for views in find_views(f"{written} views")] == [count]


@given(st.text())
def test_no_text_raises_and_spans_slice_it(text):
    is_counter_line(text)
    for views in find_views(text):
        assert text[slice(*views.span)] == views.raw


PARTS = "0 1 12 345 2312 . , K M тыс. 万 万次 views view Views: 👁 читали mal gelesen × ( ) • - today".split()


@given(st.lists(st.sampled_from([*PARTS, " ", "\n"]), max_size=12).map("".join))
def test_no_jumble_of_the_parts_of_counters_raises(text):
    is_counter_line(text)
    assert all(views.count >= 0 for views in find_views(text))
