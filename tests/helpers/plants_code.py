"""Phrases in files of programs: JSON, code, settings, tables of values, markup, RTF and LaTeX."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from random import Random

from tests.helpers.plants_layouts import Setting, Words, each, family
from walletsafe.scan.finds import Layout

MARKUP = {
    "html_li": "<li>{e}</li>\n",
    "html_li_tight": "<li>{e}</li>",
    "html_td": "<tr><td>{n}</td><td>{e}</td></tr>\n",
    "html_td_class": '<tr class="row"><td class="num">{n}.</td><td class="word">{e}</td></tr>',
    "html_span": '<span class="chip" data-index="{z}">{e}</span>',
    "html_div": '<div class="word-cell"><span>{n}</span><b>{e}</b></div>\n',
    "html_br": "{e}<br>\n",
    "html_p": "<p>{e}</p>\n",
    "html_word_mso": (
        "<p class=MsoListParagraph style='margin-left:18.0pt;mso-list:l0 level1 lfo1'><span lang=EN-US\n"
        "style='font-size:11.0pt;mso-bidi-font-family:Arial'>{e}<o:p></o:p></span></p>\n"
    ),
    "html_entities": "<li>{d}</li>\n",
    "html_hex_entities": "<td>{x}</td>\n",
    "html_named_entities": "<li>{m}</li>\n",
    "html_nbsp": "{e}&nbsp;",
    "xml_word": '<word index="{n}">{e}</word>\n',
    "xml_tight": "<w>{e}</w>",
    "xml_named": '<string name="word_{n}">{e}</string>\n',
}

SETTINGS = {
    "env_numbered": 'WORD_{n}="{w}"\n',
    "env_numbered_bare": "SEED{n}={w}\n",
    "ini": "word{n} = {w}\n",
    "yaml_numbered": "  word_{n}: {w}\n",
    "toml_numbered": 'word{n} = "{w}"\n',
    "js_object": "  word{n}: '{w}',\n",
    "python_index": 'words[{z}] = "{w}"\n',
}

CSV = {
    "csv": "{n},{w}\n",
    "csv_crlf": "{n},{w}\r\n",
    "csv_quoted": '"{n}","{w}"\r\n',
    "csv_semicolon": "{n};{w}\n",
    "tsv": "{n}\t{w}\n",
    "csv_text_column": "{n},{w},checked with the paper\n",
    "csv_quoted_text": '"{n}","{w}","written down, then put away"\r\n',
    "csv_word_first": "{w},{n},\n",
}


def _between(start: str, gap: str, end: str, words: Words, _rng: Random) -> str:
    return start + gap.join(words) + end


def _framed(start: str, pattern: str, end: str, words: Words, rng: Random) -> str:
    return start + each(pattern, words, rng) + end


def _json(indent: int | None, ascii_only: bool, words: Words, _rng: Random) -> str:
    vault = {"version": 2, "name": "main", "seedWords": list(words), "network": "testnet"}
    return json.dumps(vault, indent=indent, ensure_ascii=ascii_only)


def _json_pairs(pattern: str, words: Words, _rng: Random) -> str:
    return json.dumps({pattern.format(n=n): word for n, word in enumerate(words, 1)}, ensure_ascii=False)


def _json_objects(indent: int | None, words: Words, _rng: Random) -> str:
    rows = [{"index": index, "word": word} for index, word in enumerate(words)]
    return json.dumps({"words": rows}, indent=indent, ensure_ascii=False)


def _json_string(gap: str, words: Words, _rng: Random) -> str:
    return json.dumps({"id": 7, "mnemonic": gap.join(words), "created": 1700000000}, ensure_ascii=False)


def _json_twice(words: Words, rng: Random) -> str:
    return json.dumps({"state": _json_string(" ", words, rng)}, ensure_ascii=False)


def _code(before: str, quote_mark: str, after: str, words: Words, _rng: Random) -> str:
    return before + ", ".join(f"{quote_mark}{word}{quote_mark}" for word in words) + after


def _csv(head: str, pattern: str, words: Words, rng: Random) -> str:
    return head + each(pattern, words, rng)


def _csv_cell(words: Words, _rng: Random) -> str:
    return (
        "name,url,username,password,note\r\n"
        "shop,https://shop.example,jo,h7!kQ,\r\n"
        f'wallet,,jo,"{" ".join(words)}",paper too\r\n'
        "bank,https://bank.example,jo,Zz9-2,call first\r\n"
    )


def _csv_across(words: Words, _rng: Random) -> str:
    return f"id,{','.join(f'w{n}' for n in range(1, len(words) + 1))}\n17,{','.join(words)}\n"


def _rich(text: str) -> str:
    """Text as RTF has it. Source: Rich Text Format 1.9.1: a signed number of 16 bits, and one stand-in."""
    return "".join(letter if letter.isascii() else f"\\u{_signed(ord(letter))}?" for letter in text)


def _signed(unit: int) -> int:
    return unit - 0x10000 if unit >= 0x8000 else unit


def _rtf(gap: str, words: Words, _rng: Random) -> str:
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}}{\*\generator Notes 1.0;}"
    return f"{head}\n\\pard\\f0\\fs24 {gap.join(map(_rich, words))}\\par\n}}"


def _latex(start: str, pattern: str, end: str, words: Words, _rng: Random) -> str:
    return f"\\begin{{{start}}}\n" + "".join(pattern.format(n=n, w=w) for n, w in enumerate(words, 1)) + end


def settings() -> Iterator[Setting]:
    """Every layout that only programs write."""
    yield from _programs()
    yield from _marked_up()


def _programs() -> Iterator[Setting]:
    for name, indent, ascii_only in (("array", None, False), ("pretty", 2, False), ("escaped", None, True)):
        yield Setting(f"json_{name}", partial(_json, indent, ascii_only), Layout.PAIRS, alone=True)
    for name, pattern in (("word", "word{n}"), ("number", "{n}"), ("import", "import-srp-word-{n}")):
        yield Setting(f"json_pairs_{name}", partial(_json_pairs, pattern), Layout.PAIRS, alone=True)
    yield Setting("json_objects", partial(_json_objects, None), Layout.PAIRS, alone=True)
    yield Setting("json_objects_pretty", partial(_json_objects, 4), Layout.PAIRS, alone=True)
    yield Setting("json_string", partial(_json_string, " "), Layout.ROW, alone=True)
    yield Setting("json_string_lines", partial(_json_string, "\n"), Layout.LINES, alone=True)
    yield Setting("json_in_json", _json_twice, Layout.ROW, alone=True)
    for name, before, mark, after in (
        ("python_list", "def seed():\n    return [", '"', "]\n"),
        ("python_tuple", "WORDS = (", "'", ")\n"),
        ("js_array", "const mnemonic = [", "'", "].join(' ');\n"),
        ("go_slice", "var words = []string{", '"', "}\n"),
        ("yaml_flow", "wallet:\n  words: [", "", "]\n"),
        ("toml_array", "[wallet]\nwords = [", '"', "]\n"),
    ):
        yield Setting(f"code_{name}", partial(_code, before, mark, after), Layout.ROW, alone=True)
    for name, before, gap, after in (
        ("js_template", "const seed = `", " ", "`;\n"),
        ("python_string", 'MNEMONIC = "', " ", '"\n'),
        ("python_block", 'MNEMONIC = """\n', "\n", '\n"""\n'),
        ("env", 'RPC_URL=https://rpc.example\nMNEMONIC="', " ", '"\nPORT=8545\n'),
        ("env_bare", "DEBUG=1\nMNEMONIC=", " ", "\nPORT=8545\n"),
        ("shell", "export SEED='", " ", "'\n"),
        ("yaml_string", "wallet:\n  mnemonic: ", " ", "\n  account: 0\n"),
        ("yaml_list", "wallet:\n  words:\n    - ", "\n    - ", "\n  account: 0\n"),
        ("sql", "INSERT INTO notes (id, body) VALUES (12, '", " ", "');\n"),
    ):
        yield Setting(f"code_{name}", partial(_between, before, gap, after), Layout.ROW, alone=True)
    yield from family("settings", SETTINGS, Layout.PAIRS, alone=True)
    for name, pattern in CSV.items():
        head = "" if name == "csv_word_first" else "number,word\n"
        yield Setting(name, partial(_csv, head, pattern), Layout.TABLE, alone=True)
    yield Setting("csv_cell", _csv_cell, Layout.ROW, alone=True)
    yield Setting("csv_across", _csv_across, Layout.ROW, alone=True)


def _marked_up() -> Iterator[Setting]:
    page = "<!DOCTYPE html>\n<html><head><title>Notes</title></head><body><div>\n"
    for name, pattern in MARKUP.items():
        if name.startswith("xml"):
            frame = ('<?xml version="1.0" encoding="utf-8"?>\n<wallet>\n', "</wallet>\n")
        else:
            frame = (page, "</div></body></html>\n")
        yield Setting(name, partial(_framed, frame[0], pattern, frame[1]), Layout.LINES, alone=True)
    yield Setting("rtf_row", partial(_rtf, " "), Layout.ROW, alone=True)
    yield Setting("rtf_lines", partial(_rtf, "\\par\n"), Layout.LINES, alone=True)
    yield Setting("rtf_tabs", partial(_rtf, "\\tab "), Layout.ROW, alone=True)
    for name, start, pattern, end in (
        ("items", "enumerate", "  \\item {w}\n", "\\end{enumerate}\n"),
        ("items_typed", "itemize", "\\item \\texttt{{{w}}}\n", "\\end{itemize}\n"),
        ("table", "tabular}{ll", "{n} & {w} \\\\\n", "\\end{tabular}\n"),
    ):
        yield Setting(f"latex_{name}", partial(_latex, start, pattern, end), Layout.LINES, alone=True)
