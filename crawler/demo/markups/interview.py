"""A magazine's interview: questions in bold, answers below them, nothing declared but the title."""

from __future__ import annotations

from dataclasses import replace

from crawler.demo.article_page import ArticlePage
from crawler.demo.content import Paragraph
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, given

STYLE = Html("""
body{margin:0;font:19px/1.7 Lora,serif;color:#2b2b2b}.mag-bar{display:flex;gap:1em;padding:.6em 6%;background:#2f6b3a}
.mag-bar a{color:#fff}.mag-hero{text-align:center;padding:3em 10%}.mag-hero h1{font-size:46px;font-style:italic}
.mag-text{max-width:38em;margin:auto}.qa-question{font-weight:bold;margin-bottom:.2em}.qa-answer{margin-top:0}
.mag-box{background:#efece4;padding:1em}.mag-caption{font-size:14px;color:#888}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}">
<head>
<meta charset="utf-8">
<title>{story.title} | {outlet.name}</title>
<meta name="description" content="{story.description}">
<meta property="og:title" content="{story.title}">
<link rel="canonical" href="{page.url}">
<link rel="stylesheet" href="{css}">
<style>{style}</style>
</head>
<body class="mag">
<div class="mag-bar"><a href="{page.home}">{outlet.name}</a>{menu}</div>
<section class="mag-hero">
<div class="mag-kicker"><a href="{page.section_url}">{page.section_name}</a> &middot; Interview</div>
<h1>{story.title}</h1>
<p class="mag-deck">{story.description}</p>
<p class="mag-byline">{byline}</p>
<p class="mag-date">{stamp}</p>
<p class="mag-share">{say[share]} <a href="http://social.example/?u={page.url}">f</a> &middot; {story.comment_count}
{say[comments]} &middot; {reading_time}</p>
</section>
<section class="mag-text">
{body}
</section>
<section class="mag-box"><h3>{say[related]}</h3><ul>{related}</ul></section>
<section class="mag-box"><h3>{say[newsletter]}</h3><p>{say[newsletter_text]}</p>
<button>{say[subscribe]}</button></section>
<section class="mag-comments"><h3>{say[comments]}</h3>{readers}<h4>{say[leave_comment]}</h4><p>{say[comment_terms]}</p>
</section>
<section class="mag-box"><h3>{say[most_read]}</h3><ol>{most_read}</ol></section>
<footer>{footer} <small>&copy; {outlet.name}. {say[rights]}</small></footer>
<div class="mag-consent">{say[cookies]} <button>{say[accept]}</button></div>
</body>
</html>
"""

LINK = '<a href="{it.url}">{it.text}</a> '
ITEM = '<li><a href="{it.url}">{it.text}</a> <small>{it.views}</small></li>\n'
READER = '<div class="mag-comment"><b>{it[name]}</b><p>{it[text]}</p></div>\n'
BOX = '<aside class="mag-box"><span>{say[read_also]}</span> <a href="{it.url}">{it.text}</a></aside>\n'
FIGURE = '<figure><img src="{src}" alt=""><figcaption class="mag-caption">{it}</figcaption></figure>\n'
ANSWERS = PartTemplates(
    paragraph='<p class="qa-answer">{it}</p>\n',
    quote="<blockquote>{it}<footer>{source}</footer></blockquote>\n",
    figure=FIGURE,
)
QUESTIONS = replace(ANSWERS, paragraph='<p class="qa-question">{it}</p>\n')


def interview(page: ArticlePage) -> Html:
    """Return the page of an interview. Date and author are printed, there is no counter."""
    story, words = page.story, page.words
    names = ", ".join(story.authors)
    return page.fill(
        PAGE,
        css=page.link("/assets/site.css"),
        style=STYLE,
        menu=each(LINK, page.menu()),
        byline=given("{by} {it}", names, by=page.say["by"]),
        stamp=words.print_stamp(story.published),
        reading_time=words.label("reading_time", page.minutes),
        body=_body(page),
        related=each(ITEM, page.story_links(page.related)),
        readers=each(READER, words.readers),
        most_read=each(ITEM, page.story_links(page.most_read)),
        footer=each(LINK, page.footer()),
    )


def _body(page: ArticlePage) -> list[Html]:
    """Return the conversation, with a link elsewhere after the fifth part."""
    printed: list[Html] = []
    for number, part in enumerate(page.parts, start=1):
        is_question = isinstance(part, Paragraph) and part.text.startswith("**") and part.text.endswith("**")
        printed.append((QUESTIONS if is_question else ANSWERS).print(page, part))
        if number == 5:
            printed.append(each(BOX, page.story_links(page.related[:1]), say=page.say))
    return printed
