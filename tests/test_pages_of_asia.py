"""What the content systems of China, Korea, Japan, Vietnam and their neighbours print around a story."""

from crawler.page import Page
from pipelines import extract

SENTENCE = {
    "zh": "本报讯 停航三天的青湾渡轮今天早上恢复营运，首班船载着两百多名乘客准时离港。",
    "ko": "사흘 동안 멈췄던 청만 여객선이 오늘 아침 운항을 재개해 승객 이백여 명을 태우고 제시간에 떠났다.",
    "ja": "三日間運休していた青湾の渡し船が今朝から運航を再開し、始発便は定刻に出港した。",
    "vi": "Sau ba ngày nghỉ, các chuyến phà qua vịnh Thanh Loan đã chạy lại từ sáng nay và rời bến đúng giờ.",
}
MORE = {
    "zh": "港务局局长表示，修理工作昨晚完成，周末的班次不变，受影响的旅客可以在售票处全额退票。",
    "ko": "항만청은 수리가 어젯밤 끝났으며 주말 운항 시간은 그대로이고 승차권은 모두 환불된다고 밝혔다.",
    "ja": "港の事務所によると、修理は昨夜終わり、週末の便に変更はなく、切符は窓口で払い戻される。",
    "vi": "Ban quản lý cảng cho biết việc sửa chữa đã xong tối qua, lịch cuối tuần không đổi và vé cũ được hoàn tiền.",
}


def story(language):
    return f"<p>{SENTENCE[language]}</p><p>{MORE[language]}</p>"


def read(language, body, title, head="", url="https://bay.example/content/4411.html"):
    html = f"<html lang={language}><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return extract(Page.from_html(html, url), reraise=True)


META = "<div class=info><ul><li>2026-10-19</li><li>责任编辑：周敏</li><li>点击数：3,418</li></ul></div>"


def test_a_title_tag_that_a_dash_alone_parts():
    trail = "您的当前位置：<a href=/>首页</a> — <a href=/x/>乡镇</a> — <a href=#>正文</a>"
    body = f"<p>{trail}</p><div><div>停航三天的青湾渡轮复航</div>{META}{story('zh')}</div>"
    article = read("zh", body, "停航三天的青湾渡轮复航-青湾新闻网")

    assert (article.title, article.section) == ("停航三天的青湾渡轮复航", "乡镇")
    assert (article.authors, article.description) == (["周敏"], None)


def test_a_breadcrumb_that_ends_with_the_story_is_no_headline():
    body = (
        "<div>首页 -&gt; [ <a href='c.jsp?id=5'>交通</a> ] -&gt; 停航三天的青湾渡轮复航<hr>"
        "<div>停航三天的青湾渡轮复航</div>"
        f"<div>作者：林海涛 | 来源：青湾日报 | 2026-10-19 08:15</div>{story('zh')}</div>"
    )
    article = read("zh", body, "青湾在线")

    assert (article.title, article.section, article.source) == ("停航三天的青湾渡轮复航", "交通", "青湾日报")


def test_the_line_of_a_forum_in_china():
    line = "<i>|</i>".join(
        ("2026-11-6 16:40", "发布者: <a>茶香</a>", "查看: <em>2197</em>", "原作者: 郑小虎", "来自: 青湾社区报")
    )
    body = (
        f"<div><a href=./>茶乡论坛</a> › <a href='portal.php?catid=4'>体育</a> › 查看内容</div><h1>渡轮停航后复航</h1>"
        f"<p>{line}</p><div><b>摘要</b>: 停航三天的青湾渡轮今天早上恢复营运。</div><table><tr><td>{story('zh')}</table>"
    )
    head = "<meta name=keywords content='渡轮停航后复航'>"
    article = read("zh", body, "渡轮停航后复航 - 体育 - 茶乡论坛 - Powered by Discuz!", head)

    assert (article.authors, article.source, article.view_count) == (["郑小虎"], "青湾社区报", 2197)
    assert (article.section, article.tags) == ("体育", [])
    assert article.description == "停航三天的青湾渡轮今天早上恢复营运。"
    assert article.body.startswith(SENTENCE["zh"])


