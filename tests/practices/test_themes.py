"""The controlled list of themes."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from network.models import City
from network.slugs import ascii_slug
from practices.demo.loading import HERE as DEMO
from practices.models import Practice, PracticeVersion, Theme, VersionTheme
from practices.services.themes import THEMES, load_themes


def _packaged() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(THEMES.read_text(encoding="utf-8"))
    return rows


def _file(folder: Path, rows: object) -> Path:
    path = folder / "themes.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def _below(parent: str) -> list[dict[str, object]]:
    return [row for row in _packaged() if row.get("parent") == parent]


_MAIN = [row for row in _packaged() if "parent" not in row]
_ALL = len(_packaged())


def test_themes_have_names_in_both_languages_and_an_address_made_of_the_polish_one() -> None:
    rows = _packaged()
    assert all(row["slug"] == ascii_slug(str(row["name_pl"])) for row in rows)
    assert all(0 < len(str(row[f"name_{language}"])) <= 80 for row in rows for language in ("pl", "en"))
    for name in ("slug", "name_pl", "name_en"):
        assert len({str(row[name]).casefold() for row in rows}) == len(rows), name
    assert [row["position"] for row in _MAIN] == list(range(1, 16))


@pytest.mark.parametrize("slug", [row["slug"] for row in _MAIN])
def test_a_main_theme_has_three_to_five_sub_themes_each_with_a_eurovoc_number_of_its_own(slug: str) -> None:
    children = _below(slug)
    assert 3 <= len(children) <= 5
    assert [row["position"] for row in children] == list(range(1, len(children) + 1))
    assert all(isinstance(row["eurovoc"], int) for row in children)


def test_every_sub_theme_stands_under_a_main_theme_and_no_two_share_a_eurovoc_number() -> None:
    children = [row for row in _packaged() if "parent" in row]
    assert {row["parent"] for row in children} == {row["slug"] for row in _MAIN}
    assert len({row["eurovoc"] for row in children}) == len(children)


def test_demo_practices_bear_one_to_three_themes_of_the_list_and_no_theme_along_with_its_own_sub_theme() -> None:
    parents = {row["slug"]: row.get("parent") for row in _packaged()}
    for path in sorted(DEMO.glob("practices-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            borne = json.loads(line)["themes"]
            assert 1 <= len(borne) <= 3 and set(borne) <= parents.keys(), line[:80]
            assert not {parents[slug] for slug in borne} & set(borne), line[:80]


def test_each_theme_says_in_one_sentence_what_belongs_elsewhere() -> None:
    rows = _packaged()
    for language in ("pl", "en"):
        names = {str(row[f"name_{language}"]) for row in rows}
        for row in rows:
            sentence = str(row[f"description_{language}"])
            assert sentence.endswith(".") and sentence.count(".") == 1
            assert any(name in sentence for name in names - {row[f"name_{language}"]}), sentence


@pytest.mark.django_db
class TestLoading:
    def test_loading_twice_changes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_themes")
        call_command("load_themes")
        first, second = capsys.readouterr().out.splitlines()
        assert first == f"Themes: {_ALL} created, 0 updated, 0 unchanged; 0 practices follow."
        assert second == f"Themes: 0 created, 0 updated, {_ALL} unchanged; 0 practices follow."
        assert Theme.objects.filter(parent=None).count() == len(_MAIN)

    def test_practices_follow_a_renamed_theme_and_nothing_else(self, tmp_path: Path) -> None:
        load_themes()
        city = City.objects.create(slug="zmyslin", name="Zmyślin")
        practice = Practice.objects.create(slug="cien", city=city)
        version = PracticeVersion.objects.create(practice=practice, number=1, original_language="pl")
        VersionTheme.objects.create(version=version, theme=Theme.objects.get(slug="upaly-i-woda"), position=0)
        Practice.objects.update(state="published", live=version, search_version=4)
        rows = {str(row["slug"]): row for row in _packaged()}
        rows["upaly-i-woda"]["description_en"] = "Shade."
        assert load_themes(path=_file(tmp_path, list(rows.values()))).practices == 0
        rows["upaly-i-woda"]["name_en"] = "Shade and water"
        report = load_themes(path=_file(tmp_path, list(rows.values())))
        assert (report.updated, report.practices) == (1, 1)
        assert Practice.objects.get().search_version == 5

    def test_a_sub_theme_stands_under_its_parent(self, tmp_path: Path) -> None:
        rows = _packaged()
        child = rows[0] | {"slug": "deszczowka", "name_pl": "Deszczówka", "parent": "upaly-i-woda"}
        load_themes(path=_file(tmp_path, [child, *rows]))
        assert Theme.objects.get(slug="deszczowka").parent == Theme.objects.get(slug="upaly-i-woda")

    def test_a_theme_the_file_no_longer_names_stays(self, tmp_path: Path) -> None:
        load_themes()
        load_themes(path=_file(tmp_path, _packaged()[:-1]))
        assert Theme.objects.count() == _ALL

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ([{"name_pl": "Bez adresu"}], "slug"),
            ([{"slug": "a"}], "lacks description_en"),
            ([_packaged()[0] | {"parent": "nie-ma"}], "nie-ma"),
            ([*_packaged(), _packaged()[1] | {"slug": "za-nisko", "parent": _packaged()[1]["slug"]}], "za-nisko"),
        ],
    )
    def test_a_bad_file_is_refused_whole_with_the_reason(self, tmp_path: Path, rows: object, why: str) -> None:
        with pytest.raises(ValueError, match=why):
            load_themes(path=_file(tmp_path, rows))
        assert not Theme.objects.exists()
