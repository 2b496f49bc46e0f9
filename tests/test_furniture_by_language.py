"""Labels that stand around a story are none of it, in each language."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from crawler.data_files import read_table
from crawler.reading.furniture import is_caption_line, is_disclaimer, is_furniture, is_notice, is_plea

TABLE = read_table("crawler.reading", "furniture.json")
LANGUAGES = tomllib.loads(Path(__file__).with_name("furniture_by_language.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES["labels"])
def test_what_buttons_and_boxes_are_labelled_with_is_furniture(language):
    labels = [shown for label in LANGUAGES["labels"][language] for shown in (label, f"{label}:")]

    assert [label for label in labels if not is_furniture(label)] == []


@pytest.mark.parametrize("language", LANGUAGES["pointers"])
def test_a_pointer_to_another_story_is_furniture(language):
    pointers = [f"{words} " if words[-1] in "】]" else f"{words}: " for words in LANGUAGES["pointers"][language]]

    assert [words for words in pointers if not is_furniture(f"{words}Ferries sail again after the storm")] == []


@pytest.mark.parametrize("language", LANGUAGES["lines"])
def test_a_line_of_the_site_between_paragraphs_is_furniture(language):
    assert [line for line in LANGUAGES["lines"][language] if not (is_furniture(line) or is_plea(line))] == []


@pytest.mark.parametrize("language", LANGUAGES["disclaimers"])
def test_a_line_on_whose_the_views_are_is_a_disclaimer(language):
    assert [line for line in LANGUAGES["disclaimers"][language] if not is_disclaimer(line)] == []


SENTENCES = [
    "The printer of the Gazette retired on Friday.",
    "Comments were closed at noon, said the harbour.",
    "Tovább tart a sztrájk.",
    "Реклама подорожала вдвое.",
    "Advertisement revenue fell by a tenth last year.",
    "Copyright law in Europe is being rewritten, the minister said.",
    "Lee también ganó la medalla de oro.",
    "Todos los derechos humanos deben respetarse, dijo.",
    "மேலும் படிக்க விரும்பும் மாணவர்கள் வந்தனர்.",
    "Soma pia ilikuwa furaha yake kubwa.",
    "Xem thêm hai trận nữa rồi ông mới quyết định.",
    "– Jaa.",
    "– Tag!",
    "— Tovább!",
    "Har du talt med din nabo? Det spørger kommunen om.",
    "Siga o rio até a foz, disse o barqueiro.",
    "Fotografija je stala na naslovnici časopisa.",
    "More: a word that Thomas gave to his island, in 1516.",
    "Fotó: ez volt a szakmája negyven éven át.",
    "Fot. był jego pasją przez całe życie, mówi wnuczka.",
    "Saken fortsetter i lagmannsretten i mars, sier aktor.",
    "Artikeln fortsätter att väcka debatt, säger redaktören.",
    "Har du tips till polisen om branden, ring 114 14.",
    "Puede leer también en braille, aprendió de niño.",
    "Članek se nadaljuje z opisom pristanišča.",
    "The post of mayor first appeared on the ballot in 1999.",
    "The post office appeared first on the list of buildings to close.",
    "A post shared by the mayor on Tuesday drew 3,000 comments.",
    "Recibe noticias de su hijo cada seis meses, desde una cárcel del norte.",
    "Imprimé depuis 1944 à Caen, le journal change de format.",
    "Utskriven från sjukhuset: nu väntar träningen",
    "Odštampano sa zakašnjenjem, izdanje je stiglo u ponedeljak.",
    "Дата печати бюллетеней перенесена на неделю.",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_with_such_a_word_is_none(line):
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        *(
            ("民警检查过往车辆。桑吉 摄", True),
            ("渡船停在港口。（王安 拍摄）", True),
            ("배들이 서 있다. 한빛군 제공", True),
        ),
        *(("这部电影将于明年开始拍摄。", False), ("무료 급식 3.4억 원 제공", False), ("他从小喜欢摄影。", False)),
        *(("▲ 한빛항의 배들", True), ("▲ 대상 김영수 ▲ 금상 이영희", False)),
    ],
)
def test_who_took_a_picture_stands_apart_from_what_is_told(line, is_one):
    assert is_caption_line(line) is is_one


ASKS_NOBODY = [
    "The newsletter brings a poem to your inbox every morning, and nobody asks what it costs.",
    "The film has not been edited by anyone since, the police said.",
    "Please consider donating blood, the hospital in Port Merrow said after the crash.",
    "You must be logged in to vote, the city says, and the site was down all day.",
    "He asks in his letters if you have a story.",
    "Die Ministerin gab den ersten Kommentar zu dem Urteil am Abend ab.",
    "Kaķis un suns seko mums visu ceļu līdz ostai.",
    "Az első hozzászóló a közgyűlésen a polgármester volt.",
    "They wanted to get the latest news as the storm came.",
]


@pytest.mark.parametrize("line", ASKS_NOBODY)
def test_a_sentence_with_such_words_asks_for_nothing(line):
    assert not is_plea(line)


@pytest.mark.parametrize("code", ["[gallery ids=1,2]", '[caption id="7"]', "[contact-form-7 id=12]", "{loadmodule a}"])
def test_a_sign_for_software_is_a_notice_and_a_word_of_the_editors_is_none(code):
    assert is_notice(code)
    assert not is_notice("[Caption corrected on Monday.]")


@pytest.mark.parametrize("key", sorted(TABLE.keys() - {"about"}))
def test_nothing_stands_twice_in_the_table(key):
    told = TABLE[key] if key == "machines" else list(map(str.casefold, TABLE[key]))
    twice = [entry for entry, times in Counter(told).items() if times > 1]
    # Of leads the shorter says all.
    begun = tuple(told) if key == "leads" else ()
    assert twice + [lead for lead in begun if any(lead.startswith(other) for other in begun if other != lead)] == []


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("Follow us on Telegram.", True),
        ("For more news, please follow us on Telegram.", True),
        ("News of the harbour – follow us on Telegram!", True),
        ("You can support our work with a coin.", True),
        ("The dogs follow us on our walk every morning.", False),
        ("Many donors who support our work live abroad.", False),
        ("We asked neighbours to sign up for our ferry trip.", False),
    ],
)
def test_what_a_site_asks_of_its_readers_is_not_what_others_do(line, asks):
    assert is_plea(line) is asks