def test_the_view_of_a_korean_board():
    title = "청만 여객선 사흘 만에 운항 재개"
    body = (
        f"<h1>{title} > 지역소식</h1><h2>지역소식</h2><article><h2><span>행정</span> <span>{title}</span></h2>"
        "<div>작성자 <b>이수현 기자</b><br>댓글 <b>2건</b> 조회 <b>1,846회</b> 작성일 24-04-05 09:12</div>"
        f"<div>{story('ko')}</div><section><h2>댓글목록</h2>강바람 <time datetime='2024-04-05T11:02:00+09:00'></time>"
        "<p>반가운 소식이네요.</p></section></article>"
    )
    article = read("ko", body, f"{title} > 지역소식 | 청만신문")

    assert (article.title, article.authors) == (title, ["이수현"])
    assert (article.published_at, article.view_count) == ("2024-04-05T09:12:00", 1846)


def test_who_signs_alone_under_a_japanese_story():
    body = f"<h1>青湾の渡し船、運航再開</h1><p>2026年10月11日</p>{story('ja')}<p align=right>（田村健太）</p>"
    article = read("ja", body, "青湾の渡し船、運航再開｜青湾新報")

    assert article.authors == ["田村健太"]
    assert article.body.endswith(MORE["ja"])


def test_the_site_in_the_title_tag_is_no_author_and_under_the_story_stand_who_wrote_and_whence():
    body = (
        f"<h1>Phà Thanh Loan chạy lại</h1><span>Thứ hai - 05/09/2022 09:47</span><div>{story('vi')}</div>"
        "<p><strong>Tác giả bài viết: </strong>Hoàng Yến</p><p><strong>Nguồn tin: </strong>Báo Thanh Loan</p>"
        "<ul><li><a href=/giao-thong/>Giao thông</a></li></ul>"
    )
    site = "Báo Khuyến Học Miền Trung"
    article = read("vi", body, f"Phà Thanh Loan chạy lại - Giao thông - {site}", f"<meta name=author content='{site}'>")

    assert (article.authors, article.source, article.section) == (["Hoàng Yến"], "Báo Thanh Loan", "Giao thông")
    assert article.body.split("\n\n") == [SENTENCE["vi"], MORE["vi"]]


def test_a_summary_that_is_called_one_is_no_paragraph():
    body = (
        "<h3>Tin Thanh Loan</h3><h2>Phà Thanh Loan chạy lại sau ba ngày</h2><p>Lượt xem: 927</p><hr>"
        f"<p><b>Tóm tắt tin tức:</b> Phà chạy lại sau ba ngày nghỉ vì bão.</p><div>{story('vi')}</div><h3>Tin khác</h3>"
    )
    article = read("vi", body, "Trang tin huyện Thanh Loan ven biển")

    assert article.title == "Phà Thanh Loan chạy lại sau ba ngày"
    assert article.description == "Phà chạy lại sau ba ngày nghỉ vì bão."
    assert article.body.split("\n\n") == [SENTENCE["vi"], MORE["vi"]]


def test_an_introduction_that_the_first_paragraphs_say_again_and_a_named_caption():
    intro = SENTENCE["zh"] + " " + MORE["zh"][:-1]
    body = (
        f"<h1>渡轮停航后复航</h1><p>2026-10-19 08:15</p><div class=intro>{intro}</div>"
        f"<div class=content>{story('zh')}</div><img src=a.jpg><p class='img-caption'>今天早上的青湾码头。</p>"
    )

    assert read("zh", body, "渡轮停航后复航_青湾在线").body.split("\n\n") == [SENTENCE["zh"], MORE["zh"]]


def test_the_day_of_another_story_is_not_the_day_and_a_folder_marks_the_section():
    body = (
        "<h1>Phà Thanh Loan chạy lại sau ba ngày</h1><p><i class='fa fa-folder'></i> <a href='?c=1'>Giao thông</a></p>"
        f"{story('vi')}<ul><li><a href=/t/40>Thanh Loan công nhận thêm ba xã nông thôn mới</a><p>10/08/2023</p></ul>"
    )
    article = read("vi", body, "Phà Thanh Loan chạy lại sau ba ngày | Tin Thanh Loan", url="https://bay.example/t/41")

    assert (article.published_at, article.section) == (None, "Giao thông")


def test_the_label_of_a_lead_in_a_box_of_its_own():
    body = (
        "<h1>渡轮停航后复航</h1><p>发布时间：2018-10-08 15:32:10 来源：青湾日报</p>"
        "<div>所属专题：<a href=/zt/>渡轮</a></div>"
        f"<div class=dd><p><b>导读：</b>\n10月8日，青湾渡轮复航。</p></div><div class=main>{story('zh')}</div>"
    )
    article = read("zh", body, "渡轮停航后复航 - 青湾新闻网")

    assert (article.description, article.source) == ("10月8日，青湾渡轮复航。", "青湾日报")
    assert article.body.split("\n\n") == [SENTENCE["zh"], MORE["zh"]]


