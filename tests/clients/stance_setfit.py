# /// script
# dependencies = ["torch==2.13.0", "setfit>=1.2", "sentence-transformers>=5", "transformers>=5", "datasets>=3"]
# [tool.annotator]
# when = "release"
# alone = true
# selection = ["--from", "gold"]
# exports = [["--format", "stance", "-o", "stance.jsonl"]]
# ///
"""SetFit trains a step on the stance rows, with a tiny random sentence encoder made here."""

import json
import sys
from pathlib import Path

from datasets import load_dataset
from sentence_transformers import SentenceTransformer, models
from setfit import SetFitModel, Trainer, TrainingArguments
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer, pre_tokenizers, trainers
from tokenizers import models as token_models
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "stance.jsonl", encoding="utf-8")]
texts = [f"{row['claim']} [about] {row['target']}" for row in rows]
words = Tokenizer(token_models.WordLevel(unk_token="[UNK]"))
words.pre_tokenizer = pre_tokenizers.Whitespace()
words.train_from_iterator(texts, trainers.WordLevelTrainer(special_tokens=["[PAD]", "[UNK]"]))
made = folder / "encoder"
PreTrainedTokenizerFast(tokenizer_object=words, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(made)
config = BertConfig(
    vocab_size=words.get_vocab_size(),
    hidden_size=32,
    num_hidden_layers=1,
    num_attention_heads=2,
    intermediate_size=64,
)
BertModel(config).save_pretrained(made)
encoder = models.Transformer(str(made))
body = SentenceTransformer(
    modules=[encoder, models.Pooling(encoder.get_word_embedding_dimension())], device="cpu"
)
model = SetFitModel(body, LogisticRegression(), labels=sorted({row["label_text"] for row in rows}))
data = load_dataset("json", data_files=str(folder / "stance.jsonl"), split="train")
data = data.map(
    lambda row: {"text": f"{row['claim']} [about] {row['target']}", "label": row["label_text"]}
).select_columns(["text", "label"])
trainer = Trainer(
    model=model,
    args=TrainingArguments(max_steps=1, batch_size=4, report_to="none", output_dir=str(folder / "out")),
    train_dataset=data,
)
trainer.train()
labels = {str(label) for label in model.predict(texts[:20])}
assert labels <= {row["label_text"] for row in rows}
print(f"stance: SetFit trained a step on {len(rows)} rows, and predicts {', '.join(sorted(labels))}")
