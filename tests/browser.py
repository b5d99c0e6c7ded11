"""Pages in headless Chromium: what it shows, says and asks for. No driver: the browser's own command line.

A page is put into a frame of a phone's width, in a harness that measures it: the page itself may run no script.
"""

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing leaves the machine, whatever a browser or a page wants
    "--enable-logging=stderr",
    "--virtual-time-budget=2000",
)
PHONE = (360, 800)

_MEASURE = """
const frame = document.querySelector("iframe");
frame.onload = () => {
  const page = frame.contentDocument, width = frame.clientWidth, found = [];
  let least = 99;
  for (const each of page.body.querySelectorAll("*")) {
    const box = each.getBoundingClientRect();
    if (each.className !== "skip" && box.width && (box.right > width + 0.5 || box.left < -0.5))
      found.push(each.tagName + " " + Math.round(box.right));
    if (each.childNodes.length && box.width && !each.closest("svg"))
      least = Math.min(least, parseFloat(frame.contentWindow.getComputedStyle(each).fontSize));
  }
  const uneven = [], wrapped = [];
  for (const list of page.querySelectorAll("dl")) {
    const rows = {};
    for (const [term, said] of [...list.children].map(pair => pair.children)) {
      const box = term.getBoundingClientRect();
      (rows[Math.round(box.top)] ??= new Set()).add(Math.round(said.getBoundingClientRect().top));
      if (box.height > 1.7 * parseFloat(frame.contentWindow.getComputedStyle(term).fontSize))
        wrapped.push(term.innerText);
    }
    uneven.push(...Object.values(rows).filter(tops => tops.size > 1).map(tops => [...tops]));
  }
  const root = page.documentElement;
  document.body.dataset.seen = JSON.stringify({scroll: root.scrollWidth, width, outside: found, least, uneven, wrapped,
    lang: root.lang, title: page.title, height: root.scrollHeight, text: page.body.innerText.length,
    back: frame.contentWindow.getComputedStyle(root).backgroundColor, sheets: page.styleSheets.length,
    asked: frame.contentWindow.performance.getEntriesByType("resource").map(each => each.name)});
};
frame.srcdoc = document.getElementById("page").textContent;
"""


def executable():
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One profile in a folder of its own, away with the object."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def run(self, *flags, address):
        """Start the browser once; returns what it printed and what it logged."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as profile:
            command = [executable(), *_FLAGS, f"--user-data-dir={profile}", *flags, address]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout, done.stderr

    def console(self, path):
        """What the console says while a page is shown: refusals of the page's own policy too."""
        _, said = self.run("--dump-dom", address=Path(path).as_uri())
        return re.findall(r"CONSOLE.*", said)

    def measured(self, page, width=PHONE[0], height=PHONE[1], dark=False):
        """How a page lies in a frame of that width: see `_MEASURE`."""
        harness = self.folder / "harness.html"
        harness.write_text(
            f'<!DOCTYPE html><body style="margin:0"><textarea id="page" hidden>{html.escape(page)}</textarea>'
            f'<iframe style="border:0;width:{width}px;height:{height}px"></iframe><script>'
            f"{_MEASURE.replace('.textContent', '.value')}</script>",
            encoding="utf-8",
        )
        flags = ["--force-dark-mode"] if dark else []
        shown, _ = self.run(*flags, "--dump-dom", f"--window-size={width + 200},{height}", address=harness.as_uri())
        return json.loads(html.unescape(re.search(r'data-seen="([^"]*)"', shown)[1]))

    def picture(self, path, target, width=1280, height=1600, dark=False):
        """A screenshot as PNG."""
        flags = ["--force-dark-mode"] if dark else []
        self.run(*flags, f"--window-size={width},{height}", f"--screenshot={target}", address=Path(path).as_uri())
        return Path(target)

    def printed(self, path, target):
        """The page as it prints, as PDF."""
        self.run("--no-pdf-header-footer", f"--print-to-pdf={target}", address=Path(path).as_uri())
        return Path(target)
