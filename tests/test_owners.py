"""Who speaks where a phrase holds somebody else's name: "the wife of Juan Gil", "вдова Ивана Петрова"."""

from __future__ import annotations

import pytest

from crawler.reading.names.owners import is_genitive
from crawler.reading.quotes.cues import cues_of
from crawler.reading.quotes.quoting import find_quotes

QUOTE = "We waited for nine long years"  # no language's words are read within a quote


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("en", "A source close to Ann Lee said: “…”.", "A source close to Ann Lee"),
        ("en", "A fan of Ann Lee told the Gazette: “…”.", "A fan of Ann Lee"),
        ("es", "La esposa de Juan Gil dijo: “…”.", "La esposa de Juan Gil"),
        ("es", "“…”, afirmó el equipo de Juan Gil.", "el equipo de Juan Gil"),
        ("es", "“…”, explicó la Fundación Juan Gil.", "la Fundación Juan Gil"),
        ("es", "“…”, dijo una fuente cercana a Juan Gil.", "una fuente cercana a Juan Gil"),
        ("es", "La oficina de Juan Gil dijo: “…”.", "La oficina de Juan Gil"),
        ("fr", "Le lycée Luc Morel a écrit : « … ».", "Le lycée Luc Morel"),
        ("es", "La ministra de Sanidad Ana Ruiz dijo: “…”.", "Ana Ruiz"),
        ("pt", "A mulher de João Melo disse: “…”.", "A mulher de João Melo"),
        ("fr", "« … », explique un ami de Luc Morel.", "un ami de Luc Morel"),
        ("fr", "L’avocate de Luc Morel, Anne Petit, a dit : « … ».", "Anne Petit"),
        ("fr", "Le maire de Brest Luc Morel a dit : « … ».", "Luc Morel"),
        ("it", "La Fondazione Luca Conti ha scritto: «…».", "La Fondazione Luca Conti"),
        ("ro", "„…”, a spus avocatul lui Ion Popescu.", "avocatul lui Ion Popescu"),
        ("ro", "„…”, a spus soțul Anei Radu.", "soțul Anei Radu"),
        ("de", "Die Frau von Jan Bäcker sagte: „…“.", "Die Frau von Jan Bäcker"),
        ("de", "„…“, sagte Jan Bäckers langjähriger Anwalt.", "Jan Bäckers langjähriger Anwalt"),
        ("de", "Jan Bäcker schwieg. „…“, sagte die Mutter Jan Bäckers.", "die Mutter Jan Bäckers"),
        ("de", "„…“, sagte Ursula von der Heide.", "Ursula von der Heide"),
        ("nl", "„…”, aldus de broer van Jan Bakker.", "de broer van Jan Bakker"),
        ("nl", "De Jan Bakker Stichting zei: „…”.", "Jan Bakker Stichting"),
        ("sv", "Änkan efter Jan Berg sade: ”…”.", "Änkan efter Jan Berg"),
        ("sv", "”…”, säger Jan Bergs advokat Eva Lund.", "Eva Lund"),
        ("da", "»…«, fortæller søsteren til Jens Berg.", "søsteren til Jens Berg"),
        ("no", "Ola Bergs bror sa: «…».", "Ola Bergs bror"),
        ("fi", "”…”, sanoo Matti Virtasen pitkäaikainen ystävä.", "Matti Virtasen pitkäaikainen ystävä"),
        ("fi", "Matti Virtasen vaimo sanoi: ”…”.", "Matti Virtasen vaimo"),
        ("cs", "„…“, uvedla mluvčí Petra Nováka.", "mluvčí Petra Nováka"),
        ("cs", "„…“, uvedla mluvčí Petra Nováková.", "Petra Nováková"),
        ("cs", "Podle bratra Jana Nováka „…“.", "bratra Jana Nováka"),
        ("pl", "Adwokatka Jana Nowaka Ewa Mazur powiedziała: „…”.", "Ewa Mazur"),
        ("pl", "„…”, powiedziała rzeczniczka Adriana Kowalska.", "Adriana Kowalska"),
        ("ru", "Мать Ивана Петрова сказала: «…».", "Мать Ивана Петрова"),
        ("ru", "«…», — заявил адвокат Ивана Петрова.", "адвокат Ивана Петрова"),
        ("ru", "«…», — заявила директор школы Валентина Орлова.", "Валентина Орлова"),
        ("ru", "По словам брата Ивана Петрова, «…».", "брата Ивана Петрова"),
        ("ru", "«…», — сообщила пресс-служба Ивана Петрова.", "пресс-служба Ивана Петрова"),
        ("uk", "«…», — заявив речник Андрія Коваля.", "речник Андрія Коваля"),
        ("hr", "Supruga Ivana Horvata rekla je: „…“.", "Supruga Ivana Horvata"),
        ("hr", "„…“, rekla je ministrica Ivana Horvat.", "Ivana Horvat"),
        ("hr", "„…“, rekla je ministrica Ivana Rukavina.", "Ivana Rukavina"),
        ("hr", "„…“, rekao je odvjetnik Ivana Horvata.", "odvjetnik Ivana Horvata"),
        ("el", "Ο γιος της Άννας Λύρα είπε: «…».", "Ο γιος της Άννας Λύρα"),
        ("tr", "Ali Kaya'nın eşi “…” dedi.", "Ali Kaya'nın eşi"),
        ("hu", "„…” – mondta Kovács János ügyvédje.", "Kovács János ügyvédje"),
        ("et", "„…“, ütles Jaan Tamme advokaat.", "Jaan Tamme advokaat"),
    ],
)
def test_nobody_speaks_for_being_somebodys_owner(language: str, body: str, speaker: str):
    quotes = find_quotes(body.replace("…", QUOTE), (), language)

    assert [quote.speaker for quote in quotes] == [speaker]


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("en", "Ann Lee left. Lee’s brother wept. “…,” he said.", "Lee’s brother"),
        ("fr", "Luc Morel est parti. Le père d’Inès pleurait. « … », a-t-il dit.", "Le père d’Inès"),
        ("it", "Luca Conti è uscito. La vedova del paziente piangeva. «…», ha detto.", "La vedova del paziente"),
        ("de", "Jan Bäcker schwieg. Ein Freund von Martens ging. „…“, rief er.", "Ein Freund von Martens"),
        ("nl", "Erik Bos zweeg. De broer van het slachtoffer liep weg. „…”, riep hij.", "De broer van het slachtoffer"),
        ("sv", "Jon Frisk teg. Palms syster var i salen. ”…”, säger hon.", "Palms syster"),
        ("de", "Eva Lang ging. Die Witwe eines Opfers weinte. „…“, sagte sie.", "Die Witwe eines Opfers"),
        ("cs", "Jitka Dvorská odešla. Manželka plakala. „…“, řekla.", "Manželka"),
        ("uk", "Ірина Гайова пішла. Дружина лікаря чекала. «…», — сказала вона.", "Дружина лікаря"),
        ("ru", "Анна Белова ушла. Звягин молчит. Жена Звягина плакала. «…», — сказала она.", "Жена Звягина"),
        ("el", "Ο Νίκος Παππάς έφυγε. «…», είπε η σύζυγος του Παππά.", "η σύζυγος του Παππά"),
        ("en", "Alan Osman came with his wife. He was kind, his brother added. “…,” he said.", "Alan Osman"),
    ],
)
def test_a_relative_is_told_of_again(language: str, body: str, speaker: str):
    quotes = find_quotes(body.replace("…", QUOTE), (), language)

    assert [quote.speaker for quote in quotes] == [speaker]


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("en", "“…,” said Hobley’s mother, Jean. He left.", "Jean"),
        ("en", "“…,” said Tom Day’s lawyer Ann Lee.", "Ann Lee"),
        ("en", "The Harbour Watch’s president Ann Lee said: “…”.", "Ann Lee"),
        ("en", "His former partner at Lenox, Leo B. Marsh, said: “…”.", "Leo B. Marsh"),
        ("en", "The supporters’ trust said it was “…”.", "The supporters’ trust"),
        ("de", "Martens’ Verteidiger sagte: „…“.", "Martens’ Verteidiger"),
        ("de", "„…“, erklärte die neue Vorsitzende Petra Dorn.", "Petra Dorn"),
        ("es", "Fuentes cercanas a Juan Gil admiten que “…”.", "Fuentes cercanas a Juan Gil"),
        ("it", "L’assessora ai Lavori pubblici, Anna Fermi, ha detto: «…».", "Anna Fermi"),
        ("it", "Il figlio della donna, Luca, era in lacrime: «…».", "Luca"),
        ("nl", "„…”, zegt Wim Janssen, die er vaak komt.", "Wim Janssen"),
        ("nl", "Karin Bos vindt het pijnlijk. Volgens haar kost het pand „…”.", "Karin Bos"),
        ("sv", "En källa nära Jan Berg säger att ”…”.", "En källa nära Jan Berg"),
        ("ru", "Источник, близкий к Ивану Петрову, сообщил: «…».", "Источник"),
        ("es", "Ana Gil y Juan Ruiz siguieron el pleno. “…”, dijo él.", "Juan Ruiz"),
        ("es", "Ana Gil y Juan Ruiz siguieron el pleno. “…”, añadió Gil.", "Ana Gil"),
        ("de", "Stadtrat Olaf Menzel sagte: „…“.", "Olaf Menzel"),
        ("pt", "“…”, escreveu o presidente da câmara, Joaquim Serra.", "Joaquim Serra"),
        ("ru", "Павел Громов ушёл. Ученик Громова рассказал: «…».", "Ученик Громова"),
        ("fr", "Luc Morel est parti. Son épouse, Anne Petit, a ri. « … », s’est-elle exclamée.", "Anne Petit"),
        ("es", "El delantero uruguayo Juan Gil seguirá.\n\n“…”, dijo el futbolista.", "Juan Gil"),
    ],
)
def test_who_speaks_is_named_in_full(language: str, body: str, speaker: str):
    quotes = find_quotes(body.replace("…", QUOTE), (), language)

    assert [quote.speaker for quote in quotes] == [speaker]


