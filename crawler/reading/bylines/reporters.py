"""Who reports, as Chinese, Japanese and Korean pages print it: 本报记者 王安, 김수현 문화부 기자."""

from __future__ import annotations

import re

from crawler.reading.bylines.signers import WORDS, is_person

LONGEST_HAN_NAME = 4
# "김수현 문화부 기자", "인천=김수현 기자", "本报记者 王安", "記者林小明／台北報導"
REPORTER = re.compile(
    r"(?:\s+\S{1,8}[부팀])?\s*(?:\S{0,4}기자|특파원|記者|记者)$|^(?:本[报報]|特[派约約])?(?:記者|记者)\s*"
)
REPORTS = re.compile(r"(?:報導|报道|報道|電|电|摄影|攝影)$")
_REPORTER_LINE = re.compile(
    r"(?:[\[(][^\])]{2,20}[\])]\s?|[가-힣]{2,6}\s?[=＝]\s?)?[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,4}\s(?:\S{1,8}[부팀]\s)?(?:\S{0,4}기자|특파원)(?:\s+\S+@\S+)?$"
    r"|[\u3400-\u9fff]{2,4}\s?[／/]\s?[\u3400-\u9fff]{2,4}(?:報導|报导|报道)$"  # 林子晴／花蓮報導
    r"|(?:本[报報]|特[派约約])?(?:記者|记者)(?![會会席團团們们])\s?[\u3400-\u9fff]{2,4}(?:报道|報導|報道|报导)?(?:\s*[／/].{2,12})?$"
)
# "记者王小明报道"
_REPORTED = re.compile(r"(?:本[报報]|特[派約约])?(?:記者|记者)\s?([\u3400-\u9fff]{2,3})(?:报道|報導|報道|报导)")
# "報道部・佐々木健太", "ローマ支局＝山口真由美"
OFFICE = re.compile(r"^[ァ-ヶー\u3400-\u9fff]{1,8}(?:部|局|支社|本社|委員|記者)[・＝]|^[가-힣]{2,6}\s?[=＝]\s?")
# "海新记者 林知远 许晓棠": of a newsroom, with gaps between the names
_REPORTERS = re.compile(
    r"[\u3400-\u9fff]{0,4}(?:記者|记者)\s"
    r"((?!.*通[讯訊][员員])[\u3400-\u9fff]{2,4}(?:[\s、,，]\s?[\u3400-\u9fff]{2,4}){0,3})$"
)
# "早川灯記者", "政治部・高瀬みなと、佐藤美咲記者"; and not "社会部記者", "取材した記者", "担当の記者"
_NAMED_BEFORE = re.compile(
    r"(?:[^\s・＝=]{1,10}[・＝=])?(?:[\u3400-\u9fffぁ-んァ-ヶー々]{3,7}、){0,3}"
    r"(?=[^\s・＝=、]{3,7}\s?記者$)[\u3400-\u9fff々]{1,4}[ぁ-んァ-ヶー\u3400-\u9fff々]{1,4}"
    r"(?<![部局社紙誌課班員当聞門会性番のた])\s?記者$"
)
# "新华社北京11月24日电（记者 王安、李明）", "（本报记者 王安）"
_SENT = re.compile(
    r"[(（]\s?(?:本[报報]|特[派约約]|总台|见习|實習|实习)?(?:记者|記者|通讯员)(?![会會席团團们們])[\s:：]{0,2}([^()（）]{2,40}?)"
    r"(?<![摄攝影])[)）]"  # who took the picture is no reporter
    # "〔記者林宜蓁／高雄報導〕", "【記者王安、李明／綜合報導】"
    r"|[〔【\[]\s?(?:特[派約]|實習|駐地)?(?:記者|编译|編譯|特派員)\s?([^〔〕【】\[\]／/]{2,40})\s?[／/][^〔〕【】\[\]]{2,12}[〕】\]]"
    # 海新聞網／ 記者林宜蓁／高雄即時報導
    r"|[／/]\s?記者(?!會)\s?([\u3400-\u9fff、]{2,12}?)\s?[／/]\s?[\u3400-\u9fff]{2,8}(?:報導|报导|报道)"
    # "（中央社記者林小舟嘉義25日電）": a town parts the name from the day
    rf"|[（(]中央社記者([\u3400-\u9fff、]{{2,12}}?)(?:{'|'.join(WORDS['places_of_datelines'])})[^）)]{{0,8}}?\d{{1,2}}日(?:專|综合外|綜合外)?電[）)]"
)
# "(서울=연합뉴스) 김수현 박지민 기자 = 항구의 등대가", "[인천=뉴시스]김수현 기자 ="
_SENT_IN_KOREA = re.compile(
    r"[(\[][^()\[\]=]{1,12}=[^()\[\]=]{1,16}[)\]]\s?([가-힣]{2,4}(?:[\s·ㆍ,]{1,2}[가-힣]{2,4}){0,4}?)\s(?:\S{0,4}기자|특파원)(?:\s?=|\s*$)"
)
DATELINE = 80  # characters at the start of a story


def is_reporters_line(line: str) -> bool:
    """Whether *line* is nothing but reporters, called so."""
    return any(pattern.match(line) is not None for pattern in (_REPORTER_LINE, _REPORTERS, _NAMED_BEFORE))


def listed_reporters(line: str) -> str | None:
    """Return the names of a line that parts them by gaps, parted as names are; None for another line.

    >>> listed_reporters("海新记者 林知远 许晓棠")
    '林知远、许晓棠'
    """
    match = _REPORTERS.match(line)
    return "、".join(re.findall(r"[^\s、,，]+", match[1])) if match else None


def reported_by(part: str) -> str:
    """Return who reports in "记者王小明报道"; "" where *part* says where from, or that somebody does: "台北報導"."""
    match = _REPORTED.fullmatch(part)
    return match[1] if match else ""


def read_dateline_reporters(text: str) -> list[str]:
    """Return the reporters whom a story names where it begins, in Chinese and Korean, or ends, in Chinese brackets.

    >>> read_dateline_reporters("港湾日报11月23日电（记者 林小舟、王安）港湾市的老灯塔开放。")
    ['林小舟', '王安']
    >>> read_dateline_reporters("(인천=연합뉴스) 김수현 박지민 기자 = 항구의 등대가 다시 문을 열었다.")
    ['김수현', '박지민']
    >>> [read_dateline_reporters(text) for text in ("〔記者林小舟、王安／高雄報導〕燈塔開放。", "燈塔。（記者王安攝）")]
    [['林小舟', '王安'], []]
    >>> read_dateline_reporters("（中央社記者林小舟嘉義25日電）燈塔開放。")
    ['林小舟']
    """
    if text[:1] in ("(", "[") and (korean := _SENT_IN_KOREA.match(text[:DATELINE])):
        return re.findall(r"[가-힣]+", korean[1])
    match = _SENT.search(text[:DATELINE]) or _SENT.search(text[-DATELINE:])
    names = re.split(r"[\s、,，]+", next(filter(None, match.groups())).strip()) if match else []
    return [name for name in names if 2 <= len(name) <= LONGEST_HAN_NAME and is_person(name)]
