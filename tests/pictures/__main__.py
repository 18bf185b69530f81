"""`python -m tests.pictures`: draws all pictures of README and docs anew, or those of the modules that are named, by
the servers, people and orders of the tests. `make pictures` is the same.
"""

import sys

from tests.browser.opening import a_browser
from tests.pictures import console, customer, demonstration, operations, papers, station

TAKEN = {
    "console": console,
    "customer": customer,
    "demonstration": demonstration,
    "operations": operations,
    "station": station,
}
PAPERS = "papers"
NAMES = frozenset(papers.NAMES).union(*(each.NAMES for each in TAKEN.values()))


def main(*named: str) -> None:
    """Papers are set, all others are taken in one browser."""
    if not named or PAPERS in named:
        papers.draw()
    with a_browser() as browser:
        for name, module in TAKEN.items():
            if not named or name in named:
                module.draw(browser)


if __name__ == "__main__":
    main(*sys.argv[1:])