@pytest.mark.parametrize(
    ("language", "name", "genitive"),
    [
        ("pl", "Marka Kowalskiego", True),
        ("pl", "Marek Kowalski", False),
        ("ru", "Анны Беловой", True),
        ("ru", "Валентина Орлова", False),
        ("sr", "Ивана Петровића", True),
        ("sr", "Ивана Петровић", False),
        ("en", "Jana Novaka", False),
    ],
)
def test_names_in_the_genitive(language: str, name: str, genitive: bool):
    assert is_genitive(name.split(), cues_of(language)) == genitive


def test_a_womans_name_is_a_mans_in_the_genitive_where_the_verb_tells():
    assert is_genitive("Валентина Орлова".split(), cues_of("ru"), surely=True)


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Es kam der Fischer Gomorra. Bekannt war, dass sie „die Türen immer offen sehen werden“.", None),
        ("Es kam Eva Lang. Bekannt war, dass sie „die Türen immer offen sehen wird“.", "Eva Lang"),
        ("Es kam der Fischer Gomorra. „Wir sehen die Türen immer offen“, sagte sie.", "Gomorra"),
    ],
)
def test_german_sie_may_be_several_where_no_verb_tells_that_she_speaks(body: str, speaker: str | None):
    (quote,) = find_quotes(body, (), "de")

    assert quote.speaker == speaker
