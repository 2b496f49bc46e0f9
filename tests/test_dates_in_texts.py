"""Dates in texts of every language and calendar, declared and printed."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from babel.core import get_cldr_version
from babel.dates import format_date
from calendar_names import FILE, LOCALES, names_of_cldr
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.reading.dates.calendars import day_of, from_jalali
from crawler.reading.dates.dates import find_printed, parse_declared

FETCHED = datetime(2024, 9, 4, 12, 20, tzinfo=UTC)


def printed(text, language=None, **known):
    return [p.moment.iso() for p in find_printed(text, language=language, **known)]


DECLARED = {
    "2024-09-03T07:25:00Z": "2024-09-03T07:25:00+00:00",
    "2024-09-03T07:25:00.123456+02:00": "2024-09-03T07:25:00+02:00",
    "2024-09-03T07:25:00,5+0200": "2024-09-03T07:25:00+02:00",
    "2024-09-03 07:25:00 +0300": "2024-09-03T07:25:00+03:00",
    "2024-09-03T07:25-05": "2024-09-03T07:25:00-05:00",
    "2024-09-03T07:25:00+02:00[Europe/Berlin]": "2024-09-03T07:25:00+02:00",
    "2024-09-03 07:25:00 UTC": "2024-09-03T07:25:00+00:00",
    "2024-09-03 07:25": "2024-09-03T07:25:00",
    "2024/9/3 7:25:00 PM": "2024-09-03T19:25:00",
    "20240903T072500Z": "2024-09-03T07:25:00+00:00",
    "20240903072500": "2024-09-03T07:25:00",
    "20240903": "2024-09-03",
    "2024-09-03": "2024-09-03",
    "2024-09-03T00:00:00": "2024-09-03",
    "2024-09-03T00:00:00+02:00": "2024-09-03T00:00:00+02:00",
    "2024-09-03T24:00:00+02:00": "2024-09-04T00:00:00+02:00",
    "Tue, 03 Sep 2024 07:25:00 GMT": "2024-09-03T07:25:00+00:00",
    "Tue, 03 Sep 2024 07:25:00 +0300": "2024-09-03T07:25:00+03:00",
    "Tue Sep 03 2024 07:25:00 GMT+0300 (Moscow Standard Time)": "2024-09-03T07:25:00+03:00",
    "Tue Sep 03 07:25:00 CEST 2024": "2024-09-03T07:25:00+02:00",
    "1725348300": "2024-09-03T07:25:00+00:00",
    "1725348300000": "2024-09-03T07:25:00+00:00",
    "Sep 3, 2024 7:25 PM": "2024-09-03T19:25:00",
    "٢٠٢٤-٠٩-٠٣": "2024-09-03",
}  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), DECLARED.items())
def test_a_declared_date_is_read_as_it_stands(text, iso):
    assert parse_declared(text).iso() == iso


@pytest.mark.parametrize(
    "text",
    ["", "0000-00-00 00:00:00", "0001-01-01T00:00:00", "2024-02-30", "soon", "3/9/2024", "12", "9999-12-31T24:00"],
)
def test_what_is_no_date_or_could_be_two_is_refused(text):
    assert parse_declared(text) is None


PRINTED = [
    ("September 3 2024 , 07:25 AM  •  2312 views", "en", "2024-09-03T07:25:00"),
    ("Tue, Sep 3, 2024 at 3 p.m. ET", "en", "2024-09-03T15:00:00-04:00"),
    ("10:30 AM EDT, Tue September 3, 2024", "en", "2024-09-03T10:30:00-04:00"),
    ("3rd of September, 2024 10:11:12 CEST", "en", "2024-09-03T10:11:12+02:00"),
    ("03-Sep-24", "en", "2024-09-03"),
    ("09/03/2024", "en", "2024-09-03"),
    ("03/09/2024", "en-GB", "2024-09-03"),
    ("23/09/2024", "en", "2024-09-23"),
    ("3. September 2024, 14.30 Uhr", "de", "2024-09-03T14:30:00"),
    ("Dienstag, 03.09.24 um 9:05", "de", "2024-09-03T09:05:00"),
    ("3. Jänner 2024", "de", "2024-01-03"),
    ("le 1er août 2024 à 14h30", "fr", "2024-08-01T14:30:00"),
    ("3 de septiembre de 2024 a las 14:30", "es", "2024-09-03T14:30:00"),
    ("3 de setembro de 2024 às 14h", "pt", "2024-09-03T14:00:00"),
    ("3 settembre 2024, ore 14.30", "it", "2024-09-03T14:30:00"),
    ("29 d’agost de 2024", "ca", "2024-08-29"),
    ("3 sept. 2024 14:30 uur", "nl", "2024-09-03T14:30:00"),
    ("tirsdag d. 3. september 2024 kl. 14.30", "da", "2024-09-03T14:30:00"),
    ("3.9.2024 klo 14.30", "fi", "2024-09-03T14:30:00"),
    ("klo 14.30 3.9.2024", "fi", "2024-09-03T14:30:00"),
    ("3 września 2024, 14:30", "pl", "2024-09-03T14:30:00"),
    ("3. srpna 2024", "cs", "2024-08-03"),
    ("3. listopada 2024", "hr", "2024-10-03"),
    ("3 listopada 2024", "pl", "2024-11-03"),
    ("2024. szeptember 3., kedd 14:30", "hu", "2024-09-03T14:30:00"),
    ("2024 m. rugsėjo 3 d. 10:00", "lt", "2024-09-03T10:00:00"),
    ("2024. gada 3. septembris, 12:01", "lv", "2024-09-03T12:01:00"),
    ("3 Σεπτεμβρίου 2024, 2:30 μ.μ.", "el", "2024-09-03T14:30:00"),
    ("3 сентября 2024 г., 14:30 (МСК)", "ru", "2024-09-03T14:30:00+03:00"),
    ("3 вересня 2024, 14:30", "uk", "2024-09-03T14:30:00"),
    ("3 Eylül 2024 Salı 14:30", "tr", "2024-09-03T14:30:00"),
    ("٣ سبتمبر ٢٠٢٤ 2:30 م", "ar", "2024-09-03T14:30:00"),
    ("24 نيسان / أبريل 2020", "ar", "2020-04-24"),
    ("3 كانون الثاني 2024", "ar", "2024-01-03"),
    ("۱۳ شهریور ۱۴۰۳ - ۱۰:۱۵", "fa", "2024-09-03T10:15:00"),
    ("۱۴۰۳/۰۶/۱۳", "fa", "2024-09-03"),
    ("3 בספטמבר 2024", "he", "2024-09-03"),
    ("3 सितंबर 2024", "hi", "2024-09-03"),
    ("৩ সেপ্টেম্বর ২০২৪", "bn", "2024-09-03"),
    ("3 กันยายน 2567 14:30 น.", "th", "2024-09-03T14:30:00"),
    ("3 ก.ย. 2567", "th", "2024-09-03"),
    ("Thứ ba, 3/9/2024, 07:25 (GMT+7)", "vi", "2024-09-03T07:25:00+07:00"),
    ("3 tháng 9, 2024", "vi", "2024-09-03"),
    ("Selasa, 3 September 2024 14:30 WIB", "id", "2024-09-03T14:30:00+07:00"),
    ("2024年9月3日 14时05分", "zh", "2024-09-03T14:05:00"),
    ("2024年9月3日 下午3:25", "zh", "2024-09-03T15:25:00"),
    ("民國113年9月3日", "zh", "2024-09-03"),
    ("令和6年9月3日", "ja", "2024-09-03"),
    ("2024.09.03 15:25", "ko", "2024-09-03T15:25:00"),
    ("2024년 9월 3일 오후 3:25", "ko", "2024-09-03T15:25:00"),
]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Datum:3. September 2024", "2024-09-03"),
        ("Datum:3. September 2024, 7:25 Uhr", "2024-09-03T07:25:00"),
        ("von Marianne1 am 03.09.2024", "2024-09-03"),
    ],
)
def test_what_is_printed_without_a_gap_before_a_date_is_no_part_of_it(text, iso):
    assert printed(text, "de") == [iso]


@pytest.mark.parametrize(("text", "language", "iso"), PRINTED)
def test_a_printed_date_is_read_in_its_language(text, language, iso):
    assert printed(text, language) == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "September 6-7, 2024",
        "6–7 September 2024",
        "version 3.9.24",
        "192.168.10.24",
        "may 2024",
        "2 of 3",
        "29 صفر 1446",
        "32.13.2024",
    ],
)
def test_what_is_no_day_is_not_taken_for_one(text):
    assert printed(text) == []


def test_a_name_of_two_months_is_none_without_its_language():
    assert printed("3 listopad 2024") == []


@pytest.mark.parametrize(
    "text",
    ["3 hours ago", "vor 3 Stunden", "il y a 3 heures", "hace 3 horas", "há 3 horas", "3 ore fa", "3 uur geleden",
     "3 godziny temu",
     "3 часа назад", "3 години тому", "3 saat önce", "منذ 3 ساعات", "۳ ساعت پیش", "3 घंटे पहले", "3小时前", "3時間前",
     "3시간 전",
     "3 giờ trước", "3 jam lalu", "för 3 timmar sedan", "for 3 timer siden", "3 tuntia sitten",
     "πριν 3 ώρες", "acum 3 ore", "před 3 hodinami"],
)  # fmt: skip
def test_hours_ago_are_counted_back_from_the_fetch_and_known_to_the_hour(text):
    (found,) = find_printed(text, fetched_at=FETCHED)

    assert (found.moment.iso(), found.moment.precision) == ("2024-09-04T09:00:00+00:00", "hour")


def test_relative_dates_mean_nothing_without_a_present():
    assert printed("3 hours ago") == printed("yesterday") == printed("3 September") == []


@pytest.mark.parametrize("text", ["2 hours of rain", "reading for 3 hours", "5 minutes"])
def test_a_span_of_time_is_not_a_date(text):
    assert printed(text, fetched_at=FETCHED) == []


def test_yesterday_takes_the_time_beside_it_and_the_zone_of_the_site():
    assert printed("gestern, 14:30 Uhr", "de", fetched_at=FETCHED, zone=ZoneInfo("Europe/Berlin")) == [
        "2024-09-03T14:30:00+02:00"
    ]


def test_a_day_without_year_is_the_last_one_before_the_fetch():
    assert printed("3 September", "en", fetched_at=FETCHED) == ["2024-09-03"]
    assert printed("3 December", "en", fetched_at=FETCHED) == ["2023-12-03"]


# Kurdish months stand in a case that CLDR does not list; in Welsh, Tuesday and March are one word; in Burmese,
# short months are one letter; Yoruba's dates have no separator.
UNREAD = {("ku", "long"), ("ku", "full"), ("cy", "full"), ("my", "medium"), ("yo", "medium"), ("ku", "medium")}


@given(
    day=st.dates(date(1996, 1, 1), date(2039, 12, 31)),
    locale=st.sampled_from(LOCALES),
    style=st.sampled_from(["full", "long", "medium"]),
)
def test_a_day_in_the_form_of_any_locale_reads_back(day, locale, style):
    assume((locale, style) not in UNREAD)
    text = format_date(day, style, locale=locale)

    assert [p.moment.when.date() for p in find_printed(text, language=locale.replace("_", "-"))] == [day]


def test_the_month_names_are_those_of_cldr():
    shipped = json.loads(FILE.read_text("utf-8"))
    if f"CLDR {get_cldr_version()} " not in shipped["source"]:
        pytest.skip("Babel here has another CLDR than the file was made from")

    assert {**names_of_cldr(), "source": ""} == {**shipped, "source": ""}


@given(st.dates(min_value=date(1922, 1, 1), max_value=date(2099, 12, 31)))
def test_each_day_is_the_morrow_of_the_one_before_in_the_persian_calendar(day):
    year = day.year - 621
    days = [
        from_jalali(year, m, d) for m in range(1, 13) for d in range(1, (31 if m < 7 else 30 if m < 12 else 29) + 1)
    ]

    assert days == [days[0] + timedelta(days=n) for n in range(365)]


def test_each_day_is_the_morrow_of_the_one_before_in_the_nepali_calendar():
    days = [
        found
        for year in range(2050, 2084)
        for month in range(1, 13)
        for day in range(1, 33)
        if (found := day_of(year, month, day, calendar="bikram"))
    ]

    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert (days[0], days[-1]) == (date(1993, 4, 13), date(2027, 4, 13))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("२०८१ भदौ १८ गते १७:४२ मा प्रकाशित", "2024-09-03T17:42:00"),
        ("प्रकाशित मिति : १८ भदौ २०८१, मङ्गलबार", "2024-09-03"),
        ("भदौ १८, २०८१ बिहान ७:२५ बजे", "2024-09-03T07:25:00"),
        ("Bhadra 18, 2081", "2024-09-03"),
        ("२०८१/०५/१८", "2024-09-03"),
    ],
)
def test_nepali_days_are_read_in_words_and_in_digits(text, iso):
    assert printed(text, "ne") == [iso]


@pytest.mark.parametrize("text", ["२०८१ भदौ ३३", "२०९९ भदौ १", "Bhadra 18, 1981", "भदौ १८"])
def test_what_is_no_day_of_the_nepali_calendar_is_none(text):
    assert printed(text, "ne", fetched_at=FETCHED) == []


@given(
    st.datetimes(
        min_value=datetime(1995, 1, 1),
        max_value=datetime(2099, 1, 1),
        timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=3))]),
    )
)
def test_what_is_written_in_iso_reads_back(when):
    when = when.replace(microsecond=0)
    read_back = parse_declared(when.isoformat())

    assert read_back.when == when or (read_back.precision == "day" and read_back.when.date() == when.date())


@given(st.text(), st.sampled_from([None, "en", "th", "fa", "zh"]))
def test_no_text_raises_and_spans_slice_it(text, language):
    parse_declared(text)
    for found in find_printed(text, language=language, fetched_at=FETCHED):
        assert 0 <= found.start < found.end <= len(text)


PARTS = "0 1 3 12 31 99 2024 2567 1403 : . / - , T Z + am PM May Sep مهر 年 月 日 hours ago".split()


@given(st.lists(st.sampled_from([*PARTS, " "]), max_size=14).map("".join))
def test_no_jumble_of_the_parts_of_dates_raises(text):
    parse_declared(text)
    find_printed(text, fetched_at=FETCHED)
