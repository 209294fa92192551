"""How often names that many pages show have been changed."""

from django.db import models


class Renaming(models.Model):
    """One row for each change of what a city, a tag or a theme is called, inserted in the transaction of the change.

    How many rows there are tells a process whether the names that it remembers still hold (`practices.selectors.names`). Rows are only ever
    inserted, so nobody waits for anybody, and the number differs after every commit, in whatever order they come; so none is ever deleted.
    """

    what = models.CharField(max_length=60)
    happened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "zmiana nazwy"
        verbose_name_plural = "zmiany nazw"

    def __str__(self) -> str:
        return self.what