def test_a_line_named_a_title_over_the_day_and_no_heading_of_a_menu_or_a_list():
    line = "<p><i>Lê An</i> | 10/09/2024 | Lượt xem: 341</p>"
    body = (
        "<ul><li><a href=/tin>Tin bài</a></ul><h2 class=page-title>Tin bài</h2>"
        f"<div class='post-single-title'>Phà Thanh Loan chạy lại sau ba ngày</div>{line}{story('vi')}"
    )
    assert read("vi", body, "Chi tiết | Huyện Thanh Loan").title == "Phà Thanh Loan chạy lại sau ba ngày"

    body = (
        "<div>首页 / 资讯 / 停航三天的青湾渡轮复航</div><p class=title>停航三天的青湾渡轮复航</p><div>"
        "<b>发布时间：2023-11-03 09:12:45 </b><b>文章作者：梁思雨 </b><b>文章来源：青湾日报 </b></div>"
        f"{story('zh')}<h3>热门资讯</h3><ul><li><a href=/n/12>冬季养生六个误区</a></ul>"
    )
    article = read("zh", body, "青湾网")

    assert (article.title, article.authors) == ("停航三天的青湾渡轮复航", ["梁思雨"])
    assert article.source == "青湾日报"


def test_the_rows_of_a_board_in_korea():
    body = (
        "<p>홈 &gt; 뉴스 &gt; <a href='list.asp?cate=1'>군정</a></p><table>"
        "<tr><th>제목</th><td>청만 여객선 운항 재개</td></tr>"
        "<tr><th>작성자</th><td>백승우</td><th>등록일</th><td>2023-12-13 10:07:55</td></tr>"
        f"<tr><th>조회수</th><td>287</td></tr><tr><td colspan=4>{story('ko')}</td></tr></table>"
    )
    article = read("ko", body, "청만뉴스")

    assert (article.title, article.authors, article.section) == ("청만 여객선 운항 재개", ["백승우"], "군정")
    assert (article.published_at, article.view_count) == ("2023-12-13T10:07:55", 287)


def test_who_reports_from_where_without_being_called_a_reporter():
    body = f"<h2>渡輪復航 學生開心上學</h2><div><span>林子晴／花蓮報導<br>(2025/10/3)</span></div>{story('zh')}"

    assert read("zh", body, "渡輪復航 學生開心上學").authors == ["林子晴"]


def test_a_section_beside_the_sign_of_a_folder_that_leads_nowhere():
    body = (
        "<div><span class='fa fa-folder'></span>Giao thông &ensp;/&ensp; <i class='fa fa-eye'></i> 187</div>"
        f"<h1>Phà Thanh Loan chạy lại</h1><p>13/08/2024</p>{story('vi')}"
    )
    assert read("vi", body, "Tin Thanh Loan").section == "Giao thông"


def test_what_a_heading_says_of_its_day_is_none_of_the_title():
    line = "2016-11-08 10:36:22&nbsp;&nbsp;来源：青湾晚报&nbsp;&nbsp;评论：<a href=#c>0</a> 点击：<i></i>"
    article = read(
        "zh", f"<h1>渡轮停航后复航<br><span>{line}</span></h1>{story('zh')}", "渡轮停航后复航 - 社会 - 青湾网"
    )

    assert (article.title, article.source) == ("渡轮停航后复航", "青湾晚报")
    assert article.published_at == "2016-11-08T10:36:22"


def test_a_table_of_labels_in_thailand():
    thai = "ชุมชนริมอ่าวจัดตลาดนัดสีเขียวทุกวันเสาร์ โดยมีเกษตรกรนำผักปลอดสารมาจำหน่ายกว่าสี่สิบราย"
    title = "ตลาดนัดสีเขียวริมอ่าวคึกคัก"
    rows = (("หัวข้อข่าว", title), ("วันที่ลงข่าว", "15 กรกฎาคม 2566"), ("จำนวนผู้เข้าชม", "204 ครั้ง"))
    cells = "".join(f"<tr><td><b>{label} :</b></td><td>{said}</td></tr>" for label, said in rows)
    article = read("th", f"<table>{cells}<tr><td colspan=2><p>{thai}</p></table>", "ข่าวประชาสัมพันธ์")

    assert (article.title, article.description) == (title, None)
    assert (article.published_at, article.view_count) == ("2023-07-15", 204)


