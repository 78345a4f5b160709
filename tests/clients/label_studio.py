# /// script
# dependencies = ["label-studio==1.23.2", "playwright"]
# [tool.annotator]
# when = "release"
# selection = ["--from", "amara"]
# exports = [["--format", "label-studio", "-o", "tasks"]]
# ///
"""Label Studio's editor, in headless Chromium, draws the words that were annotated; what it saves can be imported.

Only the editor is proof: the server takes any offsets, and any configuration. It needs `chromium` on the path.
"""

import copy
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

folder = Path(sys.argv[1])
annotator = Path(sys.executable).with_name("annotator")
EMAIL, PASSWORD, TOKEN = "check@example.org", secrets.token_hex(8), secrets.token_hex(20)
DRAWN = """() => {
  const selected = window.Htx?.annotationStore?.selected;
  const regions = selected?.regions ?? [];
  if (!regions.length || !regions.every(region => region._spans?.length)) return null;
  return {
    regions: regions.map(region => [region.id.split("#")[0], region._spans.map(span => span.textContent).join("")]),
    results: selected.serializeAnnotation(),
  };
}"""


@contextmanager
def server():
    """Run the server on the loopback interface, with its data in a temporary folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as data, open(Path(data, "log"), "wb") as log:
        environment = {
            **os.environ,
            "LABEL_STUDIO_BASE_DATA_DIR": data,
            "COLLECT_ANALYTICS": "False",
            "LATEST_VERSION_CHECK": "False",
        }
        arguments = [
            "--internal-host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-browser",
            "--enable-legacy-api-token",
        ]
        user = ["--username", EMAIL, "--password", PASSWORD, "--user-token", TOKEN]
        program = Path(sys.executable).with_name("label-studio")
        process = subprocess.Popen(
            [program, "start", *arguments, *user], env=environment, cwd=data, stdout=log, stderr=log
        )
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{base}/health", timeout=5).close()
                    break
                except OSError:
                    time.sleep(1)
            yield base
        finally:
            process.terminate()
            process.wait()


def api(base, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(base + path, data, headers, method=method)) as answer:
        return json.loads(answer.read() or b"null")


def new_project(base, tasks):
    """Make a project of these tasks; returns its id and those of its tasks."""
    config = (folder / "tasks" / "labeling_config.xml").read_text(encoding="utf-8")
    project = api(base, "POST", "/api/projects", {"title": "Check", "label_config": config})["id"]
    answer = api(base, "POST", f"/api/projects/{project}/import?return_task_ids=true", tasks)
    return project, answer["task_ids"]


def drawn(page, base, project, task):
    """Open a task in the editor, and return what it draws."""
    page.goto(f"{base}/projects/{project}/data?task={task}")
    return page.wait_for_function(DRAWN, timeout=90_000).json_value()


def expected_words(task):
    text = task["data"]["text"]
    found = {}
    for result in task["annotations"][0]["result"]:
        if result["type"] == "labels":
            found[result["id"]] = text[result["value"]["start"] : result["value"]["end"]]
    return found


def in_utf16(task):
    """Return the task as an exporter would write it that counts UTF-16 code units."""
    wrong, text = copy.deepcopy(task), task["data"]["text"]
    for result in wrong["annotations"][0]["result"]:
        for end in ("start", "end"):
            if end in result.get("value", {}):
                result["value"][end] = len(text[: result["value"][end]].encode("utf-16-le")) // 2
    return wrong


def command(*arguments):
    return subprocess.run([annotator, *map(str, arguments)], check=True, stdout=subprocess.PIPE).stdout


def content(row):
    """Return what an import keeps of a row; statements get new ids."""
    statements = (json.dumps(item["fields"], sort_keys=True) for item in row["statements"])
    marks = [{key: mark[key] for key in ("start", "end", "state", "note")} for mark in row["marks"]]
    kept = ("id", "title", "published", "segmenter", "sentences", "text")
    return [
        sorted(re.sub("s-[0-9A-Z]{26}", "", item) for item in statements),
        marks,
        [row[key] for key in kept],
    ]


def sorted_content(lines):
    return [content(row) for row in sorted(map(json.loads, lines), key=lambda row: row["id"])]


tasks = json.loads((folder / "tasks" / "tasks.json").read_bytes())
with open(folder / "articles.jsonl", "rb") as lines:
    truth = sorted_content(lines)
claims = {
    span["text"]
    for _, row in enumerate(truth)
    for item in row[0]
    for span in json.loads(item)["claim"]["spans"]
}
with server() as base, sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1500, "height": 1200})
    page.goto(f"{base}/user/login/")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(re.compile(r"/(projects)?/?$"))

    project, ids = new_project(base, tasks)
    regions = 0
    for task, number in zip(tasks, ids):
        shown = drawn(page, base, project, number)
        words = dict(shown["regions"])
        assert words == {name: "".join(text.split("\n")) for name, text in expected_words(task).items()}, (
            number,
            words,
        )
        regions += len(words)
        annotation = api(base, "GET", f"/api/tasks/{number}")["annotations"][0]["id"]
        api(base, "PATCH", f"/api/annotations/{annotation}", {"result": shown["results"]})
        claims -= set(words.values())
    assert not any("\n" not in words for words in claims), "some claims were drawn nowhere"

    page.locator(".htx-highlight").first.click()
    page.wait_for_selector("text=stance")
    assert page.locator("input[type=radio]:checked, input[type=checkbox]:checked").count() > 0, (
        "no answer is shown"
    )
    page.screenshot(path=folder / "editor.png")

    emoji = next(task for task in tasks if any(letter > "\uffff" for letter in task["data"]["text"]))
    wrong, numbers = new_project(base, [in_utf16(emoji)])
    assert dict(drawn(page, base, wrong, numbers[0])["regions"]) != expected_words(emoji), (
        "wrong offsets pass this check"
    )

    saved = api(base, "GET", f"/api/projects/{project}/export?exportType=JSON")
    browser.close()

(folder / "saved.json").write_text(json.dumps(saved), encoding="utf-8")
command("new", folder / "back")
shutil.copy(Path(__file__).parents[2] / "corpus" / "entities.toml", folder / "back")
command("import", folder / "back", "--format", "label-studio", "--as", "amara", folder / "saved.json")
assert sorted_content(command("export", folder / "back", "--view", "articles").splitlines()) == truth
print(
    f"label_studio: the editor draws {regions} regions of {len(tasks)} tasks on the right words, UTF-16 offsets on others; what it saved was imported whole"
)
