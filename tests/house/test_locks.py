"""What is left out on purpose stays out when the locks are made anew."""

import re

import pytest

from tools.locking import LEFT_OUT
from tools.surroundings import ROOT


@pytest.mark.parametrize("lock", ["requirements.lock", "hub/analyst/requirements.lock"])
def test_what_is_left_out_is_in_no_lock(lock: str) -> None:
    left_out = re.findall(r"^([\w-]+) ;", LEFT_OUT.read_text(), re.MULTILINE)
    locked = re.findall(r"^([\w-]+)==", (ROOT / lock).read_text(), re.MULTILINE)
    assert left_out
    assert len(locked) > 100
    assert not set(left_out) & set(locked)
