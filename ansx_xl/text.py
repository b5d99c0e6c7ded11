"""Vietnamese numbers and text: what somebody typed, and what it can be taken for.

Everything is pure and exact: the grammar decides by regular expression what a text may mean, `Decimal` and `Fraction`
carry it, no float is involved. Where a text can be read in two ways nothing is guessed: the result is an error with a
suggestion to ask about. Sentences stand in vi/; the tables of the old fonts stand in the catalogue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from .frozen import frozen

EXCEL_DIGITS = 15  # a spreadsheet keeps and compares no more
MAX_EXPONENT = 300  # beyond it no figure is meant, and exact arithmetic would blow up

_CONTROLS = [c for c in range(0x20) if chr(c) not in "\t\n\v\f\r\x1c\x1d\x1e\x1f"] + [0x7F]
_INVISIBLE = [*range(0x200B, 0x2010), 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0xFEFF]
_NOISE = dict.fromkeys([*_CONTROLS, *_INVISIBLE])
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_MARK = re.compile(r"[\u0300-\u036f]")
_EXTENDED_LATIN = re.compile(r"[\u0100-\u024f\u1e00-\u1eff]")  # nearly every Vietnamese text has one of these letters
_STROKE = {0x111: "d", 0x110: "D"}  # the one letter that does not decompose


def clean(text: str) -> str:
    """The text as its writer saw it: NFC, nothing invisible, single spaces.

    >>> clean("  Sìn\\u00a0 Ho\\u0302\\u0300\\u200b ")
    'Sìn Hồ'

    A soft hyphen goes, unless the text may be TCVN3, where it is the letter U+01B0 beside other Latin-1 signs.

    >>> clean("dan\\u00ad so"), clean("Ch\\u00ad\\u00acng")
    ('dan so', 'Ch\\xad\\xacng')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if "\u00ad" in text:
            without = text.replace("\u00ad", "")
            if without.isascii() or _beyond_latin(without):
                text = without
    if not text.isprintable():  # all noise is unprintable, and nearly no text is
        text = text.translate(_NOISE)
    return " ".join(text.split())


def _beyond_latin(text: str) -> bool:
    """Whether a letter stands there that no 8-bit font of the West has."""
    return bool(_EXTENDED_LATIN.search(text)) or any(ord(c) > 0xFF and c.isalpha() for c in text)


def fold(text: str) -> str:
    """A key under which equal names are equal: clean, without case, wherever the tone mark is put.

    >>> fold("Hoà BÌNH") == fold(" hòa bình"), fold("Thú") == fold("Thu")
    (True, False)

    A syllable has one tone, so the mark is moved to the end of its word; the key is for comparing, not for showing.
    """
    text = clean(text).casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFD", text)
    return _WORD.sub(lambda word: "".join(sorted(word[0], key=_TONES.__contains__)), text)


def ascii_fold(text: str) -> str:
    """The text without case and diacritics, for hints.

    >>> ascii_fold("Đã có")
    'da co'
    """
    return _MARK.sub("", unicodedata.normalize("NFD", clean(text).translate(_STROKE))).casefold()


def slug(text: str) -> str:
    """The text as a part of a file name that any system keeps.

    >>> slug("Bộ Lao động - Thương binh và Xã hội")
    'bo-lao-dong-thuong-binh-va-xa-hoi'
    """
    return "-".join("".join(c if c.isalnum() else " " for c in ascii_fold(text)).split())


@frozen
class Number:
    """What a typed text means as a figure.

    *status* is number, nil, not_collected, not_applicable, empty or error. A number has a *remark*: "text_number" or
    "interpreted" (separators were read: show the value). An error may have a *suggestion*, for words a *hint*.
    """

    status: str
    value: Decimal | None = None
    remark: str = ""
    suggestion: Decimal | None = None
    hint: str = ""


NIL, NOT_COLLECTED, NOT_APPLICABLE = "-", ("\u2026", "..."), "x"
"""The signs that a form takes instead of a number; a reader takes their look-alikes too."""

_SIGNS = {"": Number("empty")} | dict.fromkeys(NOT_COLLECTED, Number("not_collected"))
_SIGNS |= dict.fromkeys((NOT_APPLICABLE, NOT_APPLICABLE.upper()), Number("not_applicable"))
_SIGNS |= dict.fromkeys("-\u2013\u2014\u2212", Number("nil"))

