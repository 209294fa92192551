"""A name is free again once its tag has another one."""

import pytest

from network.models import Role
from practices.models import Tag
from practices.services.tags import ensure_tags, rename_tag
from tests.factories import a_user


@pytest.mark.django_db
def test_a_name_given_up_again_and_again_can_be_typed_again_each_time() -> None:
    operator = a_user(Role.OPERATOR)
    made = []
    for number in range(4):
        made += ensure_tags(["rower"])
        rename_tag(actor=operator, tag=Tag.objects.get(pk=made[-1]), name=f"jednoślad {number}")
    assert len(set(made)) == 4
    assert len(set(Tag.objects.values_list("slug", flat=True))) == 4
