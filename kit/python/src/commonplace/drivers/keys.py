"""Which keys belong to a sample: decided by a hash, alike in every engine, so that samples of two sources join.

MD5 is used because each engine has it; nothing here is secret.
"""

import hashlib
import math

DIGITS = 12  # 16^12 steps: finer than any fraction that somebody asks for


def threshold(fraction: float) -> str:
    """Keys are in the sample whose hash is below this text."""
    return f"{math.ceil(fraction * 16**DIGITS):0{DIGITS}x}"


def takes_all(fraction: float) -> bool:
    """True where no key is left out, for which there is no threshold."""
    return len(threshold(fraction)) > DIGITS


def hashed(seed: int, key: object) -> str:
    """The first digits of a key's hash, as `substr(md5(seed || ':' || key), 1, 12)` gives them in SQL."""
    text = f"{seed}:{key}".encode()
    return hashlib.md5(text, usedforsecurity=False).hexdigest()[:DIGITS]
