"""Random phrases in every layout, language, length and encoding are found; what only looks alike stays quiet.

The whole set is measured by ``python -m tests.measure_scan``; here stands a part of it. No message of a test
holds a word of a phrase: plants are named, their bytes and words are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.helpers import plants_documents, plants_quiet
from tests.helpers.plants import LANGUAGES, Plant, plants, sample
from tests.helpers.plants_folder import judged, leaked, plant_in, plant_names, scanned
from walletsafe import report
from walletsafe.phrases import LENGTHS
from walletsafe.scan import first_pass
from walletsafe.scan.finds import Grade, Located, Result
from walletsafe.scan.judge import report_of
from walletsafe.scan.look import look

SEED = 3


def pointed_at(data: bytes) -> list[Located]:
    """What the closer look finds where the first pass points at."""
    return [located for start, end in first_pass.suspects(data) for located in look(data[start:end])]


def test_the_plants_are_as_many_as_promised() -> None:
    required = [plant for plant in plants(SEED) if plant.required]
    assert len(required) >= 3000
    assert len({plant.name for plant in required}) == len(required)
    assert {plant.language for plant in required} == set(LANGUAGES)
    assert {plant.length for plant in required} == set(LENGTHS)
    assert len({plant.layout for plant in required}) >= 150
    assert len({plant.encoding for plant in required}) >= 14
    assert len(list(plants_documents.documents(SEED))) >= 500


def test_the_same_seed_gives_the_same_plants_and_another_gives_others() -> None:
    one, again, other = (list(islice(plants(seed), 200)) for seed in (SEED, SEED, SEED + 1))
    assert one == again
    assert not {plant.words for plant in one} & {plant.words for plant in other}


def test_every_layout_language_and_encoding_is_found_in_texts() -> None:
    planted = list(sample(SEED))
    missed = [p.name for p in planted if p.found_in(pointed_at(p.data)) is not Grade.RECOVERY_PHRASE]
    assert len(planted) >= 180
    assert not missed


@pytest.fixture(scope="module")
def folder_scan(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[Path, Plant], Result]:
    """Documents of all kinds and some texts, scanned once."""
    folder = tmp_path_factory.mktemp("planted")
    texts = [plant for number, plant in enumerate(sample(SEED)) if number % 5 == 0]
    paths = plant_in(folder, [*plants_documents.sample(SEED), *texts])
    paths |= plant_names(folder, SEED)
    return paths, scanned([folder])


def test_the_engine_finds_them_in_documents_and_containers(
    folder_scan: tuple[dict[Path, Plant], Result],
) -> None:
    paths, result = folder_scan
    missed = [plant.name for plant, grade in judged(result, paths) if grade is not Grade.RECOVERY_PHRASE]
    assert len(paths) >= 80
    assert not missed
    assert not result.not_read


def test_what_a_scan_says_holds_no_three_words_in_a_row(
    folder_scan: tuple[dict[Path, Plant], Result],
) -> None:
    paths, result = folder_scan
    made = report_of(result)
    exports = (
        json.dumps(report.as_json(made), ensure_ascii=False),
        report.as_text(made),
        report.as_html(made),
    )
    places = [f"{find.place} {find.member}" for find in result.finds]
    places += [f"{item.place} {item.member}" for item in result.not_read]
    for told in (" | ".join(places), *exports):
        assert not leaked(told, paths.values())


def test_the_search_for_leaks_finds_three_words() -> None:
    plant = next(plant for plant in plants(SEED) if plant.language == "french")
    rest = '", "'.join(word.upper() for word in plant.words[4:7])
    assert leaked(f'x ["{rest}"] y', [plant]) == [plant.name]
    assert not leaked(" ".join(plant.words[4:6]), [plant])


def alarming(files: Iterable[plants_quiet.Quiet]) -> list[str]:
    """The names of the files of which something else is said than may be, or not what must be."""
    return [file.name for file in files if not file.needed <= grades_in(file.data) <= file.allowed]


def grades_in(data: bytes) -> set[Grade]:
    return {located.trace.grade for located in look(data)}


def test_word_lists_and_other_lists_raise_no_alarm() -> None:
    rng = Random(SEED)
    packed: dict[str, list[plants_quiet.Quiet]] = defaultdict(list)
    for file in plants_quiet.word_lists():
        packed[file.name.split("-")[1]].append(file)
    assert not alarming(rng.choice(files) for files in packed.values())
    others = [file for file in plants_quiet.others(SEED) if file.required and len(file.data) < 150_000]
    assert len(others) >= 20
    assert not alarming(others)


def test_phrases_that_are_nobodys_are_named_as_such() -> None:
    assert not alarming(islice(plants_quiet.known(SEED), 0, None, 3))


def test_our_own_files_and_vectors_raise_no_alarm() -> None:
    assert not alarming(plants_quiet.own_files())
