"""The page for leaders: its numbers are those of the consolidated workbook, foreign text stays text, and it opens in
Chromium on a phone without a script, a network or a second file."""

import re
import subprocess
import time
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import browser
import pytest

from ansx_xl import catalogue as catalogues
from ansx_xl import page, presenting, vi
from ansx_xl.model import Verdict
from ansx_xl.period import Period
from ansx_xl.rules import shown
from ansx_xl.rules.functions import is_number
from ansx_xl.text import vn_number

PLAN = catalogues.load()
COMMUNES = Period.parse("2025-H2")
DAY = "2026-01-15"
HOSTILE = '<script>alert(1)</script> & "hai" \'ba\' =HYPERLINK("x") ]]> <!-- \x07 \ud800'


@pytest.fixture(scope="module", params=["2024", "2025-H1"])
def results(demo_made, request):
    return next(r for r in demo_made.results if str(r.period) == request.param)


class Tree(HTMLParser):
    """The page as (path of elements with attributes, text), and every element by itself."""

    VOID = {"meta", "br"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.texts, self.elements = [], [], []
        self.feed(text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open[-1][0] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        self.texts.append((tuple(self.open), data))


@pytest.fixture(scope="module")
def tree(results):
    return Tree(page.make(results, DAY))


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_every_number_is_that_of_its_cell_with_38_units(communes):
    assert numbers_are_those_of_cells(communes) > 50


def test_every_number_is_that_of_its_cell(results):
    assert numbers_are_those_of_cells(results) > (80 if "-" not in str(results.period) else 30)


def numbers_are_those_of_cells(results):
    book = presenting.book(results, DAY)
    compared = 0
    for path, text in Tree(page.make(results, DAY)).texts:
        tag, attributes = path[-1] if path else ("", {})
        if tag != "data" or "data-cell" not in attributes:
            continue
        key = tuple(attributes["data-cell"].split("|"))
        value = book.value(key)
        decimals = len(text.partition(",")[2])
        if is_number(value) or not isinstance(value, str):
            assert text == vn_number(Fraction(value), decimals), key
            assert shown(Fraction(value), decimals) == Fraction(attributes["value"]), key
        else:  # words that hold the number: coverage 7/8, units to which a gap is due, who has sent
            assert re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d,])", value), (key, text, value)
        compared += 1
    return compared


def test_digits_outside_are_words_of_the_plan_dates_or_counts(tree):
    """Each number stands in <data>, in words of the catalogue or of a form, in a date, or is the text of a bar."""
    allowed = {"plan", "typed", "when", "tally"}
    loose = [
        (path[-1], text)
        for path, text in tree.texts
        if re.search(r"\d", text)
        and not any(tag in ("data", "style", "title") or attributes.get("class") in allowed for tag, attributes in path)
    ]
    assert loose == []


def test_counts_are_those_of_the_sheet(results, tree):
    said = presenting.book(results, DAY).value((vi.ATTAINMENT, "counts", ""))
    counts = [text for path, text in tree.texts if any(a.get("class") == "counts" for _, a in path) and text.strip()]
    joined = "".join(counts)
    for label, verdicts in vi.VERDICT_COUNTS:
        count = sum(1 for a in results.attainments if a.verdict in verdicts)
        assert f"{label} {count}" in said and (not count or f"{label} {count}" in joined)
    assert sum(
        int(text)
        for path, text in tree.texts
        if path and path[-1][1].get("class") == "tally" and any(t == "h2" for t, _ in path)
    ) == len(results.attainments) + len(results.expected)


def test_every_target_stands_in_its_section(results, tree):
    text = "".join(t for _, t in tree.texts)
    for a in results.attainments:
        assert PLAN.indicators[a.indicator].name in text
    articles = [attributes["class"] for tag, attributes in tree.elements if tag == "article"]
    later = sum(1 for a in results.attainments if a.verdict in (Verdict.NOT_DUE, Verdict.NO_CASE))
    assert len(articles) == len(results.attainments) - later


