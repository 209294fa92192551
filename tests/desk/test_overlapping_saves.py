"""A page that saves itself while its writer presses "save": slow servers receive both at once."""

from typing import Any

import pytest

from network.models import Role
from practices.models import PracticeVersion
from practices.selectors.content import content_of
from practices.services.drafts import save_draft
from practices.web.desk import editing
from tests.desk.pages import edit_page, form_of, signed_in
from tests.factories import a_city, a_draft, a_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("autosaved", "status"), [("Nowy wynik.", 302), ("Cudzy wynik.", 409)])
def test_a_save_overtaken_while_it_is_read_is_a_conflict_only_where_the_texts_differ(
    autosaved: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = a_city()
    version = a_draft(city)
    editor = signed_in(a_user(Role.CITY_EDITOR, city))
    address = f"/szkice/{version.pk}/"
    form = form_of(edit_page(editor, version))

    def overtaken(**given: Any) -> PracticeVersion:
        monkeypatch.setattr(editing, "save_draft", save_draft)
        assert editor.post(address, form | {"t-results": autosaved, "do": "autosave"}).status_code == 200
        return save_draft(**given)

    monkeypatch.setattr(editing, "save_draft", overtaken)
    answer = editor.post(address, form | {"t-results": "Nowy wynik.", "do": "save"})
    assert answer.status_code == status
    assert content_of(PracticeVersion.objects.get()).texts["pl"].results == autosaved
    if status == 409:
        assert "Cudzy" in answer.content.decode()
