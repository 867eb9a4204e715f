"""Every notebook runs in JupyterLab, opened by ``make lab``, as it does under make."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHECKOUT = Path(__file__).resolve().parents[1]
INTERACTIVE = "explore"  # never run by make, since it shows what was not released
NOTEBOOKS = sorted(path.stem for path in (CHECKOUT / "notebooks").glob("*.ipynb"))
TOKEN = "a-token-of-this-test"
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MS = 120_000  # for a notebook to run to its end
EXHIBITS = ("image/png", "image/svg+xml", "text/html")
ERROR = "application/vnd.jupyter.error"
# Cells out of sight are taken out of the page unless told otherwise, and could not be counted.
WINDOWING = "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
# All code cells have run, or one has failed and none still waits.
AT_REST = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell')]
        .filter(cell => cell.querySelector('.cm-content').innerText.trim())
        .map(cell => cell.querySelector('.jp-InputPrompt').innerText);
    const failed = document.querySelector('[data-mime-type="application/vnd.jupyter.error"]');
    return prompts.length && !prompts.some(p => p.includes('*'))
        && (failed || prompts.every(p => /\\d/.test(p)));
}"""

# How many passages the interactive notebook says there are, as a text.
N_PASSAGES = """[...document.querySelectorAll('p')]
    .map(p => p.innerText.match(/^\\d+(?= passages)/)).find(Boolean)?.[0]"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory, chromium):
    """A copy of the checkout in which everything is built."""
    folder = tmp_path_factory.mktemp("lab") / "mi café"
    shutil.copytree(
        CHECKOUT, folder, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache")
    )
    if (CHECKOUT / ".venv").exists():
        (folder / ".venv").symlink_to(CHECKOUT / ".venv")
    subprocess.run(["make", "all"], cwd=folder, env=clean_environment(), check=True)
    return folder


def clean_environment():
    return {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "JUPYTER"))}


@pytest.fixture(scope="module")
def lab(copy):
    """Address of a JupyterLab on the copy, started by ``make lab``."""
    setting = copy / "build/profile/jupyter" / WINDOWING
    setting.parent.mkdir(parents=True, exist_ok=True)
    setting.write_text(json.dumps({"windowingMode": "none"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --ServerApp.port={port} --IdentityProvider.token={TOKEN}"
    if os.geteuid() == 0:
        options += " --allow-root"
    log = (copy / "build/lab.log").open("w")
    server = subprocess.Popen(
        ["make", "lab", f"LAB={options}"], cwd=copy, env=clean_environment(),
        stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server, copy / "build/lab.log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def wait_for(address, server, log):
    for _ in range(120):
        assert server.poll() is None, log.read_text()
        try:
            ask(address + "/api/status")
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"JupyterLab did not answer\n{log.read_text()}")


def wait_for_kernel(lab):
    """The page shows an idle kernel before it has one; what is run then is lost."""
    for _ in range(120):
        kernels = json.loads(ask(lab + "/api/kernels"))
        if any(k["execution_state"] == "idle" and k["connections"] for k in kernels):
            return
        time.sleep(0.5)
    pytest.fail("no kernel was started")


def ask(address, method="GET"):
    headers = {"Authorization": f"token {TOKEN}"}
    request = urllib.request.Request(address, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()


def test_nobody_gets_in_without_the_token(lab):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(lab + "/api/contents", timeout=10)


@contextmanager
def ran(lab, browser, name):
    """The page of a notebook that was run from top to bottom."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{lab}/lab/tree/notebooks/{name}.ipynb?token={TOKEN}&reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell", timeout=60_000)
    wait_for_kernel(lab)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.wait_for_function(AT_REST, timeout=WAIT_MS)
    page.wait_for_timeout(500)  # for the last cell's output to be drawn
    yield page
    page.close()
    for session in json.loads(ask(lab + "/api/sessions")):
        ask(f"{lab}/api/sessions/{session['id']}", "DELETE")


def errors(page):
    return page.locator(f'[data-mime-type="{ERROR}"]').all_inner_texts()


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != INTERACTIVE])
def test_a_notebook_runs_in_jupyterlab_and_shows_the_exhibits_that_make_shows(
    lab, browser, copy, name
):
    with ran(lab, browser, name) as page:
        assert errors(page) == []
        shown = [f'.jp-OutputArea-output[data-mime-type="{mime}"]' for mime in EXHIBITS]
        n_shown = sum(page.locator(output).count() for output in shown)
    assert n_shown == n_exhibits(copy, name)
    assert n_shown > 0


def test_a_choice_shows_passages_below_the_warning_and_saves_none(lab, browser, copy):
    with ran(lab, browser, INTERACTIVE) as page:
        assert errors(page) == []
        page.wait_for_selector(".widget-dropdown select", timeout=WAIT_MS)
        every = page.evaluate(N_PASSAGES)
        domain = page.locator(".widget-dropdown", has_text="Domain").locator("select").first
        domain.select_option(index=1)
        page.wait_for_function(f"every => {N_PASSAGES} !== every", arg=every, timeout=WAIT_MS)
        assert int(page.evaluate(N_PASSAGES)) < int(every)
        assert page.get_by_text("Confidential: not for release").count() == 2
        said = page.locator("mark").first.inner_text()
        assert said
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
    assert said not in (copy / f"notebooks/{INTERACTIVE}.ipynb").read_text(encoding="utf-8")


def n_exhibits(copy, name):
    """How many outputs of the notebook executed by make are a picture or a table."""
    executed = sorted((copy / "build/notebooks").glob(f"{name}*.ipynb"))[0]
    cells = nbformat.read(executed, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return sum(any(mime in EXHIBITS for mime in output.get("data", {})) for output in outputs)