def test_what_is_missing_is_said_and_never_a_zero(year):
    text = page.make(year, DAY)
    for a in year.attainments:
        if a.actual is None:
            found = re.search(rf'data-cell="[^"]*\|{re.escape(a.target_id)}:{a.horizon}:{a.area}\|actual"', text)
            assert found is None
    assert vi.NOT_KNOWN in text and vi.PAGE_MISSING in text


def test_it_says_that_figures_are_invented_and_provisional(year, communes):
    text = page.make(year, DAY)
    assert vi.ILLUSTRATIVE in text and vi.PROVISIONAL_LONG in text
    own = page.make(communes, DAY)
    assert vi.ILLUSTRATIVE not in own
    assert (vi.PROVISIONAL_LONG in own) is communes.provisional


def test_a_form_taken_in_part_is_neither_good_nor_bad(year):
    text = page.make(year, DAY)
    states = dict(re.findall(r'class="state (\w+)">([^<]*)', text)[::-1])
    assert states == {"good": vi.STATUS["accepted"], "fair": vi.STATUS["accepted_in_part"], "bad": vi.STATUS["missing"]}
    sheet = next(s for s in presenting.book(year, DAY).sheets if s.name == vi.SENT)
    looks = {c.style for c in sheet.cells if c.key and c.key[1] == "109" and c.key[2] == "status"}
    assert looks == {"fair_box"}


def test_levels_and_what_is_only_kept_read_as_words(year):
    texts = {h: "".join(t for _, t in Tree(part).texts) for h, part in articles(year).items()}
    assert "Thực hiệnđạt" in texts["Duy trì đạt chuẩn phổ cập giáo dục mầm non cho trẻ em 5 tuổi"]
    level = texts["Tỉnh đạt chuẩn phổ cập giáo dục tiểu học mức độ 2"]
    assert "Thực hiệnmức độ 2" in level and "mức độ 2 trở lên (2025)" in level
    assert not any("đạt/không" in text or "2 mức độ" in text for text in texts.values())


def articles(results):
    """The articles of a page, by their headings."""
    found = re.findall("<article.*?</article>", page.make(results, DAY), re.S)
    return {re.sub("<[^>]*>", "", re.search("<h3>(.*?)</h3>", a)[1]): a for a in found}


def test_why_and_which_units(year):
    text = page.make(year, DAY)
    causes = [c for s in year.submissions.values() for code, c in s.causes.items()]
    assert causes and any(cause and cause in text for cause, _ in causes)
    assert text.count(vi.PAGE_FOCUS) == sum(
        1 for a in year.attainments if presenting.attainments.focus(year, a) and a.verdict is not Verdict.NOT_DUE
    )


def test_no_personal_data(demo_made, results):
    text = page.make(results, DAY)
    people = {p for s in results.submissions.values() for p in (s.officer, s.telephone) if p}
    assert people and not [p for p in people if p in text]


# --- safety -----------------------------------------------------------------------------------------------------------


def hostile(results):
    """The same results with foreign text wherever a form, or the catalogue, gives some."""
    submissions = {
        who: replace(s, causes={a.indicator: (HOSTILE, HOSTILE) for a in results.attainments}, officer=HOSTILE)
        for who, s in results.submissions.items()
    }
    plan = results.catalogue
    units = {k: replace(u, name=f"{HOSTILE} {u.name}") for k, u in plan.units.items()}
    indicators = {k: replace(i, name=f"{HOSTILE} {i.name}", measure=i.measure) for k, i in plan.indicators.items()}
    areas = tuple(replace(a, name=f"{HOSTILE} {a.name}") for a in results.areas)
    catalogue = replace(plan, units=units, indicators=indicators)
    return replace(results, catalogue=catalogue, submissions=submissions, areas=areas)


def test_foreign_text_arrives_whole_and_harmless(year):
    found = Tree(page.make(hostile(year), DAY))
    assert {tag for tag, _ in found.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "article"),
        *("h1", "h2", "h3", "h4", "p", "ul", "li", "a", "span", "strong", "data", "dl", "dt", "dd", "div", "q"),
        *("details", "summary", "svg", "rect"),
    }
    kept = HOSTILE.replace("\x07", " ").replace("\ud800", "?")
    assert sum(1 for path, text in found.texts if kept in text) > 50
    assert not [a for _, attributes in found.elements for a in attributes if a.startswith("on") or a == "style"]
    assert page.make(hostile(year), DAY).encode("utf-8")


