"""Pages of small news systems, which declare next to nothing: what they print is read by where it stands."""

import pytest

from crawler.page import Page
from pipelines import extract

STORY = (
    "<p>Мост через реку открыли для машин после ремонта, который длился четырнадцать месяцев.</p>"
    "<p>«Мы просили не спешить, а сделать на века», — сказал глава города Аркадий Селиванов.</p>"
    "<p>На мосту заменили двенадцать балок, уложили новый асфальт и поставили светильники.</p>"
)
PERSIAN = (
    "<p>کتابخانه روستای سرخ‌کلا که دو سال پیش در سیل آسیب دیده بود، روز دوشنبه پس از بازسازی باز شد.</p>"
    "<p>به گفته دهیار روستا، نیمی از هزینه بازسازی را اهالی پرداخته‌اند و باقی آن از بودجه تأمین شده است.</p>"
)
TITLE = "Мост через Ольховку открыли после ремонта"


def read(body, tag="Вестник", head="", lang=' lang="ru"', url="https://vestnik.example/news/412.html"):
    html = f"<html{lang}><head><title>{tag}</title>{head}</head><body>{body}</body></html>"
    return extract(Page.from_html(html, url), reraise=True)


@pytest.mark.parametrize("tag", ["Вестник", "Новости", "Vestnik - weekly"])
def test_the_heading_that_the_story_begins_under_is_its_title_where_the_title_tag_names_the_site(tag):
    home = '<div class="logo"><a href="/">Вестник</a></div>'
    lists = '<div class="side"><h3>Новое</h3><h3><a href="/1">Лыжную базу откроют раньше срока</a></h3></div>'

    assert read(f"{home}<div><h3>{TITLE}</h3></div><div>{STORY}</div>{lists}", tag).title == TITLE
    # What a title tag tells is not given up for a heading over a part.
    assert read(f"{home}<h3>Коротко о главном в городе</h3>{STORY}{lists}", TITLE).title == TITLE


def test_a_link_to_its_own_page_is_the_title_where_the_title_tag_goes_on():
    story = f'<div class="item"><span>3 мая 2026</span><a href="/news/412.html">{TITLE}</a><hr>{STORY}</div>'

    assert read(story, f"{TITLE} » Заречье").title == TITLE


@pytest.mark.parametrize("lang", ["", ' lang="en"'])
def test_a_persian_year_is_read_whatever_the_page_declares(lang):
    body = f"<span>1404/09/03</span> <span>10:15</span> کد خبر: <b>18243</b></div><div>{PERSIAN}</div>"
    article = read(f"<div>کتابخانه روستای سرخ‌کلا پس از بازسازی باز شد</div><div>{body}", "شمال نیوز", lang=lang)

    assert article.published_at == "2025-11-24T10:15:00"
    assert article.title == "کتابخانه روستای سرخ‌کلا پس از بازسازی باز شد"


def test_a_day_in_digits_with_spaces_between_is_one_on_a_line_of_its_own():
    day = '<div class="entry-meta"><div class="inner-date">24 11 2025  10:15</div></div>'
    related = '<h3>Похожие записи:</h3><a href="/2"><span>12.11.2025 в 09:10</span><h4>Лекцию перенесли</h4></a>'

    assert read(f"<h1>{TITLE}</h1>{day}{STORY}{related}", TITLE).published_at == "2025-11-24T10:15:00"


def test_who_comments_wrote_no_story():
    marked = (
        '<div class="fcomms"><div class="comm-item"><div class="comm-author">Шерзод Каримов</div>Рахмат!</div></div>'
    )
    headed = "<h4>Комментарии</h4><h5><b>Павел Гусев</b> <span>24 ноября 2025, 13:00</span></h5><p>Спасибо.</p>"

    assert read(f"<h1>{TITLE}</h1>{STORY}{marked}", TITLE).authors == []
    assert read(f"<h1>{TITLE}</h1>{STORY}{headed}", TITLE).authors == []


def test_who_links_to_an_account_by_the_headline_wrote_the_story():
    line = (
        '<ul><li><a href="/user/sergeeva/"><img src="a.png"><span>Анна Сергеева</span></a></li><li><a>2</a></li></ul>'
    )

    assert read(f"<h3>{TITLE}</h3>{line}{STORY}", TITLE).authors == ["Анна Сергеева"]
    assert read(f"<h3>{TITLE}</h3>{STORY}{line}", TITLE).authors == []


def test_a_line_of_labels_is_no_standfirst_and_tells_the_section():
    labels = (
        '<div class="meta-post-box"><span>Автор: Ирина Самчук</span> , <span>Категория: Культура</span> ,'
        "<span>Создано: 2025-11-24 10:15:22</span> , <span>Просмотров: 87</span> <a href=/t/1>мосты</a></div>"
    )
    article = read(f"<h2>{TITLE}</h2>{labels}<div>{STORY}</div>", TITLE)

    assert (article.description, article.section, article.authors) == (None, "Культура", ["Ирина Самчук"])


