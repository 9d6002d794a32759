"""How soon a save is on screen: a real preview of a newspaper, in a real browser.

    python -m benchmarks.preview /tmp/newspaper 10000 [CHROMIUM]

The newspaper is written unless it is there. What is measured: from the start of a preview whose
store is warm to the whole front page; from a save to the second frame that shows it, which is when
it has been painted; and fifty saves, each as soon as the one before is seen.
"""

import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.newspaper import Newspaper, article, source_of, story, write_newspaper

SAVES, QUICK = 30, 50
ROOT = Path(__file__).parents[1]
# Notes when a text was painted: two frames after it is found.
WATCH = """
window.painted = {};
window.waitFor = (text) => {
  const look = () => {
    const main = document.querySelector("main");
    if (!main?.textContent.includes(text)) return requestAnimationFrame(look);
    const note = () => { window.painted[text] = Date.now(); };
    requestAnimationFrame(() => requestAnimationFrame(note));
  };
  look();
};
"""


def main() -> None:
    """Measure, and print what came of it."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    chromium = sys.argv[3] if len(sys.argv) > 3 else None
    if not folder.is_dir():
        write_newspaper(folder, Newspaper(count))
    with preview(folder):
        pass  # so that the store is warm
    started = time.perf_counter()
    with preview(folder) as (address, _):
        urllib.request.urlopen(f"{address}/").read()
        print(f"start to front page    {time.perf_counter() - started:.2f} s")
        measure_saves(folder, count, address, chromium)


def measure_saves(folder: Path, count: int, address: str, chromium: str | None) -> None:
    """Save an article of a newspaper again and again, and print how soon each was seen."""
    with sync_playwright() as browsers:
        page = browsers.chromium.launch(executable_path=chromium).new_page()
        page.add_init_script(WATCH)
        file = folder / source_of(count // 2)
        page.goto(f"{address}/{'/'.join(file.with_suffix('').relative_to(folder).parts[2:])}/")
        page.wait_for_timeout(4000)  # until the first look for problems is done
        times = [painted(page, file, count // 2, f"Mark {number}.") for number in range(SAVES)]
        print(f"save to screen         median {statistics.median(times):.0f} ms, "
              f"{min(times):.0f} to {max(times):.0f}")  # fmt: skip
        began = time.perf_counter()
        for number in range(QUICK):
            painted(page, file, count // 2, f"Quick {number}.", pause=0)
        print(f"{QUICK} saves in a row      {time.perf_counter() - began:.1f} s, all seen")
        file.write_text(article(story(count // 2)), encoding="utf-8")


def painted(page: Page, file: Path, number: int, mark: str, pause: int = 300) -> float:
    """Save an article with a mark in it; return the milliseconds until it was painted."""
    page.wait_for_timeout(pause)
    page.evaluate("mark => waitFor(mark)", mark)
    beside = file.with_name(".beside")
    beside.write_text(f"{article(story(number))}\n{mark}\n", encoding="utf-8")
    saved = time.time() * 1000
    beside.replace(file)
    page.wait_for_function("mark => window.painted[mark]", arg=mark, polling=20)
    return float(page.evaluate("mark => window.painted[mark]", mark)) - saved


@contextmanager
def preview(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a preview; yield its address once it answers."""
    command = [sys.executable, "-m", "generator", "-C", str(folder), "preview", "--port", "5700"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        try:
            assert process.stderr
            line = next(line for line in process.stderr if line.startswith("Preview at "))
            yield line.split()[2].rstrip("/;"), process
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
