"""Names on a page that wrote nothing: of pictures, accounts, readers, what is asked, who made the site."""

import pytest
from test_authors import STORY, ld, read


def test_who_signs_a_quoted_post_is_no_author():
    post = "<blockquote>We sail again.<br>— Ramiro Quesada (@harbour) <a href=/s/1>May 3, 2026</a></blockquote>"

    assert read(f"<p>The ferries are back at sea.</p>{post}").authors == []


@pytest.mark.parametrize(
    "markup",
    [
        '<ol class="comments"><li><div class="comment-author">Reader One</div></li></ol>',
        '<figure><img src=a.jpg><figcaption class="author">Foto: Ann Lee</figcaption></figure>',
        '<p>Reading time: 3 minutes</p><p class="author"><a href="/all">All articles</a></p>',
    ],
)
def test_readers_photographers_and_buttons_are_no_authors(markup):
    assert read(STORY + markup).authors == []


def test_who_made_the_site_is_no_author():
    foot = "<footer><div class=createdBy>Designed and built by <b>Team Anna Feld</b></div></footer>"

    assert read(f"<p>The ferries are back at sea.</p></main>{foot}").authors == []


@pytest.mark.parametrize("name", ["admin", "Super User", "News", "wordpress", "12"])
def test_accounts_of_software_sign_nothing(name):
    assert read(ld({"@type": "Person", "name": name}) + "<p>Photo: AFP</p><p>Source: AFP</p>" + STORY).authors == []


@pytest.mark.parametrize("credit", ["<p>Photo: AFP</p>", "<p>© AFP</p>", "<figcaption>AFP</figcaption>"])
def test_who_took_the_picture_is_no_author(credit):
    assert read(credit + STORY).authors == []


def test_a_label_that_is_marked_as_an_author_is_none():
    byline = "<p class=author>Text</p><p class=author-name><a>Pere Cardús</a></p>"

    assert read(byline + STORY).authors == ["Pere Cardús"]


@pytest.mark.parametrize(
    ("markup", "people"),
    [
        ("<div class=author><p>Mira Holt</p><p class=author-place>PORT MERROW</p></div>", ["Mira Holt"]),
        ("<p>Author: Mira Holt Views: 655</p>", ["Mira Holt"]),
        ("<p>Հեղինակ՝ Անի Սարգսյան Դիտում՝ 655</p>", ["Անի Սարգսյան"]),
        ("<p class=author>责任编辑：王明</p><p>港湾日报讯（记者 陈晓）老灯塔24日开放。</p>", ["陈晓"]),
    ],
)
def test_places_counters_and_editors_beside_an_author_are_none(markup, people):
    assert read(markup + STORY).authors == people


@pytest.mark.parametrize("line", ["Journalist Maria Ressa", "Author Margaret Atwood", "Журналистка Анна Политковская"])
def test_who_is_shown_or_told_of_is_no_author(line):
    name = line.partition(" ")[2]

    assert read(f"<figure><figcaption>{line}</figcaption></figure>{STORY}").authors == []
    assert read(f"<p>{line}</p>{STORY}", title=f"{name} set free").authors == []
    assert read(f"<p>{line}</p>{STORY}").authors == [name]


QUESTIONS = [
    "记者：您为什么来到这里？",
    "记者：王先生，您好。",
    "記者: 市長、船は出ますか。",
    "기자: 언제 출항합니까?",
    "Репортер: Анна Петрова?",
    "خبرنگار: مریم رضایی؟",
]


@pytest.mark.parametrize("line", QUESTIONS)
def test_what_a_reporter_asks_names_no_author(line):
    assert read(f"<p>{line}</p>{STORY}").authors == []


def test_whom_an_obituary_is_of_did_not_write_it():
    day = "<ul><li><time datetime='2026-11-17'>Nov 17, 2026</time></li></ul>"

    assert read(f"{day}{STORY}", title="Ann E. Lee").authors == []


def test_what_a_box_tells_of_the_site_under_its_desk_is_no_name():
    note = "La Voce di Marca è un quotidiano online registrato presso il Tribunale di Treviso."

    assert read(f'{STORY}<div class="author-box"><h4>Redazione</h4><p>{note}</p></div>').authors == ["Redazione"]