def test_the_foot_of_the_card_that_holds_the_story_is_its_own():
    foot = '<div class="card-footer"><div>24-11-2025, 10:15</div><div class="col-3">Просмотров: 311</div></div>'
    card = f'<div class="card"><div class="card-header">{TITLE}</div><div class="card-body">{STORY}</div>{foot}</div>'
    link = '<a href="/2">Лыжную базу откроют раньше срока</a>'
    other = f'<div class="card">{link}<div class="card-footer">Просмотров: 9</div></div>'

    assert read(card + other, TITLE).view_count == 311


def test_date_and_counter_that_lie_over_a_picture_are_no_caption():
    picture = (
        '<div class="fimg"><img src="/most.jpg"><div>Общество</div>'
        "<div><div>10:15, 24 ноября 2025</div><div>1 873</div><div>3</div></div></div>"
    )

    head = '<meta property="og:image" content="/most.jpg">'
    assert read(f"<div><h1>{TITLE}</h1>{picture}</div>{STORY}", TITLE, head).image_caption is None


@pytest.mark.parametrize("heading", ["Новости", "Haber Detay", "News"])
def test_what_a_system_calls_any_storys_page_is_no_title(heading):
    body = f'<h1>{heading}</h1><div class="news-detail"><span>24.11.2025 10:15:00</span><h3>{TITLE}</h3>{STORY}</div>'

    assert read(body, heading).title == TITLE
    assert read(body, f"{heading} - Zarečje Vesti", url="https://zarecjevesti.example/detail.php?ID=412").title == TITLE


def test_a_link_to_a_category_in_the_headline_is_no_part_of_the_title_and_tells_the_section():
    heading = f'<h1><span><a href="/category/society">Общество</a></span> {TITLE}</h1>'
    article = read(f"{heading}<div>24 ноября 2025</div>{STORY}", f"{TITLE} | Вестник")

    assert (article.title, article.section) == (TITLE, "Общество")


def test_a_script_names_the_category_that_it_lists():
    link = '<div class="cat"><a href="/kategorija.php?id=3"><p>Культура</p></a></div>'

    assert read(f"{link}<h1>{TITLE}</h1><div>24 ноября 2025</div>{STORY}", TITLE).section == "Культура"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<i>Ekleyen: Zeynep Aksoy</i> <i>Yayın Tarihi: 24.11.2025 10:15:00</i>", ["Zeynep Aksoy"]),
        ("נכתב על ידי <span>תמר לוי</span> בתאריך <span>ב', 24/11/2025 - 10:15</span>", ["תמר לוי"]),
        ('<span class="news-author">Администратор</span>', []),
    ],
)
def test_a_name_ends_where_its_element_does_and_an_account_is_nobodys(line, authors):
    assert read(f"<h1>{TITLE}</h1><div>{line}</div>{STORY}", TITLE).authors in (authors, ["Вестник"][: len(authors)])


def test_the_text_of_a_card_is_no_other_story():
    count = "<p class='card-text'>Дата: 24 ноября 2025 г. 10:15</p><p class='card-text'>Количество просмотров: 57</p>"

    assert read(f'<div class="card"><h2 class="card-title">{TITLE}</h2>{STORY}{count}</div>', TITLE).view_count == 57


def test_a_declared_text_of_which_the_story_says_no_word_describes_the_site():
    head = '<meta name="description" content="{}">'

    more = "<p>Грузовикам тяжелее двадцати тонн проезд пока закрыт: зимой инженеры проверят опоры ещё раз.</p>"
    assert read(f"<h1>{TITLE}</h1>{STORY}{more * 12}", TITLE, head.format("Free HTML Templates")).description is None
    assert read(f"<h1>{TITLE}</h1>{STORY}{more}", TITLE, head.format("Зачем городу набережная")).description
    told = "Первым проехал автобус, балок заменили двенадцать"
    assert read(f"<h1>{TITLE}</h1>{STORY}", TITLE, head.format(told)).description == told


def test_the_sites_name_in_a_heading_of_its_own_and_a_page_for_any_story_are_no_titles():
    top = '<a href="index.php"><h1 class="sitename">NBS</h1></a><h1>تفاصيل المدونة</h1>'
    side = "<div><h3>Категории</h3><ul><li>Спорт</li></ul></div>"

    assert read(f"{top}<article><h2>{TITLE}</h2><div>{STORY}</div></article>", "NBS").title == TITLE
    head = '<meta name="csrf-token" content="x">'
    assert read(f"<div><h4>{TITLE}</h4>{STORY}</div>{side}", "Bootstrap theme", head).title == TITLE


