"""The language is chosen once, Chinese unless somebody says English."""

import subprocess
import sys

import pytest

from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Language, Translator, choose_language
from ledgerdesk.resources import resource


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, Language.ZH),
        ({"LANG": "C"}, Language.ZH),
        ({"LANG": "POSIX"}, Language.ZH),
        ({"LANG": "C.UTF-8"}, Language.ZH),
        ({"LANG": "en_GB.UTF-8"}, Language.EN),
        ({"LANG": "en"}, Language.EN),
        ({"LANG": "eng.UTF-8"}, Language.ZH),
        ({"LANG": "fr_FR.UTF-8"}, Language.ZH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, Language.ZH),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, Language.EN),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh:en"}, Language.ZH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, Language.EN),
    ],
)
def test_the_system_decides_only_if_it_says_english(
    env: dict[str, str], expected: Language
) -> None:
    assert choose_language(env, None) is expected


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [("zh_CN", Language.ZH), ("en", Language.EN), ("en-GB", Language.EN), ("zh", Language.ZH)],
)
def test_what_somebody_chose_beats_the_system(preferred: str, expected: Language) -> None:
    other = {"LANG": "zh_CN.UTF-8" if expected is Language.EN else "en_US.UTF-8"}

    assert choose_language(other, preferred) is expected


@pytest.mark.parametrize("language", Language)
def test_every_language_has_a_catalogue_that_loads(language: Language) -> None:
    assert Translator.load(language).language is language


def test_a_message_is_translated_and_its_places_are_filled() -> None:
    message = N_("The password is too short. Use at least {least} characters.")

    assert Translator.load(Language.ZH).text(message, least=8) == "密码太短。请至少用 8 个字符。"
    assert Translator.load(Language.EN).text(message, least=8) == message.format(least=8)


def test_a_place_nobody_fills_is_a_bug_that_shows() -> None:
    with pytest.raises(KeyError):
        Translator.load(Language.ZH).text(
            "The password is too short. Use at least {least} characters.", other=1
        )


def test_an_unknown_message_is_shown_in_english() -> None:
    message = "no catalogue holds this"

    assert Translator.load(Language.ZH).text(message) == message


def test_an_empty_message_stays_empty() -> None:
    empty = ""

    assert Translator.load(Language.ZH).text(empty) == ""


def test_braces_in_an_argument_are_only_text() -> None:
    filled = Translator.load(Language.EN).text("Hello {name}"[:12], name="{pid}")

    assert filled == "Hello {pid}"


@pytest.mark.parametrize(("number", "expected"), [(0, "0 pears"), (1, "1 pear"), (2, "2 pears")])
def test_english_tells_one_from_many(number: int, expected: str) -> None:
    # Taken apart so that the catalogues do not collect a test's words.
    one, many = "{number} pear", "{number} pears"

    assert Translator.load(Language.EN).plural(one, many, number) == expected


def test_a_missing_resource_names_itself_but_no_folder_of_this_machine() -> None:
    with pytest.raises(FileNotFoundError, match=r"^resources/i18n/xx$"):
        resource("i18n", "xx")


def test_importing_the_package_translates_nothing_and_loads_no_qt() -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "import ledgerdesk.i18n.messages\n"
        "assert not [name for name in opened if name.endswith(('.mo', '.po'))], opened\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'babel'))]\n"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()
