"""Every id has words, every slot is filled, and the words keep the house's manners."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.strings import strings
from walletsafe import errors, questions, texts
from walletsafe.checks import runner
from walletsafe.errors import Scalar, WalletSafeError
from walletsafe.findings import REGISTRY, Finding, Outcome, Severity, finding
from walletsafe.questions import Question
from walletsafe.redact import PARAM_KEYS, SUBJECT_KEYS

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    **questions.PREPARED_QUESTIONS,
    questions.CLOSE_APP: (questions.YES, questions.NO),
    questions.CONSENT: (questions.ALLOW, questions.NOT_NOW),
    questions.ONLINE_CONSENT: (questions.NOT_NOW, questions.SEND),
}
SECTIONS = ("findings", "questions", "errors", "report", "doctor", "download", "scan")


def slots(value: object) -> set[str]:
    names = {name for text in strings(value) for _, name, _, _ in string.Formatter().parse(text) if name}
    return names - {"udev_rule"}  # our own, which no finding brings with it


def filled(finding_id: str) -> Finding:
    """A finding with every slot filled."""
    params: dict[str, Scalar] = dict.fromkeys(slots(texts.section("findings")[finding_id]), "7")
    if "question" in params:
        params["question"] = questions.SOURCE
    return Finding(finding_id, REGISTRY[finding_id].severity, params)


def all_error_classes(base: type[WalletSafeError] = WalletSafeError) -> Iterator[type[WalletSafeError]]:
    for error_class in base.__subclasses__():
        if error_class.__module__.startswith("walletsafe"):
            yield error_class
            yield from all_error_classes(error_class)


def test_exactly_the_registered_findings_have_words() -> None:
    assert set(texts.section("findings")) == set(REGISTRY)


@pytest.mark.parametrize("finding_id", REGISTRY)
def test_a_finding_says_outcome_meaning_and_next_step(finding_id: str) -> None:
    entry = texts.section("findings")[finding_id]
    assert isinstance(entry, dict)
    assert set(entry) - {"when", "commands"} == {"title", "meaning", "next"}
    words = texts.finding_text(filled(finding_id))
    for text in (words.title, words.meaning, words.next_step):
        assert text
        assert text == text.strip()
        assert not set(text) & set("{}")
    assert len(words.title) <= 80
    assert not words.title.endswith(".")
    assert len(re.findall(r"[.?](?= |$)", words.meaning)) <= 3 + len(entry.get("when", {}))


def needed_slots(finding_id: str) -> set[str]:
    """The slots that must be filled: a sentence under ``when`` is left out without its param."""
    entry = texts.section("findings")[finding_id]
    assert isinstance(entry, dict)
    return slots([text for key, text in entry.items() if key != "when"])


@pytest.mark.parametrize("finding_id", [name for name in REGISTRY if needed_slots(name)])
def test_a_missing_param_is_an_error_and_never_a_bare_slot(finding_id: str) -> None:
    with pytest.raises(KeyError):
        texts.finding_text(finding(finding_id))


def test_every_slot_of_a_finding_may_leave_in_an_export() -> None:
    assert slots(texts.section("findings")) <= PARAM_KEYS


def test_a_sentence_that_needs_a_param_is_left_out_without_it() -> None:
    params = {"version": "1.5.5", "newest": "2.1.0", "newest_date": "2021", "knowledge_date": "2026-10-02"}
    with_bulletins = texts.finding_text(finding("firmware.outdated", **params, bulletins="LSB-016")).meaning
    without = texts.finding_text(finding("firmware.outdated", **params, bulletins="")).meaning
    assert with_bulletins == f"{without} Published weaknesses repaired since: LSB-016."


def test_foreign_text_in_a_slot_is_cleaned_and_cannot_reach_other_slots() -> None:
    title = texts.finding_text(
        finding("device.app_open", app="{version}\u202e" + "x" * 500, version="1")
    ).title
    assert "{version}\\u{202E}" in title
    assert len(title) < 250


def test_an_open_question_is_named_in_words() -> None:
    for question in questions.ORIGIN_QUESTIONS:
        title = texts.finding_text(finding("origin.unsure", question=question)).title
        assert "origin." not in title
        assert "_" not in title


@pytest.mark.parametrize(
    ("finding_id", "needles"),
    [
        (
            "genuine.model_refuses",
            ["fake can claim this too", "Ledger Wallet (formerly Ledger Live)", "My Ledger", "5."],
        ),
        (
            "genuine.not_proven_key",
            ["Did not pass", "may be our key", "Ledger Wallet (formerly Ledger Live)"],
        ),
        ("genuine.demo_certificate", ["practice certificate", "not certified by Ledger"]),
        ("genuine.verified", ["It proves the chip, not"]),
        ("genuine.unexpected_refusal", ["fake may answer like this"]),
        ("firmware.newer_than_list", ["This is normal", "newer than our list"]),
        ("transport.open_failed", ["cable", "Ledger Wallet", "walletsafe doctor"]),
        ("transport.no_permission", ["ordinary state", "udev rule", "walletsafe doctor"]),
        ("device.none", ["cable", "walletsafe doctor"]),
        ("device.also_open", ["calls itself", "never passes because of that"]),
        ("doctor.offers_disk", ["mailed", "Unplug it", "type your words nowhere"]),
        ("doctor.may_be_bootloader", ["may be", "some old firmware too"]),
        ("device.app_open", ["let WalletSafe close it"]),
        ("apps.list_unproven", ["without proof", "at least one app"]),
        ("apps.listed", ["Each of these", "no others is not proven", "leave some out"]),
        ("genuine.channel_too_old", ["too old", "could not be finished", "update through Ledger Wallet"]),
        ("genuine.refused_on_device", ["If you pressed nothing", "without Ledger's chip"]),
        ("firmware.newest_known", ["By its own word"]),
        ("firmware.mcu_known", ["says that it runs"]),
        ("device.unknown_model", ["newer than our list", "fake may also make up"]),
    ],
)
def test_what_a_finding_must_not_leave_out(finding_id: str, needles: list[str]) -> None:
    words = texts.finding_text(filled(finding_id))
    said = f"{words.title}\n{words.meaning}\n{words.next_step}"
    assert [needle for needle in needles if needle not in said] == []


def test_whoever_resets_has_moved_the_coins_before() -> None:
    resets = 0
    for finding_id in REGISTRY:
        step = texts.finding_text(filled(finding_id)).next_step
        if "reset this one" in step:
            resets += 1
            places = [
                step.index(words) for words in ("move what you have", "keep the old words", "reset this one")
            ]
            assert places == sorted(places), finding_id
        else:
            assert "reset" not in step.lower(), finding_id
    assert resets > 4


@pytest.mark.parametrize("state", ["locked", "not_set_up", "silent", "bootloader", "updater", "asleep"])
def test_a_state_that_the_screen_denies_may_be_a_pretence(state: str) -> None:
    step = texts.finding_text(filled(f"device.{state}")).next_step
    assert "own screen" in step
    assert step.index("a fake may") < step.index("no money") < step.index("type ledger.com")


def test_ordinary_causes_of_a_failed_open_come_in_their_order() -> None:
    meaning = texts.finding_text(filled("transport.open_failed")).meaning
    assert meaning.index("cable") < meaning.index("another program")


def test_commands_are_known_lines_that_need_no_filling_in() -> None:
    install = (
        """printf '%s\\n' 'SUBSYSTEM=="hidraw", ATTRS{idVendor}=="2c97", TAG+="uaccess"' """
        """'SUBSYSTEM=="usb", ATTR{idVendor}=="2c97", TAG+="uaccess"' """
        "| sudo tee /etc/udev/rules.d/70-walletsafe-ledger.rules"
    )
    apply = (
        "sudo udevadm control --reload",
        "sudo udevadm trigger --action=change --subsystem-match=hidraw --subsystem-match=usb",
    )
    commands = {name: texts.finding_text(filled(name)).commands for name in REGISTRY}
    assert {name: lines for name, lines in commands.items() if lines} == {
        "doctor.rule_missing": (install, *apply),
        "doctor.rule_not_told": (install, *apply),
        "doctor.rule_too_late": (install, *apply),
        "doctor.rule_not_applied": apply,
    }
    assert (files("walletsafe.resources") / "udev" / "70-walletsafe-ledger.rules").is_file()


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_every_question_has_words_and_a_label_per_choice(question_id: str) -> None:
    params = dict.fromkeys(slots(texts.section("questions")[question_id]), "Nano S")
    words = texts.question_text(Question(question_id, QUESTIONS[question_id], params))
    assert words.title.endswith("?")
    assert words.help
    assert tuple(words.choices) == QUESTIONS[question_id]
    assert words.choices.get(questions.UNSURE, "I am not sure") == "I am not sure"


def test_the_consent_says_what_the_screen_will_ask() -> None:
    words = texts.question_text(
        Question(questions.CONSENT, QUESTIONS[questions.CONSENT], {"model": "Nano S"})
    )
    for needle in (
        '"Allow unsafe manager"',
        '"Allow unknown manager"',
        "first option it offers is Deny",
        "throw-away key",
        "first and the last digits",
        "Nothing is installed",
        "always no",
        "Nobody will ever need your words",
    ):
        assert needle in words.help


def test_every_error_has_one_line() -> None:
    assert runner.CHECKS, "importing the runner brings every error of a check in"
    lines = texts.section("errors")
    codes = {error_class.code for error_class in all_error_classes() if hasattr(error_class, "code")}
    assert codes >= {"usage.unknown_device", "genuine.channel_failed", "export.refused"}
    for code in codes | {"internal.fault"}:
        entry = lines[code]
        assert isinstance(entry, dict)
        assert list(entry) == ["line"]
        assert "\n" not in entry["line"]


def test_an_error_line_says_what_and_what_to_do() -> None:
    assert texts.error_line(errors.UnknownDevice(device="nano-x-1")) == (
        'No attached Ledger is called "nano-x-1". Run "walletsafe devices" to see the names.'
    )
    assert "--virtual" in texts.error_line(errors.NoDevice())
    assert "walletsafe doctor" in texts.error_line(errors.NoDevice())


def test_a_broken_file_is_named_with_its_line_and_plain_words() -> None:
    whole = texts.error_line(errors.BrokenFile(file="a.txt", line=0, problem="not-text"))
    assert whole == 'The file "a.txt" cannot be used: it is not plain text.'
    in_line = texts.error_line(errors.BrokenFile(file="a.txt", line=7, problem="not-text"))
    assert in_line == 'The file "a.txt" cannot be used: line 7: it is not plain text.'
    field = texts.error_line(errors.BrokenFile(file="a", line=0, problem="wrong-type", field="prompt.delay"))
    assert field.endswith("a value is of the wrong kind (prompt.delay).")
    unknown = texts.error_line(errors.BrokenFile(file="a", line=0, problem="never-heard"))
    assert unknown.endswith(": never-heard.")


def test_a_refused_export_names_what_it_looks_like() -> None:
    line = texts.error_line(errors.ExportRefused(problems="key, phrase"))
    assert "a key, recovery words" in line


@given(st.text(alphabet=st.characters(), max_size=400))
def test_an_error_line_is_one_line_whatever_is_in_it(untrusted: str) -> None:
    line = texts.error_line(errors.UnknownDevice(device=untrusted))
    assert len(line) < 300
    assert line.isprintable()


def test_names_and_outcomes_have_words() -> None:
    assert [texts.check_name(check_id) for check_id, _ in runner.CHECKS]
    assert all(texts.severity_name(severity) for severity in Severity)
    assert all(texts.subject_name(key) for key in SUBJECT_KEYS)
    titles = [texts.outcome_text(outcome).title for outcome in Outcome]
    assert titles == ["Passed", "Did not pass", "Could not be checked", "Not checked yet", "Stopped by you"]


def test_only_what_did_not_pass_says_three_things_to_do_at_once() -> None:
    steps = {outcome: texts.outcome_text(outcome).steps for outcome in Outcome}
    assert [len(steps[outcome]) for outcome in Outcome] == [0, 3, 0, 0, 0]
    assert [step.split()[0] for step in steps[Outcome.DID_NOT_PASS]] == ["Send", "Do", "In"]


def test_the_report_says_what_a_pass_does_not_prove() -> None:
    words = texts.report_text()
    said = "\n".join(words.not_proven)
    for needle in (
        "passed on",
        "list of apps",
        "inside the case",
        "set up the device before you",
        "a fake one",
        "leaked",
        "malware",
    ):
        assert needle in said
    assert "repeats the check" in words.note
    assert words.footer == "Nobody ever needs your words."
    assert words.unplug == "Unplug your Ledger now: that ends the permission you gave."
    assert words.demo.startswith("DEMO")


def test_a_record_is_announced_by_what_it_holds() -> None:
    private = texts.record_notice(private=True, file="a.private.txt")
    redacted = texts.record_notice(private=False, file="a.txt")
    assert "public key" in private
    assert "left out" in redacted


def test_the_device_prompt_names_both_answers() -> None:
    text = texts.device_prompt_text()
    assert "Outside this check, the answer on the device is always no." in text
    assert "deny" in text
    assert "line breaks may differ" in text


@pytest.mark.parametrize("name", SECTIONS)
def test_the_words_keep_the_house_style(name: str) -> None:
    for text in strings(texts.section(name)):
        assert "!" not in text
        assert "\u2014" not in text
        assert "\u2013" not in text
        assert not re.search(r"\bsafe(ly)?\b", text, re.IGNORECASE), text
        assert not re.search(r"\b(is|are) (a )?(fake|counterfeit)", text, re.IGNORECASE), text
        assert not re.search(r"https?:|www\.", text), text


def test_ledger_live_is_named_as_what_it_was() -> None:
    for name in SECTIONS:
        for text in strings(texts.section(name)):
            assert text.count("Ledger Live") == text.count("(formerly Ledger Live)"), text


def test_the_text_files_are_part_of_the_package() -> None:
    folder = files("walletsafe.resources") / "text" / "en"
    assert all((folder / f"{name}.toml").is_file() for name in SECTIONS)
