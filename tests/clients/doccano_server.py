# /// script
# dependencies = ["doccano", "numpy<2", "marshmallow<4", "setuptools<81"]
# [tool.annotator]
# when = "release"
# exports = [["--format", "doccano", "-o", "doccano.jsonl"]]
# ///
# ruff: noqa: E402 (Django must be set up before what stands on it is imported)
"""doccano's server takes what is exported, serves it and exports it again; read back, it is what it was.

The server runs in this process: its requests are answered by Django, its tasks at once and not by a queue.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

folder = Path(sys.argv[1]).resolve()
REPO = Path(__file__).resolve().parents[2]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": f"sqlite:///{folder / 'doccano.sqlite3'}",
    "MEDIA_ROOT": str(folder / "media"),
    "STANDALONE": "True",
}
sys.path.insert(0, str(Path(find_spec("backend").origin).parent))

import django

django.setup()

from config.celery import app
from django.conf import settings
from django.core import management
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

app.conf.update(task_always_eager=True, task_store_eager_result=True)
settings.ALLOWED_HOSTS = ["*"]
management.call_command("migrate", verbosity=0)
management.call_command("create_roles", verbosity=0)
management.call_command(
    "create_admin", "--noinput", username="admin", password="a-password", email="a@example.org", verbosity=0
)
client = Client(raise_request_exception=True)


def sent(path: str, content: dict) -> dict:
    answer = client.post(f"/v1/{path}", json.dumps(content), content_type="application/json")
    assert answer.status_code < 300, (path, answer.content[:500])
    return answer.json()


def got(path: str) -> dict:
    answer = client.get(f"/v1/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.json()


sent("auth/login/", {"username": "admin", "password": "a-password"})
project = sent("projects", {
    "name": "sample", "description": "x", "guideline": "", "project_type": "SequenceLabeling",
    "resourcetype": "SequenceLabelingProject", "random_order": False, "collaborative_annotation": True,
    "single_class_classification": False, "allow_overlapping": True, "grapheme_mode": False,
    "use_relation": True, "tags": [],
})["id"]  # fmt: skip
upload = SimpleUploadedFile("doccano.jsonl", (folder / "doccano.jsonl").read_bytes())
upload_id = client.post("/v1/fp/process/", {"filepond": ["{}", upload]}).content.decode()
(way,) = [one for one in got(f"projects/{project}/catalog") if "Relation" in one["display_name"]]
task = sent(
    f"projects/{project}/upload",
    {"format": way["name"], "uploadIds": [upload_id], "task": way["task_id"], "column_data": "text",
     "column_label": "entities", "delimiter": "", "encoding": "utf_8"},
)["task_id"]  # fmt: skip
assert got(f"tasks/status/{task}") == {"ready": True, "result": {"error": []}, "error": None}

labels = {one["id"]: one["text"] for one in got(f"projects/{project}/span-types")}
rows = [json.loads(line) for line in open(folder / "articles.jsonl", encoding="utf-8")]
by_place = {(row["annotator"], row["id"]): row for row in rows}
examples = got(f"projects/{project}/examples?limit=1000")["results"]
assert len(examples) == len(rows)
claims = 0
for example in examples:
    row = by_place[example["meta"]["annotator"], example["meta"]["article"]]
    assert example["text"] == row["text"]
    units = example["text"].encode("utf-16-le")
    shown = {
        (labels[span["label"]], units[2 * span["start_offset"] : 2 * span["end_offset"]].decode("utf-16-le"))
        for span in got(f"projects/{project}/examples/{example['id']}/spans")
    }
    for statement in row["statements"]:
        fields = statement["fields"]
        assert (f"claim:{fields['stance']}", fields["claim"]["spans"][0]["text"]) in shown, statement
        for speaker in fields["speaker"]:
            mention = speaker["mention"]
            assert mention is None or ("speaker", mention["spans"][0]["text"]) in shown, statement
        claims += 1

task = sent(f"projects/{project}/download", {"format": "JSONL", "exportApproved": False})["task_id"]
answer = client.get(f"/v1/projects/{project}/download?taskId={task}")
packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
(name,) = packed.namelist()
lines = packed.read(name).decode().splitlines()
binaries = Path(sys.executable).parent


def told(row: dict) -> list:
    """What a row of the view `articles` says, without the ids of its statements."""
    known = {statement["id"]: statement["fields"]["claim"] for statement in row["statements"]}
    fields = [
        json.dumps(statement["fields"] | {
            name: known[value["statement"]] for name, value in statement["fields"].items()
            if isinstance(value, dict) and value.get("statement")
        } | {
            name: known[value] for name, value in statement["fields"].items()
            if isinstance(value, str) and value in known
        })
        for statement in row["statements"]
    ]  # fmt: skip
    return [
        row["text"],
        sorted(fields),
        [(mark["start"], mark["state"], mark["note"]) for mark in row["marks"]],
    ]


for annotator in {row["annotator"] for row in rows}:
    corpus = folder / f"corpus-{annotator}"
    own = folder / f"{annotator}.jsonl"
    own.write_text("".join(f"{line}\n" for line in lines if json.loads(line)["annotator"] == annotator))
    subprocess.run([binaries / "annotator", "new", corpus], check=True, stdout=subprocess.DEVNULL)
    (corpus / "entities.toml").write_bytes((REPO / "corpus" / "entities.toml").read_bytes())
    subprocess.run(
        [binaries / "annotator", "import", corpus, "--format", "doccano", "--as", annotator, own], check=True
    )
    back = folder / f"back-{annotator}.jsonl"
    subprocess.run([binaries / "annotator", "export", corpus, "--view", "articles", "-o", back], check=True)
    again = [json.loads(line) for line in open(back, encoding="utf-8")]
    assert sorted(map(told, again)) == sorted(told(row) for row in rows if row["annotator"] == annotator)
print(
    f"doccano: {claims} claims in {len(rows)} documents shown right; exported by it and read back, all the same"
)
