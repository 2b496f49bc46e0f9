"""A page of around 2003: tables for layout, `font`, paragraphs parted by line breaks, an encoding of its own."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each
from crawler.demo.words import print_time

PAGE = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={story.charset}">
<TITLE>{outlet.name}: {story.title}</TITLE>
<META NAME="description" CONTENT="{story.description}">
<META NAME="keywords" CONTENT="{keywords}">
<LINK REL="canonical" HREF="{page.url}">
<SCRIPT LANGUAGE="JavaScript"><!--
var hits = 70117; var ref = document.referrer;
//--></SCRIPT>
</HEAD>
<BODY BGCOLOR="#FFFFF0" TEXT="#000000" LINK="#003399" MARGINWIDTH="0">
<TABLE WIDTH="780" BORDER="0" CELLPADDING="4" CELLSPACING="0" ALIGN="center">
<TR><TD COLSPAN="3" BGCOLOR="#003366">
<A HREF="{page.home}"><FONT FACE="Times" SIZE="6" COLOR="#FFFFFF"><B>{outlet.name}</B></FONT></A><BR>
<FONT FACE="Arial" SIZE="1" COLOR="#CCCCFF">{outlet.tagline}</FONT></TD></TR>
<TR><TD COLSPAN="3" BGCOLOR="#CCCC99"><FONT FACE="Arial" SIZE="2">{menu}</FONT></TD></TR>
<TR VALIGN="top">
<TD WIDTH="140" BGCOLOR="#EEEEDD"><FONT FACE="Arial" SIZE="2"><B>{say[most_read]}</B><BR>{most_read}</FONT>
<HR><FONT SIZE="1">{say[advert]}</FONT><BR>
<TABLE BORDER="1" WIDTH="120" HEIGHT="240"><TR><TD ALIGN="center">Saltby<BR>Chandlery</TD></TR>
</TABLE></TD>
<TD WIDTH="480">
<FONT FACE="Arial" SIZE="1"><A HREF="{page.section_url}">{page.section_name}</A></FONT><BR>
<FONT FACE="Times" SIZE="5"><B>{story.title}</B></FONT><BR>
<FONT FACE="Arial" SIZE="2"><B>{story.description}</B></FONT><BR>
<FONT FACE="Arial" SIZE="1" COLOR="#666666">{line}</FONT>
<HR NOSHADE SIZE="1">
<FONT FACE="Times" SIZE="3">
{body}
</FONT>
<HR NOSHADE SIZE="1">
<FONT FACE="Arial" SIZE="1"><A HREF="javascript:window.print()">{say[print]}</A></FONT><BR>
<FONT FACE="Arial" SIZE="2"><B>{say[related]}</B><BR>{related}</FONT>
</TD>
<TD WIDTH="160" BGCOLOR="#EEEEDD"><FONT FACE="Arial" SIZE="2"><B>{say[newsletter]}</B><BR>{say[newsletter_text]}</FONT>
<FORM ACTION="{search}"><INPUT NAME="q" SIZE="12"><INPUT TYPE="submit" VALUE="{say[search]}"></FORM></TD>
</TR>
<TR><TD COLSPAN="3" ALIGN="center"><FONT FACE="Arial" SIZE="1">{footer}<BR>
{say[cookies]}<BR>&copy; {outlet.name}. {say[rights]}</FONT></TD></TR>
</TABLE>
</BODY>
</HTML>
"""

LINK = '<A HREF="{it.url}">{it.text}</A> | '
BULLET = '&#149; <A HREF="{it.url}">{it.text}</A><BR>'
PICTURE = """\
<TABLE ALIGN="right" WIDTH="200"><TR>
<TD><IMG SRC="{src}" WIDTH="200"><BR><FONT SIZE="1">{it}</FONT></TD></TR></TABLE>
"""
PARTS = PartTemplates(
    paragraph="{it}<BR><BR>\n",
    subheading="<B>{it}</B><BR><BR>\n",
    quote="<BLOCKQUOTE><I>{it}</I><BR>&#8212; {source}</BLOCKQUOTE>\n",
    items="<UL>{it}</UL>\n",
    item="<LI>{it}\n",
    figure=PICTURE,
    strong="B",
    em="I",
)


def legacy(page: ArticlePage) -> Html:
    """Return an old page. Declares no date, no author and no counter: prints them in one line."""
    story = page.story
    return page.fill(
        PAGE,
        keywords=", ".join(story.tags),
        menu=each(LINK, page.menu()),
        most_read=each(BULLET, page.story_links(page.most_read)),
        line=_line(page),
        body=PARTS.print_all(page),
        related=each(BULLET, page.story_links(page.related)),
        search=page.link("/search"),
        footer=each(LINK, page.footer()),
    )


def _line(page: ArticlePage) -> str:
    """Return date, author and counter, as in "November 21, 2025 | Author: Marta Oakes | Read 532 times"."""
    story, words = page.story, page.words
    printed = [" ".join([words.print_date(story.published), print_time(story.published)]).strip()]
    if story.authors:
        printed.append(f"{page.say['author']}: {', '.join(story.authors)}")
    if story.view_count is not None:
        printed.append(words.label("read_times", story.view_count))
    return " | ".join(printed)
