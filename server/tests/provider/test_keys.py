"""Signing keys: made once, changed without breaking a token, forgotten in time."""

import threading
from pathlib import Path

from gallery.provider.keys import PUBLISHED_FOR, retired_keys, rotate_signing_key, signing_key


def files(home: Path) -> list[Path]:
    """What the folder of secrets holds."""
    return sorted((home / "secrets").iterdir())


def test_a_key_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    assert signing_key(tmp_path) == signing_key(tmp_path)
    assert [path.stat().st_mode & 0o777 for path in files(tmp_path)] == [0o600]
    assert retired_keys(tmp_path) == []


def test_of_many_that_start_at_once_one_key_stays(tmp_path: Path) -> None:
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(signing_key(tmp_path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {signing_key(tmp_path)}
    assert len(seen) == 4


def test_the_key_before_stays_published_until_its_tokens_have_ended(tmp_path: Path) -> None:
    first = signing_key(tmp_path)
    rotate_signing_key(tmp_path, now=10_000)
    second = signing_key(tmp_path)
    rotate_signing_key(tmp_path, now=10_100)
    assert len({first, second, signing_key(tmp_path)}) == 3
    assert retired_keys(tmp_path, now=10_200) == [second, first]
    assert retired_keys(tmp_path, now=10_050 + PUBLISHED_FOR) == [second]
    assert retired_keys(tmp_path, now=10_200 + PUBLISHED_FOR) == []
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files(tmp_path))


def test_a_key_whose_tokens_have_ended_is_deleted_at_the_next_change(tmp_path: Path) -> None:
    rotate_signing_key(tmp_path, now=10_000)
    rotate_signing_key(tmp_path, now=20_000)
    assert [path.name for path in files(tmp_path)] == ["oidc-retired-20000.pem", "oidc.pem"]


def test_a_change_that_was_cut_off_in_the_middle_does_no_harm(tmp_path: Path) -> None:
    first = signing_key(tmp_path)
    (tmp_path / "secrets" / "oidc-retired-10000.pem").hardlink_to(tmp_path / "secrets" / "oidc.pem")
    assert retired_keys(tmp_path, now=10_001) == []
    rotate_signing_key(tmp_path, now=10_002)
    assert first in retired_keys(tmp_path, now=10_003)
    assert signing_key(tmp_path) != first