def test_a_source_that_its_class_alone_names():
    source = "<span class='news-detail-source'>Báo Thanh Loan</span>"
    info = f"<div><b class='news-detail-author'>Trương Hải Yến</b> | {source} <i>02-07-2024 08:30</i></div>"
    article = read("vi", f"<h4>Phà Thanh Loan chạy lại</h4>{info}{story('vi')}", "Phà Thanh Loan chạy lại")

    assert (article.authors, article.source) == (["Trương Hải Yến"], "Báo Thanh Loan")


def test_who_reports_below_the_story_and_a_counter_in_thousands():
    body = (
        "<ol class=pankuzu><li><a href=/>首页</a><li><a href=/perak>霹雳</a></ol><h1>渡轮停航后复航</h1>"
        "<div><i>发布于 12/01/2025, 9:15pm</i><i> · 10个月前</i><i>2.3K点阅</i></div>"
        f"{story('zh')}<div>报道：梁淑仪</div>"
    )
    article = read("zh", body, "渡轮停航后复航 | 近打日报")

    assert (article.authors, article.view_count, article.section) == (["梁淑仪"], 2300, "霹雳")


def test_brackets_around_who_edits_and_a_line_of_the_day_that_is_no_standfirst():
    body = (
        "<h1>渡輪停航後復航</h1><section><time>2025-03-03 15:42</time>"
        "<span>青灣新聞網／ 記者游明煌／基隆即時報導</span></section>"
        f"<div>瀏覽 <b>6,030</b></div><section>{story('zh')}</section><p align=right>【编辑：方圆】</p>"
    )
    article = read("zh", body, "渡輪停航後復航 | 青灣新聞網")

    assert (article.authors, article.description, article.view_count) == (["游明煌"], None, 6030)
    edited = read("zh", body.replace("記者游明煌", ""), "渡輪停航後復航 | 青灣新聞網")
    assert edited.authors == ["方圆"]


def test_a_correspondent_without_a_name_is_no_standfirst():
    bengali = "পাহাড়ি ঢলে তিনটি ইউনিয়নের নিম্নাঞ্চল প্লাবিত হয়েছে, পানিবন্দি হয়ে পড়েছে প্রায় ১২ হাজার মানুষ।"
    body = (
        "<h1>পাহাড়ি ঢলে পানিবন্দি মানুষ</h1><div class=reporter>কলমাকান্দা (নেত্রকোনা) প্রতিনিধি</div>"
        f"<div><p>প্রকাশ : ০৫ অক্টোবর ২০২৫, ১০:২২ পিএম</p></div><div><p>{bengali}</p></div>"
    )
    article = read("bn", body, "পাহাড়ি ঢলে পানিবন্দি মানুষ")

    assert (article.description, article.published_at) == (None, "2025-10-05T22:22:00")


def test_the_day_over_the_headline_and_not_a_comments():
    body = (
        "<div><b>문화</b> <i>2025.08.11 21:06</i></div><h1>청만 여객선 운항 재개</h1><div>조회 수 <b>389</b></div>"
        f"<div>{story('ko')}</div><ul><li><div class=meta><a>책벌레</a><span class=date>2025.08.12 08:10</span></div>"
        "<div class=comment_content>반가운 소식!</div></li></ul>"
    )
    article = read("ko", body, "청만 여객선 운항 재개 - 동네소식 - 청만신문")

    assert (article.published_at, article.view_count) == ("2025-08-11T21:06:00", 389)


def test_a_time_with_a_counter_under_the_day_and_a_menu_in_the_head_of_the_site():
    body = (
        "<header><ul><li><a href=/category/giao-thong>Giao thông</a></ul></header><div><h1>Phà Thanh Loan chạy lại</h1>"
        "<div>10 Nov 2024</div><div><font>17:45:12 WIB</font><font>Dibaca : 1.532 Kali</font></div>"
        f"{story('vi')}</div>"
    )
    article = read("vi", body, "Phà Thanh Loan chạy lại")

    assert (article.published_at[:19], article.view_count) == ("2024-11-10T17:45:12", 1532)
    assert article.section is None
