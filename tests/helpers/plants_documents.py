"""Planted documents and containers, and those that are only welcome: see :mod:`tests.helpers.plants`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle
from random import Random

from tests.helpers import plants_office as office
from tests.helpers import plants_stores as stores
from tests.helpers.plants import LANGUAGES, Plant, paragraphs, phrase, surrounded
from tests.helpers.plants_layouts import CHINESE, UNCASED
from walletsafe.phrases import LENGTHS

Words = Sequence[str]
Office = Callable[[Words, Sequence[str], Random], bytes]
Store = Callable[[Words, Sequence[str]], bytes]

OFFICE: dict[str, Office] = {
    "docx": office.docx_row,
    "docx_lines": office.docx_lines,
    "docx_breaks": office.docx_breaks,
    "docx_split_runs": office.docx_split_runs,
    "docx_table": office.docx_table,
    "docx_table_wide": office.docx_table_wide,
    "docx_header": office.docx_header,
    "docx_comment": office.docx_comment,
    "docx_text_box": office.docx_text_box,
    "odt": office.odt_row,
    "odt_list": office.odt_list,
    "odt_spaces": office.odt_spaces,
    "ods": office.ods_table,
    "xlsx_shared": office.xlsx_shared,
    "xlsx_inline": office.xlsx_inline,
    "xlsx_cell": office.xlsx_cell,
    "xlsx_row": office.xlsx_row,
    "pptx": office.pptx_slide,
    "pptx_table": office.pptx_table,
    "epub": office.epub_list,
}

ARCHIVES: dict[str, Callable[[str], bytes]] = {
    "zip": lambda text: stores.zipped("notes/wallet.txt", text.encode()),
    "zip_utf16": lambda text: stores.zipped("wallet.txt", text.encode("utf-16")),
    "zip_in_zip": stores.zip_in_zip,
    "txt_gz": lambda text: stores.gzipped(text.encode()),
    "tar": stores.tarred,
    "tar_gz": stores.tar_gz,
    "eml_qp": stores.mail_quoted_printable,
    "eml_base64": stores.mail_base64,
    "eml_html": stores.mail_html,
    "eml_attached": lambda text: stores.mail_attached("wallet.txt", text.encode()),
    "eml_forwarded": stores.mail_forwarded,
}

STORES: dict[str, Store] = {
    "sqlite": stores.sqlite_text,
    "sqlite_utf16": stores.sqlite_utf16,
    "sqlite_rows": stores.sqlite_rows,
    "sqlite_form_history": stores.sqlite_form_history,
    "sqlite_gzip": stores.sqlite_gzip,
    "sqlite_zlib": stores.sqlite_zlib,
    "sqlite_blob_utf16": stores.sqlite_blob_utf16,
    "sqlite_json": stores.sqlite_json,
    "sqlite_deleted": stores.sqlite_deleted,
    "jsonlz4": stores.session_store,
    "jsonlz4_row": stores.session_store_row,
}

PDF = {"pdf": office.pdf_lines, "pdf_columns": office.pdf_columns, "pdf_row": office.pdf_row}

ARCHIVES_WELCOME = {"txt_bz2": stores.bzipped, "txt_xz": stores.xzipped}
STORES_WELCOME = {"sqlite_json_named": stores.sqlite_json_named}

SUFFIXES = {
    "sqlite": ".sqlite",
    "jsonlz4": ".jsonlz4",
    "txt_gz": ".txt.gz",
    "tar_gz": ".tar.gz",
    "eml": ".eml",
    "txt_bz2": ".txt.bz2",
    "txt_xz": ".txt.xz",
}
"""How the names of files end, by the start of their layout; else with the first part of its name."""

Make = Callable[[Words, str, Random], bytes]


def documents(seed: int) -> Iterator[Plant]:
    """Every kind of document and container in every language."""
    rng = Random(seed)
    lengths = cycle(LENGTHS)
    for layout, make in _makers().items():
        for language in LANGUAGES:
            length = next(lengths)
            # Texts are kept once each there: only a repeated word proves that cells are resolved.
            repeated = layout == "xlsx_shared" and language == "english"
            words = _repeating(rng, language, length) if repeated else phrase(rng, language, length)
            required = _required(layout, language)
            yield _planted(layout, make(words, language, rng), language, words, required=required)
        next(lengths)
    yield from _logs(rng)


def sample(seed: int) -> Iterator[Plant]:
    """One document of each required kind, in turning languages."""
    rng = Random(seed)
    groups: dict[str, list[Plant]] = defaultdict(list)
    for plant in documents(seed):
        if plant.required:
            groups[plant.layout].append(plant)
    return (rng.choice(group) for group in groups.values())


def _required(layout: str, language: str) -> bool:
    if layout == "sqlite_blob_utf16":
        return language not in UNCASED
    if layout in PDF:
        # With the fonts that readers bring along, one character in some hundreds is lost on the way back.
        return language not in CHINESE
    return layout not in ARCHIVES_WELCOME and layout not in STORES_WELCOME


def _makers() -> dict[str, Make]:
    made: dict[str, Make] = {name: partial(_office, make) for name, make in OFFICE.items()}
    made |= {name: partial(_archive, make) for name, make in (ARCHIVES | ARCHIVES_WELCOME).items()}
    made |= {name: partial(_store, make) for name, make in (STORES | STORES_WELCOME).items()}
    made |= {name: partial(_pdf, draw) for name, draw in PDF.items()}
    made |= {
        "docx_in_zip": lambda words, language, rng: stores.zipped("a.docx", _docx(words, language, rng)),
        "docx_attached.eml": lambda words, language, rng: stores.mail_attached(
            "a.docx", _docx(words, language, rng)
        ),
        "mbox": lambda words, language, rng: stores.mailbox(
            surrounded(" ".join(words), language, rng), _around(language, rng)
        ),
        "doc": partial(_compound, "WordDocument"),
        "msg": partial(_compound, "__substg1.0_1000001F"),
    }
    return made


def _around(language: str, rng: Random) -> list[str]:
    return rng.sample(paragraphs(language), 3)


def _office(make: Office, words: Words, language: str, rng: Random) -> bytes:
    return make(words, _around(language, rng), rng)


def _docx(words: Words, language: str, rng: Random) -> bytes:
    return office.docx_split_runs(words, _around(language, rng), rng)


def _archive(make: Callable[[str], bytes], words: Words, language: str, rng: Random) -> bytes:
    return make(surrounded(" ".join(words), language, rng))


def _store(make: Store, words: Words, language: str, rng: Random) -> bytes:
    return make(words, _around(language, rng))


def _pdf(draw: Callable[..., None], words: Words, language: str, _rng: Random) -> bytes:
    return office.pdf(language, draw, words)


def _compound(stream: str, words: Words, language: str, rng: Random) -> bytes:
    text = surrounded(" ".join(words), language, rng)
    head = office.WORD_HEAD if stream == "WordDocument" else b""
    return office.compound(stream, head + text.encode("utf-16-le"))


def _repeating(rng: Random, language: str, length: int) -> tuple[str, ...]:
    while True:
        words = phrase(rng, language, length)
        if len(set(words)) == length - 1:
            return words


def _logs(rng: Random) -> Iterator[Plant]:
    for language, length in zip(LANGUAGES, cycle(LENGTHS), strict=False):
        words = phrase(rng, language, length)
        data, log = stores.sqlite_log(words, _around(language, rng))
        yield _planted("sqlite_wal", data, language, words, siblings={"-wal": log})


def _planted(
    layout: str,
    data: bytes,
    language: str,
    words: tuple[str, ...],
    *,
    required: bool = True,
    siblings: dict[str, bytes] | None = None,
) -> Plant:
    known = (end for start, end in SUFFIXES.items() if layout.startswith(start))
    return Plant(
        name=f"{layout}-{language}-{len(words)}",
        data=data,
        language=language,
        length=len(words),
        layout=layout,
        encoding="",
        words=words,
        suffix=next(known, "." + layout.partition("_")[0]),
        required=required,
        siblings=siblings or {},
    )
