"""Which sentences a site speaks with, and what is wrong with a catalogue."""

from pathlib import Path

import pytest

from generator.errors import Problem, ProblemsFound
from generator.rendering.catalogue import load_catalogue
from generator.rendering.layout_files import LayoutFiles


def folder(root: Path, name: str, **catalogues: str) -> Path:
    messages = root / name / "messages"
    messages.mkdir(parents=True)
    for language, text in catalogues.items():
        (messages / f"{language.replace('_', '-')}.toml").write_text(text, "utf-8")
    return root / name


def problems_with(files: LayoutFiles, language: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as caught:
        load_catalogue(language, files)
    return caught.value.problems


def test_a_region_says_what_its_language_says(tmp_path: Path) -> None:
    files = LayoutFiles((folder(tmp_path, "theme", es='tags = "Etiquetas"'),))
    assert load_catalogue("es-419", files) == {"tags": "Etiquetas"}


def test_a_regions_own_message_wins(tmp_path: Path) -> None:
    theme = folder(tmp_path, "theme", es='a = "es"\nb = "es"', es_419='a = "es-419"')
    assert load_catalogue("es-419", LayoutFiles((theme,))) == {"a": "es-419", "b": "es"}
    assert load_catalogue("es", LayoutFiles((theme,))) == {"a": "es", "b": "es"}


def test_a_site_changes_one_message_and_keeps_the_themes_others(tmp_path: Path) -> None:
    own = folder(tmp_path, "own", en='a = "ours"')
    theme = folder(tmp_path, "theme", en='a = "theirs"\nb = "theirs"')
    assert load_catalogue("en", LayoutFiles((own, theme))) == {"a": "ours", "b": "theirs"}


def test_a_language_without_a_catalogue_is_a_problem_with_a_hint(tmp_path: Path) -> None:
    files = LayoutFiles((folder(tmp_path, "theme", en=""),))
    (problem,) = problems_with(files, "fr-CA")
    assert str(problem) == (
        'layouts/messages/fr.toml: expected the messages of the site\'s language, "fr-CA",'
        " got no such file\n  hint: copy messages/en.toml of the theme and translate it"
    )


def test_a_catalogue_that_is_no_toml_is_told_by_its_line(tmp_path: Path) -> None:
    files = LayoutFiles((folder(tmp_path, "theme", en='a = "b"\nc = d\n'),))
    (problem,) = problems_with(files, "en")
    assert (problem.path, problem.line) == ("layouts/messages/en.toml", 2)


def test_a_catalogue_that_ends_too_early_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_with(LayoutFiles((folder(tmp_path, "theme", en='a = "'),)), "en")
    assert str(problem).startswith("layouts/messages/en.toml: expected TOML: ")


def test_every_message_that_is_no_text_is_told_by_its_key(tmp_path: Path) -> None:
    files = LayoutFiles((folder(tmp_path, "theme", en="a = 1\n[b]\n"),))
    found = problems_with(files, "en")
    assert list(map(str, found)) == [
        'layouts/messages/en.toml: a: expected text, got int\n  hint: a = "..."',
        'layouts/messages/en.toml: b: expected text, got dict\n  hint: b = "..."',
    ]


def test_a_catalogue_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    theme = folder(tmp_path, "theme")
    (theme / "messages" / "en.toml").write_bytes('a = "ñ"'.encode("latin-1"))
    (problem,) = problems_with(LayoutFiles((theme,)), "en")
    assert str(problem) == "layouts/messages/en.toml: expected UTF-8, got other bytes"
