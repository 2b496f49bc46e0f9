"""Lists and tables of a story are in it whole; those that lead elsewhere, or stand apart, are not."""

import pytest
from test_story_reach import OTHER, STORY, body, told

ITEMS = ["200 g of flour", "three eggs", "a pinch of salt"]
CELLS = ["Place", "Team", "Points", "1", "Port Merrow", "37", "2", "Northgate", "34"]
TITLE = "<h1>Ferry stays in port</h1>"


def items(lines, tag="ul"):
    return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"


def table(cells, columns=3):
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"


@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_between_paragraphs_is_of_the_story_however_short_its_lines(tag):
    assert body(f"{TITLE}{told(STORY)}{items(ITEMS, tag)}{told(OTHER)}") == [*STORY, *ITEMS, *OTHER]


def test_a_table_between_or_below_paragraphs_is_of_the_story_with_all_its_cells():
    assert body(f"{TITLE}<div>{told(STORY)}{table(CELLS)}{told(OTHER)}</div>") == [*STORY, *CELLS, *OTHER]
    assert body(f"{TITLE}<div>{told(STORY)}<div>{table(CELLS)}</div></div>") == [*STORY, *CELLS]


def test_how_long_a_race_took_is_no_length_of_a_film():
    cells = ["Class", "Winner", "Time", "Big boat", "Sweet Lady", "2:14:07", "Sunfish", "Tiny Dancer", "0:58:40"]

    assert body(f"{TITLE}<div>{told(STORY)}{table(cells)}{told(OTHER)}</div>") == [*STORY, *cells, *OTHER]


def test_a_list_of_links_between_paragraphs_is_not_of_the_story():
    links = items([f"<a href=/n/{n}>{line}</a>" for n, line in enumerate(ITEMS)])

    assert body(f"{TITLE}{told(STORY)}{links}{told(OTHER)}") == [*STORY, *OTHER]


def test_a_list_that_shares_or_signs_a_story_is_not_of_it():
    assert body(f"{TITLE}{told(STORY)}{items(['Facebook', 'Copy', 'Print'])}{told(OTHER)}") == [*STORY, *OTHER]


def test_a_table_beside_the_story_is_not_of_it():
    beside = f"<div><h3>Exchange rates</h3>{table(['US dollar', '1.0461', 'Swiss franc', '0.9433'], 2)}</div>"

    assert body(f"<div>{TITLE}{told(STORY)}</div>{beside}") == STORY


def test_a_list_or_table_of_networks_that_a_paragraph_leads_to_is_of_the_story():
    led = "The ministry asked eight hundred pupils which services they use every day. The most used are:"
    networks, users = ["TikTok", "Instagram", "WhatsApp"], ["Service", "Users", "TikTok", "1.6", "Instagram", "2.5"]

    assert body(f"{TITLE}{told([*STORY, led])}{items(networks)}{told(OTHER)}") == [*STORY, led, *networks, *OTHER]
    assert body(f"{TITLE}{told([*STORY, led])}{table(users, 2)}{told(OTHER)}") == [*STORY, led, *users, *OTHER]
    assert body(f"{TITLE}{told(STORY)}<p>Share this:</p>{items(networks)}{told(OTHER)}")[-2:] == OTHER


def test_a_table_below_the_box_that_holds_the_story_is_not_of_it():
    story = f"<div>{TITLE}{told(STORY + OTHER)}</div>"

    assert body(f"<div>{story}<div>{table(CELLS)}</div></div>") == STORY + OTHER
