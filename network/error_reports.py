"""What Django's reports of errors leave out: also the addresses that hold passwords."""

import re

from django.views.debug import SafeExceptionReporterFilter


class ReportFilter(SafeExceptionReporterFilter):
    """Django knows PASSWORD, KEY, TOKEN and the like by name; ours hide in SEARCH_URL, the broker's address and the cache's."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|SEARCH_URL|BROKER_URL|LOCATION", flags=re.IGNORECASE
    )
