"""What all tests share: builders are in `builders`, strategies in `strategies`, the toy domain in `toy`.

Data policy: a test writes the smallest data that has what it needs; the project's own `rules/` and `data/` are read
where a test is about them; nothing outside the repository is.
"""

import os

from hypothesis import settings

# The gate tries the same cases each time, so that it tells about the change and not about luck; `make proof`
# looks further.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("CLEARWAY_HYPOTHESIS", "gate"))