def test_nothing_outside_is_named(year):
    found = Tree(page.make(year, DAY))
    assert {a["href"][0] for tag, a in found.elements if "href" in a} == {"#"}
    assert not [a for _, a in found.elements if "src" in a or "srcset" in a]
    policy = next(a["content"] for tag, a in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy
    style = "".join(text for path, text in found.texts if path and path[-1][0] == "style")
    assert not re.search(r"url\(|@import|https?:", style)


def test_links_lead_to_sections_and_headings_step_down(tree):
    ids = [a["id"] for _, a in tree.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for _, a in tree.elements if "href" in a} <= set(ids)
    levels = [int(tag[1]) for tag, _ in tree.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:]))
    assert next(a for tag, a in tree.elements if tag == "html")["lang"] == "vi"
    bars = [a for tag, a in tree.elements if tag == "svg"]
    assert bars and all(a["role"] == "img" and "%" in a["aria-label"] for a in bars)


def test_the_same_results_give_the_same_page(year):
    assert page.make(year, DAY) == page.make(year, DAY)


def test_it_is_quick(communes):
    page.make(communes, DAY)
    began = time.process_time()
    page.make(communes, DAY)
    assert time.process_time() - began < 0.15


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    assert browser.executable(), "chromium is one of the packages of tests/run"
    return browser.Browser(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def written(chromium, year):
    path = chromium.folder / "page.html"
    path.write_text(page.make(year, DAY), encoding="utf-8")
    return path


def test_it_asks_for_nothing_and_complains_of_nothing(chromium, written):
    made = written.read_text(encoding="utf-8")
    assert chromium.console(written) == [] and chromium.measured(made)["asked"] == []
    greedy = chromium.folder / "greedy.html"
    wanted = '<img src="http://example.invalid/a.png"><script>x()</script>'
    greedy.write_text(made.replace("<main", wanted + "<main", 1), encoding="utf-8")
    assert len(chromium.console(greedy)) >= 2, "the page's own policy refuses both"
    free = re.sub("<meta http-equiv[^>]*>", "", made).replace("<main", wanted + "<main", 1)
    assert chromium.measured(free)["asked"] == ["http://example.invalid/a.png"], "what is asked for is seen"


@pytest.mark.parametrize("which", ["year", "communes", "hostile"])
def test_a_phone_shows_it_without_scrolling_sideways(chromium, request, which):
    found = hostile(request.getfixturevalue("year")) if which == "hostile" else request.getfixturevalue(which)
    seen = chromium.measured(page.make(found, DAY))
    assert (seen["scroll"], seen["width"], seen["outside"]) == (360, 360, [])
    assert seen["least"] >= 16 and seen["lang"] == "vi" and seen["title"].startswith(vi.PAGE_TITLE)
    assert seen["text"] > 3000 and seen["height"] > 2000 and seen["sheets"] == 1


@pytest.mark.parametrize("width", [900, 1050, 1200])
def test_labels_and_values_of_a_card_stand_in_line(chromium, year, width):
    seen = chromium.measured(page.make(year, DAY), width=width)
    assert (seen["uneven"], seen["wrapped"], seen["outside"]) == ([], [], [])
    assert chromium.measured(page.make(year, DAY))["uneven"] == [], "on a phone labels wrap, values stay in line"


def test_light_and_dark(chromium, year):
    made = page.make(year, DAY)
    light, dark = (chromium.measured(made, dark=dark)["back"] for dark in (False, True))
    assert light == "rgb(255, 255, 255)" and sum(map(int, re.findall(r"\d+", dark))) < 150


def test_it_is_not_blank_on_a_screen_and_on_paper(chromium, written):
    phone = chromium.picture(written, chromium.folder / "phone.png", *browser.PHONE)
    desk = chromium.picture(written, chromium.folder / "desk.png", dark=True)
    assert phone.stat().st_size > 20_000 and desk.stat().st_size > 50_000
    pdf = chromium.printed(written, chromium.folder / "page.pdf")
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert vi.ILLUSTRATIVE in text and "12.311" in text and vi.PAGE_CAUSE in text
