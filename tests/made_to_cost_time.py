"""Texts and pages that are made to cost a reader time."""

from __future__ import annotations

# In which language, and what is repeated.
TEXTS = [
    ("en", "“a” "),
    ("en", "''"),
    ("en", "Ann, "),
    ("fr", "« a, a dit A, b » "),
    ("ru", "«a, — сказал А, — b» "),
    ("es", "—a —dijo A—. "),
    ("ar", "سامي الرئيس "),
    ("hi", "सीता के "),
    ("ja", "「a」と山本は"),
    ("ja", "ァ・"),
    ("zh", "王安说：“"),
    ("ko", '김수현 시장은 "'),
    ("ko", "김수현 씨는 “가자”라고 말했다. 그는 “그래”라고 말했다. "),
    ("zh", "司机王大明在。“我们走。”他说。"),
    ("zh", "他说：“每天上班要换三趟车。”"),
    ("zh", "市长"),
    ("en", "A"),
    ("en", "A-"),
    ("en", "A: “a b c” "),
    ("en", "“a” said b "),
    ("ar", "«قال سامي الشامي» وقال "),
    ("ar", "«ليس أمامنا خيار» قال الوزير "),
    ("hi", "सरपंच ने "),
    ("pl", "„Tak jest” – powiedział burmistrz miasta, "),
    ("de", "von Lee, der "),
    ("fr", "« a, dit-il, b » "),
]

# By what is odd about them.
PAGES = {
    "nested": "<div>" * 24_000 + "text",
    "many_blocks": "<p>word word word word.</p>" * 20_000,
    "attributes": f"<div {' '.join(f'a{n}=1' for n in range(20_000))}>text of a page</div>",
    "long_class": f"<p class='{'c' * 2_000_000}'>text of a page</p>",
    "long_text": "<p>" + "word " * 1_000_000 + "</p>",
    "long_string_in_script": '<script>x = "' + "a\\\\" * 500_000 + "</script><p>text</p>",
}
