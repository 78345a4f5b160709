# /// script
# dependencies = ["torch==2.13.0", "trl", "transformers", "datasets"]
# [tool.annotator]
# when = "release"
# alone = true
# selection = ["--from", "gold"]
# exports = [
#     ["--format", "chat", "--unit", "article", "-o", "chat.jsonl"],
# ]
# ///
"""TRL's SFTTrainer takes a step on the chat rows with a tiny random model, and learns nothing but the answers."""

import json
import sys
from pathlib import Path

from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import SFTConfig, SFTTrainer

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "chat.jsonl", encoding="utf-8")]
template = (
    "{% for message in messages %}<|{{ message['role'] }}|>"
    "{% if message['role'] == 'assistant' %}{% generation %}{{ message['content'] }}<|end|>{% endgeneration %}"
    "{% else %}{{ message['content'] }}<|end|>{% endif %}{% endfor %}"
)
byte_level = Tokenizer(models.BPE())
byte_level.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
byte_level.decoder = decoders.ByteLevel()
byte_level.train_from_iterator(
    [message["content"] for row in rows for message in row["messages"]],
    trainers.BpeTrainer(
        vocab_size=2000,
        special_tokens=["<pad>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    ),
)
tokenizer = PreTrainedTokenizerFast(tokenizer_object=byte_level, pad_token="<pad>", eos_token="<|end|>")
tokenizer.chat_template = template
for row in rows:
    encoded = tokenizer.apply_chat_template(
        row["messages"], return_dict=True, return_assistant_tokens_mask=True, tokenize=True
    )
    kept = [token for token, answered in zip(encoded["input_ids"], encoded["assistant_masks"]) if answered]
    assert tokenizer.decode(kept) == row["messages"][2]["content"] + "<|end|>"

model = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=8192,
    )
)
trainer = SFTTrainer(
    model=model,
    processing_class=tokenizer,
    train_dataset=load_dataset("json", data_files=str(folder / "chat.jsonl"), split="train"),
    args=SFTConfig(
        output_dir=str(folder / "out"),
        max_steps=1,
        per_device_train_batch_size=1,
        max_length=8192,
        assistant_only_loss=True,
        report_to=[],
        use_cpu=True,
    ),
)
result = trainer.train()
assert result.training_loss > 0
print(
    f"chat: TRL took a step over {len(rows)} articles (loss {result.training_loss:.2f}); only answers are learnt"
)
