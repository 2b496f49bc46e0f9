"""Who signs in a story's own text: where it begins, where it ends, under it."""

import pytest
from test_authors import STORY, ld, read


def test_the_line_under_a_story_names_its_author_where_none_above_does():
    filler = "".join(f"<p>The harbour master counted {n} ferries on that day, he said.</p>" for n in range(20))

    assert read(filler + "<p>Von Mira Holt</p>").authors == ["Mira Holt"]


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("<p>港湾日报11月23日电（记者 林小舟、王安）老灯塔开放。</p><p>责任编辑：周文</p>", ["林小舟", "王安"]),
        ("<p>老灯塔作为图书馆开放。（本报记者林小舟）</p><p>编辑：周文</p>", ["林小舟"]),
        ("<p>老灯塔作为图书馆开放。</p><p>责任编辑：周文</p>", ["周文"]),
        ("<p>（记者会现场图）老灯塔作为图书馆开放。</p>", []),
        ("<span>كتبت سلمى الراوي</span><p>افتتحت البلدية المنارة القديمة.</p>", ["سلمى الراوي"]),
        ("<p>كتب جديدة كثيرة في معرض الكتاب هذا العام</p>", []),
    ],
)
def test_who_wrote_a_story_comes_before_who_edited_it(body, people):
    assert read(body, title="老灯塔变身图书馆").authors == people


def test_a_name_and_a_date_under_a_short_story_sign_it():
    assert read(STORY * 8 + "<div>Anna Feld | 29.07.2006 um 14:26</div>").authors == ["Anna Feld"]
    post = "<blockquote><p>The lock is open.</p>— Anna Feld (@annafeld) June 10, 2018</blockquote>"
    assert read(STORY * 2 + post).authors == []


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("<p style='text-align: right;'><strong>Thu Hiên</strong></p>", ["Thu Hiên"]),
        ("<p align='right'>Mira Holt</p>", ["Mira Holt"]),
        ("<p><strong>Thu Hiên</strong></p>", []),
        ("<p style='text-align:right'>Read the whole story</p>", []),
    ],
)
def test_a_name_alone_at_the_right_under_the_story_signs_it(line, people):
    assert read(STORY * 3 + line).authors == people


def test_whom_a_japanese_story_ends_with_and_its_pictures_are_by_signs_it():
    picture = "<figure><img src=1.jpg><figcaption>橋桁＝2026年11月23日、高瀬真理撮影</figcaption></figure>"
    end = "<p>工事は半年かかる。【高瀬真理】</p>"

    assert read(f"<html lang=ja>{picture}{STORY}{end}").authors == ["高瀬真理"]
    assert read(f"<html lang=ja>{STORY}{end}").authors == []
    assert read(f"<html lang=ja>{picture}{STORY}<p>工事は半年かかる。【写真】</p>").authors == []


def test_a_name_at_the_right_signs_though_the_site_declares_itself_the_author():
    name = "<p style='text-align:right'><b>Thu Hiên</b></p>"
    site = '<meta property="og:site_name" content="Harbour Gazette">'
    own = ld({"@type": "Organization", "name": "Harbour Gazette"})
    agency = ld({"@type": "Organization", "name": "AFP"})

    assert read(site + own + STORY * 3 + name).authors == ["Thu Hiên"]
    assert read(site + agency + STORY * 3 + name).authors == ["AFP"]


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ("（佐藤亮）", ["佐藤亮"]),
        ("（佐藤亮、高橋美紀）", ["佐藤亮", "高橋美紀"]),
        ("（本社・佐藤亮）", ["佐藤亮"]),
        ("（共同）", []),
        ("（敬称略）", []),
        ("（佐藤）", []),
    ],
)
def test_a_japanese_story_is_signed_in_brackets_where_it_ends(end, people):
    text = "市は来月から港の橋を閉鎖し、約半年かけて橋桁を取り換えると発表した。担当の課長は「待てない」と話した。"
    html = f"<html lang=ja><h1>港の橋を閉鎖へ</h1><p>{text}</p><p>{text * 2}{end}</p>"

    assert [n for n in read(html).authors if n != "共同"] == people
