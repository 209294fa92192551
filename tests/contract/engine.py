"""The one test class every engine passes: an engine's test file derives from it and gives the fixture `make_engine`."""

from tests.contract.counting import CountingContract
from tests.contract.filling import FillingContract
from tests.contract.generations import GenerationsContract
from tests.contract.random_trees import RandomTreesContract
from tests.contract.searching import SearchingContract
from tests.contract.together import TogetherContract
from tests.contract.writing import WritingContract


class EngineContract(
    GenerationsContract,
    WritingContract,
    FillingContract,
    SearchingContract,
    TogetherContract,
    CountingContract,
    RandomTreesContract,
):
    """What `search.engines.base` promises; `make_engine()` gives another engine object over the same storage."""
