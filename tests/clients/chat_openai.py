# /// script
# dependencies = ["openai"]
# [tool.annotator]
# when = "push"
# exports = [
#     ["--format", "chat", "-o", "sentences.jsonl"],
#     ["--format", "chat", "--unit", "article", "-o", "articles-chat.jsonl"],
# ]
# ///
"""openai's own types accept the messages, and every answer's words are in the text that was asked about."""

import json
import sys
from pathlib import Path

from openai.types.chat import ChatCompletionMessageParam
from pydantic import TypeAdapter

folder = Path(sys.argv[1])
messages = TypeAdapter(list[ChatCompletionMessageParam])
counted = {}
for name in ("sentences.jsonl", "articles-chat.jsonl"):
    claims = 0
    for line in open(folder / name, encoding="utf-8"):
        row = json.loads(line)
        messages.validate_python(row["messages"], strict=True)
        text, answer = row["messages"][1]["content"], json.loads(row["messages"][2]["content"])
        for item in answer if name != "sentences.jsonl" else []:
            words = item["claim"] if isinstance(item["claim"], list) else [item["claim"]]
            assert all(part in text for part in words), (words, text)
            claims += 1
    counted[name] = claims
assert counted["articles-chat.jsonl"] > 100
print(
    f"chat: openai's types accept all messages; {counted['articles-chat.jsonl']} claims stand in their articles"
)