def test_what_stands_in_brackets_behind_the_title_is_none_of_it():
    story = f"<h1>{TITLE} <small>(Рейтинг: +3)</small></h1>{STORY}"

    assert read(story, f"{TITLE} - Заречный портал").title == TITLE


def test_a_title_that_is_printed_twice_is_the_headline_where_the_byline_stands():
    hero = f"<div><h2>{TITLE}</h2><ul><li><a href=/>Главная</a><li><a href=/g>Город</a><li>{TITLE}</ul></div><i>24</i>"
    facts = "<ul><li>Анна Сергеева</li><li>1.204</li><li>24 ноября 2025 10:15</li></ul>"

    assert read(f"{hero}<i>Ноя</i><h3>{TITLE}</h3>{facts}{STORY}", TITLE).authors == ["Анна Сергеева"]


def test_tags_and_views_in_the_middle_of_a_line_are_read_and_no_standfirst():
    line = (
        '<p>Opublikowano dnia <time>10:15,</time> autor: <a href="/a">Anna Zielińska</a> &bull; Kategorie:'
        ' <a href="/k/1/" rel="category tag">Wydarzenia</a> Tagi: <a href="/tag/d/" rel="tag">dworzec</a></p>'
    )
    article = read(f"<article><header><h1>{TITLE}</h1>{line}</header>{STORY}</article>", TITLE)
    assert (article.tags, article.description, article.authors) == (["dworzec"], None, ["Anna Zielińska"])

    views = "<ul><li>با <strong>2</strong> نظر</li><li>و <strong>542</strong>بازدید</li></ul>"
    assert read(f"<h1>{TITLE}</h1>{views}{PERSIAN}", TITLE, lang=' lang="fa"').view_count == 542


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("منتشر شده در 3 آذر 1404 توسط نسرین بهرامی", "نسرین بهرامی"),
        ("نشر في 24 نوفمبر 2025 بواسطة ليلى منصور", "ليلى منصور"),
        ("Опубликовано 24.11.2025 автором Марина Ветрова", "Марина Ветрова"),
        ("Objavljeno 24.11.2025 od Milan Jović", "Milan Jović"),
        ("Публикувано на 24.11.2025 от Мила Петрова", "Мила Петрова"),
        ("Δημοσιεύτηκε στις 24/11/2025 από Ελένη Παππά", "Ελένη Παππά"),
        ("Publicat pe 24 noiembrie 2025 de Andreea Lupu", "Andreea Lupu"),
        ("Created by Andreea Lupu on Monday 24th of November 2025 10:15:00 AM", "Andreea Lupu"),
        ("Опубликовано 24.11.2025 от редакции", None),
    ],
)
def test_who_published_stands_behind_the_day_or_before_it(line, name):
    assert read(f"<h1>{TITLE}</h1><div>{line}</div>{STORY}", TITLE).authors == ([name] if name else [])


def test_the_name_of_a_section_over_a_menu_is_no_title():
    trail = '<h1>Экономика</h1><ul><li><a href="/">Главная</a></li><li><a href="#">Экономика</a></li></ul>'

    assert read(f'{trail}<div><img src="/most.jpg"><h2>{TITLE}</h2>{STORY}</div>', "Новости").title == TITLE


@pytest.mark.parametrize(
    "line",
    ["Bu Yazı Şuana Kadar <b>1.204</b> kez Okunmuştur.", "Бұл жаңалық 1 204 рет оқылды"],
)
def test_how_often_a_story_was_read_is_told_in_a_sentence(line):
    assert read(f"<h1>{TITLE}</h1>{STORY}<div>{line}</div>", TITLE, lang="").view_count == 1204


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("24 تشرين2/نوفمبر 2025 10:15", "2025-11-24T10:15"),
        ("الإثنين، 03 كانون1/ديسمبر 2024 09:05", "2024-12-03T09:05"),
        ("7 كانون2/يناير 2024", "2024-01-07"),
    ],
)
def test_the_number_of_an_arabic_month_is_no_day(line, published):
    page = read(f"<h1>{TITLE}</h1><div>{line}</div><div>قراءة <b>1573</b> مرات</div>{STORY}", TITLE, lang=' lang="ar"')

    assert page.published_at.startswith(published)
    assert page.view_count == 1573


@pytest.mark.parametrize("label", ["Data modyfikacji:", "Дата изменения:", "آخرین به روزرسانی:", "Апошняе абнаўленне:"])
def test_the_day_a_story_was_changed_is_named(label):
    page = read(f"<h1>{TITLE}</h1><div>24.11.2025 10:15</div><div>{label} 25.11.2025 08:00</div>{STORY}", TITLE)

    assert (page.published_at[:10], page.modified_at[:10]) == ("2025-11-24", "2025-11-25")
