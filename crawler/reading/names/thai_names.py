"""Names of people in Thai print: two words behind a title or beside what somebody is."""

from __future__ import annotations

import re

_LETTER = "[ก-ฮะ-๎]"
_ROLE = (
    r"(?:นัก|วัย|อายุ|ชาว|ผู้|ประธาน|หัวหน้า|เลขา|โฆษก|อดีต|รอง|กรรมการ|นายก|สมาชิก|โค้ช|กัปตัน|เกษตรกร|เจ้าของ|ครู|อาจารย์"
    r"|แพทย์|รัฐมนตรี|แม่ค้า|พ่อค้า|ผอ\.|ส\.ส\.)"
)
_TITLES = re.compile(r"^\s?(?:(?:นางสาว|นาย(?!ก|อำเภอ|แพทย์|จ้าง|ทุน)|นาง|คุณ|น\.ส\.|(?:ดร|รศ|ผศ|ศ|นพ|พญ)\.)\s?)+")
_LONGEST = 40  # letters of a given name: no line is read again from each title in it
_VERB = (
    "(?:กล่าว|เผย|เปิด|ระบุ|บอก|เล่า|ชี้|แถลง|ยืนยัน|ตอบ|ใน|ที่|และ|ซึ่ง|จะ|ได้|เป็น|มา|ไป|เดิน|ให้|พูด"
    "|เสริม|ยอม|ย้ำ|สรุป|โพสต์|มอง|หลัง|เมื่อ|จาก|ว่า|ถึง|พร้อม|กับ|ต่อ|วันที่|สั่ง|การ|ความ|ของ|ประจำ|ประกาศ)"
)
_NAME = re.compile(  # นายธนากร ใจกล้า, "ธนากร ใจกล้า นักวิ่ง", "นักวิ่ง ธนากร ใจกล้า"
    r"(?:(?<=นาย)(?!ก|แพทย์|อำเภอ|จ้าง|ทุน|หน้า|ทหาร|ตำรวจ|สถานี|ช่าง)|(?<=นาง)(?!สาว|แบบ|งาม|เอก|พยาบาล)"
    r"|(?<=คุณ)(?!ภาพ|ค่า|สมบัติ|ธรรม|วุฒิ|ประโยชน์|แม่|พ่อ|หมอ|ครู)|(?<=ลุง|ป้า)(?!ย|ป้า)|(?<=ดร\.|นพ\.|พญ\.)"
    r"|(?<=น\.ส\.|โค้ช)|(?<=[ก-ฮ]\.[ก-ฮ]\.)|(?<=นางสาว)|(?<=นายแพทย์)|(?<=แพทย์หญิง)"
    rf"|(?:(?<=\s)|^)(?=(?!{_ROLE})\S+ \S+ {_ROLE})"
    rf"|(?:(?<=\s)|^){_ROLE}{_LETTER}* )"
    rf"\s?((?!{_ROLE}|นาย|นาง|น\.|ดร\.|คุณ|ด้าน|ส่วน|ขณะ|โดย|ทาง|จำนวน|พรรค|บริษัท|โรง){_LETTER}{{2,{_LONGEST}}})"
    rf" (?!{_VERB}|{_ROLE})({_LETTER}{{2,}})"
)


def without_title(phrase: str) -> str:
    """Return *phrase* without the titles before a name.

    >>> without_title("รศ.ดร.พิมพ์ใจกล่าว"), without_title("นายกรัฐมนตรี")
    ('พิมพ์ใจกล่าว', 'นายกรัฐมนตรี')
    """
    return _TITLES.sub("", phrase)


def is_thai_role(phrase: str) -> bool:
    """Whether *phrase* begins with what somebody is."""
    return re.match(_ROLE, phrase) is not None


def thai_names(body: str) -> list[str]:
    """Return the names of two words that *body* prints behind a title or beside a role, in order.

    >>> thai_names("นายธนากร ใจกล้า พบ กมลา พูนทรัพย์ นักวิ่ง")
    ['ธนากร ใจกล้า', 'กมลา พูนทรัพย์']
    """
    return [" ".join(match.groups()) for match in _NAME.finditer(body)]
