"""What understanding an article costs: `python bench/analysis.py [FILE …]`, CPU time of one core.

1. start: import and the first article of each language, in seconds;
2. articles per second, cold (words seen for the first time) and warm, on texts of the press's length;
3. memory above a bare interpreter;
4. with `--rivals`: the same texts through sumy's LexRank and natasha's NER. They are no dependencies of ours, so this
   part runs alone in an environment of its own (`pip install sumy natasha`).

Texts are those of tests/data/evaluate/*-tune.jsonl, three joined to one (about 1,300 characters), or of given files.
"""

from __future__ import annotations

import gc
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

DATA = Path(__file__).parents[1] / "tests" / "data" / "evaluate"
JOINED = 3
Text = tuple[str, str]


def read(names: Sequence[str]) -> list[Text]:
    """Titles and bodies, neighbours joined so that an article has the length of the press."""
    files = [Path(name) for name in names] or sorted(DATA.glob("articles-*-tune.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    groups = [rows[start : start + JOINED] for start in range(0, len(rows), JOINED)]
    return [(group[0]["title"], "\n".join(row["html"] for row in group)) for group in groups]


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of this process: other programs on the machine do not count."""
    before = time.process_time()
    work()
    return time.process_time() - before


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(texts: Sequence[Text]) -> None:
    before = peak_mb()
    start = timed(start_up)
    gc.freeze()  # as the service and `aimaq explain` do
    from bot.analysis import analyse
    from bot.models import RawEdition

    def all_texts() -> None:
        for title, html in texts:
            analyse(RawEdition(None, title, html))

    cold, warm = timed(all_texts), timed(all_texts)
    print(f"start {start:.2f} s")
    print(f"{len(texts)} articles of {sum(len(html) for _, html in texts) // len(texts)} characters")
    print(f"cold {len(texts) / cold:.0f} articles/s ({1000 * cold / len(texts):.1f} ms each)")
    print(f"warm {len(texts) / warm:.0f} articles/s ({1000 * warm / len(texts):.1f} ms each)")
    print(f"memory {peak_mb() - before:.0f} MB above the bare interpreter's {before:.0f}")


def start_up() -> None:
    from bot.analysis import analyse
    from bot.models import RawEdition

    analyse(RawEdition(None, "Школа в Таразе", "<p>В Таразе открыли школу.</p>"))
    analyse(RawEdition(None, "Тараздағы мектеп", "<p>Тараз қаласында мектеп ашылды.</p>"))


def rivals(texts: Sequence[Text]) -> None:
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.lex_rank import LexRankSummarizer

    segmenter, tagger, summarizer = Segmenter(), NewsNERTagger(NewsEmbedding()), LexRankSummarizer(Stemmer("russian"))

    class Words:
        """sumy's own tokenizer wants a download of nltk's; this one is faster."""

        def to_words(self, sentence: str) -> Iterable[str]:
            return re.findall(r"\w+", sentence)

    def one(html: str) -> None:
        doc = Doc(re.sub(r"<[^>]+>", " ", html))
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        document = ObjectDocumentModel([Paragraph([Sentence(sent.text, Words()) for sent in doc.sents])])
        summarizer(document, 3)

    one(texts[0][1])
    spent = timed(lambda: [one(html) for _, html in texts])
    print(f"sumy and natasha {len(texts) / spent:.0f} articles/s ({1000 * spent / len(texts):.1f} ms each)")
    print(f"memory {peak_mb():.0f} MB")


def main(arguments: Iterator[str]) -> None:
    names = list(arguments)
    if "--rivals" in names:
        rivals(read([name for name in names if name != "--rivals"]))
    else:
        ours(read(names))


if __name__ == "__main__":
    main(iter(sys.argv[1:]))
