"""text.py: numbers as officers type them, names as they write them, texts of before Unicode."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from ansx_xl import catalogue
from ansx_xl.text import (
    EncodingTable,
    ascii_fold,
    clean,
    decimal_of,
    fold,
    half_up,
    legacy,
    parse_number,
    vn_number,
)


def brief(number):
    """What matters of a Number: value and remark, error and suggestion or hint, or the status alone."""
    if number.status == "number":
        return str(number.value), number.remark
    if number.status == "error":
        return "error", number.hint or (None if number.suggestion is None else str(number.suggestion))
    return number.status


@pytest.mark.parametrize(
    ("typed", "exp"),
    [
        # the table of the design: value with a note, value with a warning, error with a suggestion
        ("1234", ("1234", "text_number")),
        ("1 234", ("1234", "text_number")),
        ("1.234,5", ("1234.5", "interpreted")),
        ("8,5", ("8.5", "interpreted")),
        ("1.234.567", ("1234567", "interpreted")),
        ("1.234", ("error", "1234")),
        ("1,234", ("error", "1234")),
        ("1,234.5", ("error", "1234.5")),
        ("95%", ("error", "95")),
        ("12 người", ("error", "12")),
        # signs
        ("-", "nil"),
        ("\u2013", "nil"),
        ("\u2014", "nil"),
        (" \u2212\u00a0", "nil"),
        ("…", "not_collected"),
        ("...", "not_collected"),
        ("x", "not_applicable"),
        ("X ", "not_applicable"),
        ("", "empty"),
        ("\u200b \t", "empty"),
        # words
        ("không", ("error", "nil")),
        ("KHÔNG CÓ", ("error", "nil")),
        ("khong co", ("error", "nil")),
        ("ko", ("error", "nil")),
        ("chưa có", ("error", "not_collected")),
        ("Chưa có số liệu", ("error", "not_collected")),
        ("....", ("error", "not_collected")),
        ("abc", ("error", None)),
        ("×", ("error", None)),
        # text numbers
        ("0", ("0", "text_number")),
        ("-5", ("-5", "text_number")),
        ("\u22125", ("-5", "text_number")),
        ("-0", ("0", "text_number")),
        ("\u00a01\u202f234\u2009567 ", ("1234567", "text_number")),
        ("1\u200b2", ("12", "text_number")),
        ("999999999999999", ("999999999999999", "text_number")),
        ("9999999999999999", ("error", None)),
        # interpreted
        ("1 234,5", ("1234.5", "interpreted")),
        ("0,125", ("0.125", "interpreted")),
        ("1234,567", ("1234.567", "interpreted")),
        ("-8,50", ("-8.50", "interpreted")),
        # neither: asked about
        ("-1.234", ("error", "-1234")),
        ("0.125", ("error", "0.125")),
        ("8.5", ("error", "8.5")),
        ("5,", ("error", "5")),
        (",5", ("error", "0.5")),
        ("1,234,567", ("error", "1234567")),
        ("8,5 %", ("error", "8.5")),
        ("khoảng 1.234 hộ.", ("error", "1234")),
        ("(12)", ("error", "12")),
        ("≥95", ("error", "95")),
        ("+5", ("error", "5")),
        ("\u20135", ("error", "-5")),
        ("007", ("error", "7")),
        ("1_000", ("error", "1000")),
        ("1'000", ("error", "1000")),
        ("1E5", ("error", "100000")),
        ("١٢", ("error", "12")),
        ("１２，５", ("error", "12.5")),
        # to the eye these are several figures, or another one
        ("12\n345", ("error", None)),
        ("12  345", ("error", None)),
        ("12\t345", ("error", None)),
        ("12\u00a0\u00a0345", ("error", None)),
        ("\u202e321", ("error", None)),
        ("chưa\ncó", ("error", "not_collected")),
        ("1 234\n", ("1234", "text_number")),
        # no one number is meant
        ("1.23.456", ("error", None)),
        ("12 34", ("error", None)),
        ("1.234 567", ("error", None)),
        ("12/15", ("error", None)),
        ("12-15", ("error", None)),
        ("- 5", ("error", None)),
        ("31/12/2024", ("error", None)),
        ("12 nghìn", ("error", None)),
        ("1,5 tỷ đồng", ("error", None)),
        ("12 m2", ("error", None)),
        ("covid-19", ("error", None)),
        ("10²", ("error", None)),
        ("=1+1", ("error", None)),
        ("nan", ("error", None)),
        ("Infinity", ("error", None)),
        ("1E999999999", ("error", None)),
        ("9" * 5_000, ("error", None)),
        ("1 2" * 5_000, ("error", None)),
    ],
)
def test_parse_number(typed, exp):
    assert brief(parse_number(typed)) == exp


def test_a_written_number_is_read_back():
    """What vn_number writes is read as the same value, or asked about with the same digits as suggestion."""
    chance = random.Random(1)
    for _ in range(3_000):
        decimals = chance.randrange(4)
        digits = chance.randint(-(10 ** chance.randint(0, 15)) + 1, 10 ** chance.randint(0, 15) - 1)
        value = Decimal(digits).scaleb(-decimals)
        obs = parse_number(vn_number(value, decimals))
        assert obs.value == value or obs.suggestion in (value, digits), (value, obs)


@pytest.mark.parametrize(
    "alphabet", ["0123456789", "019.,- ", "01xX%_eE+()\u2026\u2212\u2013\u00a0", "kochu ư\u0301\u0663\ud800"]
)
def test_any_text_is_read_as_something(alphabet):
    chance = random.Random(len(alphabet))
    for _ in range(3_000):
        typed = "".join(chance.choices(alphabet + "05.,", k=chance.randint(1, 14)))
        obs = parse_number(typed)
        assert (obs.value is None) == (obs.status != "number"), typed
        assert obs.status == "error" or obs.suggestion is None and not obs.hint, typed


@pytest.mark.parametrize(
    ("raw", "exp"),
    [
        ("12", "12"),
        ("-12.50", "-12.5"),
        ("1234.5600000000001", "1234.56"),
        ("62.800000000000004", "62.8"),
        ("0.1", "0.1"),
        (".5", "0.5"),
        ("1E3", "1000"),
        ("1.5e-3", "0.0015"),
        ("-0", "0"),
        ("1E-400", "0"),
        ("9007199254740993", "9007199254740993"),
        ("1E300", str(10**300)),
        ("1E301", None),
        ("1E400", None),
        ("1E99999", None),
        ("1E999999999", None),
        ("nan", None),
        ("INF", None),
        ("1_000", None),
        ("١٢", None),
        ("1,5", None),
        (" 1", None),
        ("", None),
        ("-", None),
        (".", None),
        ("9" * 700, None),
    ],
)
def test_decimal_of(raw, exp):
    obs = decimal_of(raw)
    assert (None if obs is None else str(obs)) == exp


@pytest.mark.parametrize(
    ("value", "decimals", "exp"),
    [
        (Decimal("0.5"), 0, "1"),
        (Decimal("-0.5"), 0, "-1"),
        (Decimal("-0.4"), 0, "0"),
        (Decimal("2.675"), 2, "2.68"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 3), 4, "0.3333"),
        (8, 2, "8.00"),
        (1250, -2, "1.3E+3"),
        (10**40 + 1, 1, "1" + "0" * 39 + "1.0"),
    ],
)
def test_half_up(value, decimals, exp):
    assert str(half_up(value, decimals)) == exp


@pytest.mark.parametrize(
    ("value", "decimals", "exp"),
    [
        (None, None, ""),
        (0, None, "0"),
        (Decimal("-0"), None, "0"),
        (1234567.5, None, "1.234.567,5"),
        (Decimal("1E+6"), None, "1.000.000"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("-1234.5"), None, "-1.234,5"),
        (Decimal("-0.004"), 2, "0,00"),
        (Fraction(1, 8), None, "0,125"),
        (Fraction(200, 3), 2, "66,67"),
        (1250, -2, "1.300"),
    ],
)
def test_vn_number(value, decimals, exp):
    assert vn_number(value, decimals) == exp


@pytest.mark.parametrize(
    ("text", "exp"),
    [
        ("  Sìn  Hồ\n", "Sìn Hồ"),
        ("Si\u0300n Ho\u0302\u0300", "Sìn Hồ"),
        ("\ufeffSìn\u00a0\u202f\u2009Hồ\u200b\u2060\u202e", "Sìn Hồ"),
        ("Thu\u00adận lợi", "Thuận lợi"),
        ("dan\u00ad so", "dan so"),
        ("tr\u00ad\u00ea\u00acng", "tr\u00ad\u00ea\u00acng"),
        ("a\x08b", "ab"),
    ],
)
def test_clean(text, exp):
    assert clean(text) == exp


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà Bình", "Hòa Bình"), ("Thuý", "Thúy"), ("khoẻ", "khỏe"), ("UỶ BAN", "Ủy ban"), ("toà", "tòa"), ("quý", "qúy")]
    + [("Mường Tè", "mu\u031bo\u031b\u0300ng  TE\u0300"), ("Xã Hua Bum", "xã hua bum\u200b"), ("Đăk", "đăk")],
)
def test_fold_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Thu", "Thú"), ("Nậm", "Nâm"), ("Dao", "Đao"), ("toan", "toàn")])
def test_fold_different(one, other):
    assert fold(one) != fold(other)


def test_ascii_fold():
    assert ascii_fold(" Chưa có SỐ liệu, đề nghị ") == "chua co so lieu, de nghi"


def coded(pairs):
    """The code of each letter, from pairs of code and letter without a space between."""
    return {pair[:-1]: pair[-1] for pair in pairs.split()}


TABLE = EncodingTable(
    tcvn3=coded(
        "¢Â µà ¸á ©â ·ã ¡Ă ¨ă ¹ạ ¶ả Êấ Çầ Èẩ Éẫ Ëậ ¾ắ »ằ ¼ẳ ½ẵ Æặ £Ê Ìè Ðé ªê Ñẹ Îẻ Ïẽ Õế Òề Óể Ôễ Öệ ×ì Ýí Üĩ Øỉ "
        "Þị ¤Ô ßò ãó «ô âõ ¥Ơ ¬ơ äọ áỏ èố åồ æổ çỗ éộ íớ êờ ëở ìỡ îợ ïù óú òũ ¦Ư \u00adư ôụ ñủ øứ õừ öử ÷ữ ùự ýý úỳ þỵ "
        "ûỷ üỹ §Đ ®đ"
    ),
    vni=coded(
        "aøà aùá aââ aõã aêă aïạ aûả aáấ aàầ aåẩ aãẫ aäậ aéắ aèằ aúẳ aüẵ aëặ eøè eùé eâê eïẹ eûẻ eõẽ eáế eàề eåể "
        "eãễ eäệ ìì íí óĩ æỉ òị oøò oùó oâô oõõ ôơ oïọ oûỏ oáố oàồ oåổ oãỗ oäộ ôùớ ôøờ ôûở ôõỡ ôïợ uøù uùú uõũ öư "
        "uïụ uûủ öùứ öøừ öûử öõữ öïự yùý yøỳ îỵ yûỷ yõỹ ñđ"
    ),
)


def test_the_table_is_the_one_of_the_catalogue():
    rows = catalogue.load().encodings
    assert {old: letter for letter, old, _ in rows} == TABLE.tcvn3
    assert {vni: letter for letter, _, vni in rows if vni} == TABLE.vni


@pytest.mark.parametrize(
    ("text", "font", "exp"),
    [
        # the font decides
        ("HuyÖn", ".VnTime", "Huyện"),
        ("huyÖn s×n hå", ".VnTimeH", "HUYỆN SÌN HỒ"),
        ("Sè hé nghÌo", ".VnArial", "Số hộ nghèo"),
        ("Huyeän Taân Uyeân", "VNI-Times", "Huyện Tân Uyên"),
        ("HUYEÄN SÌN HOÀ", "VNI-Times", "HUYỆN SÌN HỒ"),
        ("Ñôn vò tính", "VNI-Helve", "Đơn vị tính"),
        ("\u00adu tiªn", ".VnTime", "ưu tiên"),
        ("12", ".VnTime", None),
        ("Huyện", ".VnTime", None),
        # sure without a font
        ("HuyÖn §¾k", None, "Huyện Đắk"),
        ("ChØ sè", None, "Chỉ số"),
        ("§Ò tµi khoa häc", None, "Đề tài khoa học"),
        ("Tæng sè hé d©n c\u00ad", "Times New Roman", "Tổng số hộ dân cư"),
        ("Huyeän ñaék", None, "Huyện đắk"),
        ("toång soá", None, "tổng số"),
        ("TOÅNG SOÁ", None, "TỔNG SỐ"),
        # not sure, or not old at all
        ("Sè", None, None),
        ("soá", None, None),
        ("Hà", None, None),
        ("Xã Tà Tổng", None, None),
        ("HÀ NAM", None, None),
        ("Company ®", None, None),
        ("© 2024", None, None),
        ("5 µm", None, None),
        ("25 °C, 10 m²", None, None),
        ("Müller café naïve", None, None),
        ("điều §1", None, None),
        ("abc", None, None),
        ("é " + "a" * 200_000, None, None),
        ("", None, None),
    ],
)
def test_legacy(text, font, exp):
    assert legacy(text, font, TABLE) == exp


SENTENCE = "ủy ban nhân dân huyện Nậm Nhùn báo cáo tổng số hộ nghèo, cận nghèo và tỷ lệ lao động qua đào tạo"


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_legacy_there_and_back(name):
    typed = {letter: code for code, letter in getattr(TABLE, name).items()}
    assert legacy("".join(typed.get(c, c) for c in SENTENCE), None, TABLE) == SENTENCE
