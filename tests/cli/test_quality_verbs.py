"""`merge`, `unmerge`, `quality` and `correction` from a script."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_staff_verbs import Office, office

__all__ = ["office"]


def enter(office: Office, folder: Path) -> None:
    table = folder / "t.csv"
    table.write_text(
        "姓名,手机,单位,交易日期,交易金额\n张伟,13800138642,青禾贸易,2026-01-02,5\n"
        "张玮,13800138642,青禾贸易有限公司,2026-01-03,6\n",
        encoding="utf-8",
    )
    assert office.owner("import", table)[0] == 0


def list_of(office: Office, *words: object) -> list[dict[str, Any]]:
    code, listed = office.owner("quality list", *words)
    assert code == 0
    found: list[dict[str, Any]] = listed["findings"]
    return found


def test_doubtful_cards_are_listed_put_aside_merged_and_taken_apart(
    office: Office, tmp_path: Path
) -> None:
    enter(office, tmp_path)

    (phone,) = list_of(office, "--rule", "same_phone")
    assert phone["said"] == ["13800138642"]
    assert [one["code"] for one in phone["customers"]] == ["C000001", "C000002"]
    code, aside = office.owner("quality ignore", phone["finding"], "--reason", "夫妻共用")
    assert code == 0
    assert list_of(office, "--rule", "same_phone") == []
    code, listed = office.owner("quality ignored")
    assert [(one["ignored"], one["by"]) for one in listed["ignored"]] == [
        (aside["ignored"], "王敏")
    ]
    assert office.owner("quality reopen", aside["ignored"])[0] == 0
    assert list_of(office, "--rule", "same_phone") == [phone]

    code, merged = office.owner("merge", "C000001", "c000002", "--take", "company")
    assert (code, merged) == (
        0,
        {"customer": "C000001", "name": "张伟", "former": ["C000002"]},
    )
    code, found = office.owner("find", "张玮")
    assert found["customers"] == [{"code": "C000001", "name": "张伟"}]
    code, apart = office.owner("unmerge", "C000002", "--reason", "两个人")
    assert apart == {"customer": "C000002", "survivor": "C000001", "restored": True}
    code, refused = office.owner("unmerge", "C000002")
    assert (code, refused["error"], refused["reason"]) == (1, "merge_refused", "not_merged")


def test_a_correction_is_asked_for_listed_and_decided(office: Office, tmp_path: Path) -> None:
    enter(office, tmp_path)
    words = ("--field", "phone", "--wrong", "13800138642", "--correct", "13900002222")
    why = ("--evidence", "本人来电", "--verified-by", "小李")

    code, asked = office.owner("correction request", "C000001", *words, *why)
    assert (code, asked["state"], asked["customer"]) == (0, "requested", "C000001")
    code, listed = office.owner("correction list")
    assert listed["corrections"] == [asked]
    code, done = office.owner("correction approve", asked["correction"])
    assert (code, done["state"], done["decided_by"]) == (0, "approved", "王敏")
    code, twice = office.owner("correction refuse", asked["correction"], "--answer", "不符")
    assert (code, twice["error"]) == (1, "already_decided")
    assert office.owner("correction list")[1] == {"corrections": []}
    code, of_one = office.owner("correction list", "--customer", "C000001")
    assert [one["state"] for one in of_one["corrections"]] == ["approved"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_person_reads_the_list_in_his_language(
    office: Office, tmp_path: Path, language: str
) -> None:
    enter(office, tmp_path)

    who = ("--user", "王敏", "--password-file", office.file("pw"))
    code, said, err = office.say("quality", "list", office.vault, *who, "--lang", language)

    assert (code, err) == (0, "")
    rule = {"zh": "电话相同", "en": "Same phone"}[language]
    assert f"{rule}  张伟 C000001 · 张玮 C000002  13800138642" in said