# Patterns that few texts ever meet are texts here: each is compiled when first used.
_MINUS = "[-\u2212]?"
_INTEGER = "(?:0|[1-9][0-9]*)"
_SPACED = "[1-9][0-9]{0,2}(?: [0-9]{3})+"
_DOTTED = "[1-9][0-9]{0,2}(?:[.][0-9]{3})+"
_PLAIN = f"{_MINUS}(?:{_INTEGER}|{_SPACED})"
_VIETNAMESE = f"{_MINUS}(?:(?:{_INTEGER}|{_SPACED}|{_DOTTED}),[0-9]+|{_DOTTED})"
_AMBIGUOUS = f"{_MINUS}[1-9][0-9]{{0,2}}[.,][0-9]{{3}}"  # thousands or decimals?

# Not accepted, but one number may be meant: the form, and the separators that would have to go.
_FOREIGN = (
    (r"[1-9][0-9]{0,2}([.,_' ])[0-9]{3}(?:\1[0-9]{3})*", "[.,_' ]"),
    (r"[1-9][0-9]{0,2}([,_' ])[0-9]{3}(?:\1[0-9]{3})*[.][0-9]+", "[,_' ]"),
    ("[0-9]*[.,]?[0-9]+(?:[eE][+-]?[0-9]{1,2})?", "$"),
)
_TOKEN = (
    "(?:^[-+\u2212\u2013])?(?:[.,](?=[0-9]))?[0-9](?:[0-9]|[.,_'](?=[0-9])|[eE][+-]?(?=[0-9])|(?<=[0-9]) (?=[0-9]))*"
)
_TORN = r"\s(?<![ \u00a0\u2007\u2009\u202f])|\s\s|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
"""What makes one figure of several to the eye, or turns it around: lines, tabs, gaps, marks of direction."""
_OTHER_SCRIPT = r"(?![0-9])\d|[\uff01-\uff5e]"  # digits of other scripts, full-width signs
_AROUND = r"[^\W\d_\u00b2\u00b3\u00b9\u2070-\u209f]|[ %()<>=~+.,:;*\"'\[\]\u2264\u2265]"
_STORED = re.compile(r"[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_EXACT, _SHOWN = Context(prec=2 * MAX_EXPONENT), Context(prec=EXCEL_DIGITS, rounding=ROUND_HALF_UP)
_SEPARATORS = str.maketrans(",.", ".,")

_NIL_WORDS = frozenset({"khong", "khong co", "ko", "ko co", "k", "khong phat sinh", "ko phat sinh"})
_NOT_COLLECTED = r"chua\b.*|(?:khong|ko) (?:co so lieu|thu thap duoc|thong ke duoc|ro)|[.\u2026 ]+|n/?a"
# "12 nghin" is not 12: after such a word no number is suggested.
_MULTIPLIER = r"\b(?:k|tr|chuc|tram|nghin|ngan|van|trieu|ty|ti)\b"


def parse_number(text: str) -> Number:
    """What figure a typed text stands for, if it stands for one.

    >>> parse_number("1.234,5")
    Number(status='number', value=Decimal('1234.5'), remark='interpreted', suggestion=None, hint='')
    >>> parse_number("1.234")
    Number(status='error', value=None, remark='', suggestion=Decimal('1234'), hint='')
    >>> [parse_number(sign).status for sign in ("-", "...", "x", "")]
    ['nil', 'not_collected', 'not_applicable', 'empty']
    >>> parse_number("ko").hint
    'nil'
    """
    typed, text = text.strip(), clean(text)
    if text in _SIGNS:
        return _SIGNS[text]
    if len(text) > 60:  # nobody types a figure as long as that
        return Number("error")
    torn = re.search(_TORN, typed)
    if not torn and (accepted := _accepted(text)):
        return accepted
    words = ascii_fold(text)
    if words in _NIL_WORDS:
        return Number("error", hint="nil")
    if re.fullmatch(_NOT_COLLECTED, words):
        return Number("error", hint="not_collected")
    return Number("error", suggestion=None if torn else _suggestion(text))


def _accepted(text: str) -> Number | None:
    """A text of the grammar, with at most the digits that a spreadsheet keeps."""
    if re.fullmatch(_PLAIN, text):
        remark = "text_number"
    elif re.fullmatch(_VIETNAMESE, text) and not re.fullmatch(_AMBIGUOUS, text):
        remark = "interpreted"
    else:
        return None
    value = Decimal(text.replace("\u2212", "-").replace(" ", "").replace(".", "").replace(",", "."))
    if len(value.as_tuple().digits) > EXCEL_DIGITS:
        return Number("error")
    return Number("number", value or Decimal(0), remark)


def _suggestion(text: str) -> Decimal | None:
    """The one number that may be meant by a text outside the grammar; None where there is none or more than one."""
    text = re.sub(_OTHER_SCRIPT, lambda c: str(unicodedata.decimal(c[0], unicodedata.normalize("NFKC", c[0]))), text)
    tokens, around = re.findall(_TOKEN, text), re.sub(_TOKEN, "", text)
    if len(tokens) != 1 or re.sub(_AROUND, "", around) or re.search(_MULTIPLIER, ascii_fold(around)):
        return None
    token = tokens[0].replace("\u2013", "-")
    if accepted := _accepted(token):
        return accepted.value
    figure = token.lstrip("+-\u2212")
    for form, separators in _FOREIGN:
        if re.fullmatch(form, figure):
            value = decimal_of(re.sub(separators, "", figure).replace(",", "."))
            return -value if value and token[0] in "-\u2212" else value
    return None


def decimal_of(raw: str) -> Decimal | None:
    """The exact number that a workbook stores as *raw*, with the 15 digits that Excel shows; None if it is none.

    >>> decimal_of("1234.5600000000001"), decimal_of("1E3"), decimal_of("12.50")
    (Decimal('1234.56'), Decimal('1000'), Decimal('12.5'))
    >>> decimal_of("nan"), decimal_of("1E400"), decimal_of("9007199254740993")
    (None, None, Decimal('9007199254740993'))
    """
    if len(raw) <= EXCEL_DIGITS and raw.isascii() and raw.isdigit():  # nearly all of them
        return Decimal(raw)
    if len(raw) > 2 * MAX_EXPONENT or not _STORED.fullmatch(raw):
        return None
    value = _EXACT.create_decimal(raw)
    if not value or value.adjusted() < -MAX_EXPONENT:
        return Decimal(0)
    if value.adjusted() > MAX_EXPONENT:
        return None
    if value.adjusted() < EXCEL_DIGITS:  # whole numbers beyond are kept: rounding would hide that they are too large
        value = _SHOWN.plus(value)
    whole = int(value)
    return Decimal(whole) if value == whole else value.normalize(_EXACT)


def half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Rounded as Excel's ROUND and as an officer does: half away from zero, exactly.

    >>> half_up(Decimal("2.345"), 2), half_up(Fraction(-1, 2), 0), half_up(1250, -2)
    (Decimal('2.35'), Decimal('-1'), Decimal('1.3E+3'))
    """
    steps = whole(value, decimals)
    return Decimal((int(steps < 0), tuple(map(int, str(abs(steps)))), -decimals))


def whole(value: Fraction | Decimal | float, decimals: int) -> int:
    """The number as so many whole steps of 10^-decimals, rounded half away from zero, exactly.

    >>> whole(Decimal("16.335"), 2), whole(Fraction(50, 3), 2), whole(-1250, -2)
    (1634, 1667, -13)
    """
    above, below = value.as_integer_ratio()
    if decimals > 0:
        above *= 10**decimals
    else:
        below *= 10**-decimals
    steps = (2 * abs(above) + below) // (2 * below)
    return steps if above >= 0 else -steps


def exact(number: Decimal | Fraction | int | None, decimals: int = 12) -> str | None:
    """A number as decimal text, without an exponent and without idle zeros.

    >>> exact(Decimal("1200")), exact(Fraction(1, 8)), exact(Fraction(1, 3)), exact(None)
    ('1200', '0.125', '0.333333333333', None)
    """
    if number is None:
        return None
    text = format(half_up(number, decimals), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def vn_number(value: Fraction | Decimal | float | None, decimals: int | None = None) -> str:
    """The number as it stands in a Vietnamese sentence; with *decimals*, rounded half up to as many.

    >>> vn_number(1234567.5), vn_number(Fraction(200, 3), 2), vn_number(8, 1), vn_number(None)
    ('1.234.567,5', '66,67', '8,0', '')
    """
    if value is None:
        return ""
    if decimals is not None:
        value = half_up(value, decimals)
    elif isinstance(value, Fraction):
        value = _SHOWN.divide(value.numerator, value.denominator).normalize(_EXACT)
    else:
        value = (value if isinstance(value, Decimal) else Decimal(str(value))).normalize(_EXACT)
    return f"{value or abs(value):,f}".translate(_SEPARATORS)


@frozen
class EncodingTable:
    """What TCVN3 and VNI write for each letter -> the letter; of VNI, whose capitals are regular, the small ones."""

    tcvn3: Mapping[str, str]
    vni: Mapping[str, str]


def legacy(text: str, font: str | None, table: EncodingTable) -> str | None:
    """The Unicode text of a text typed for an old font; None if it is not such a text or would stay the same.

    >>> table = EncodingTable({"®": "đ", "Ö": "ệ", "Ê": "ấ"}, {"aá": "ấ", "ñ": "đ", "eä": "ệ"})
    >>> legacy("HuyÖn ®Êt", ".VnTime", table), legacy("Huyeän ñaát", None, table), legacy("Sè", None, table)
    ('Huyện đất', 'Huyện đất', None)

    The font decides. Without an old font a text is taken only where it is sure: every word must become a Vietnamese
    syllable, and one of them, with a consonant in front, must not have been one before.
    """
    if text.isascii() and not font or _beyond_latin(text):
        return None
    font = font or ""
    tcvn3, vni = font.startswith(".Vn"), font.startswith("VNI-")
    if not tcvn3 and not vni:
        if all(map(_syllable, _words_of(text))):  # it reads well as it is
            return None
        tcvn3, vni = _surely(text, _from_tcvn3, table), _surely(text, _from_vni, table)
    if tcvn3 == vni:
        return None
    converted = _from_tcvn3(text, table) if tcvn3 else _from_vni(text, table)
    converted = converted.upper() if tcvn3 and font.endswith("H") else converted
    return converted if converted != text else None


def _from_tcvn3(text: str, table: EncodingTable) -> str:
    return "".join(table.tcvn3.get(c, c) for c in text)


def _from_vni(text: str, table: EncodingTable) -> str:
    letters, i = [], 0
    while i < len(text):
        typed = text[i : i + 2] if text[i : i + 2].lower() in table.vni else text[i]
        letter = table.vni.get(typed.lower(), typed)
        letters.append(letter.upper() if typed[0].isupper() else letter)
        i += len(typed)
    return "".join(letters)


_LATIN_WORD = r"[A-Za-z\xa1-\xff]+"
# The letters of a syllable without their signs; before a final consonant fewer vowels are possible.
_SYLLABLE = (
    "(ngh?|nh|gh|gi|g|kh|k|ch|c|ph|p|th|tr|t|qu|[bdhlmnrsvx])?"
    "(?:(?:[aeiouy]|ie|o[ae]|u[aeoy]|uye|ye)(?:ch|c|k|m|ng|nh|n|p|t)?"
    "|a[iouy]|e[ou]|i[au]|ieu|oi|oa[iouy]|oeo|u[iu]|uoi|uou|ua[iy]|uya|uyu|yeu)"
)
_BAD_SIGN = "[^aeiouy\u0300-\u036f][\u0300-\u036f]|[\u0304\u0305\u0307\u0308\u030a-\u031a\u031c-\u0322\u0324-\u036f]"


def _words_of(text: str) -> list[str]:
    """The words that are not plain ASCII."""
    return [word for word in re.findall(_LATIN_WORD, text) if not word.isascii()]


def _surely(text: str, convert, table: EncodingTable) -> bool:
    found = [(_syllable(word), _syllable(convert(word, table))) for word in _words_of(text)]
    return all(new for _, new in found) and any(new[1] and not old for old, new in found)


def _syllable(word: str) -> re.Match | None:
    """Whether a word can be one Vietnamese syllable: its letters, signs and capitals."""
    letters = unicodedata.normalize("NFD", word.lower().translate(_STROKE))
    mixed = not (word.islower() or word.isupper() or word.istitle())
    if mixed or re.search(_BAD_SIGN, letters) or sum(map(letters.count, _TONES)) > 1:
        return None
    return re.fullmatch(_SYLLABLE, _MARK.sub("", letters))
