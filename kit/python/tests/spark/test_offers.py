"""What there is of Spark, who may use it, and one sentence for each reason why it does not start."""

import re
from pathlib import Path

import commonplace as cp
import pytest
from commonplace.errors import SparkDenied, SparkFailed, WrongRequest, WrongSparkFile
from commonplace.spark.choosing import choice
from commonplace.spark.homes import Home
from commonplace.spark.settings import app_name, as_properties, environment_of, tags

from kit.python.tests.spark.cluster import offered
from kit.python.tests.spark.conftest import write
from kit.python.tests.world import give


def test_one_sees_what_ones_groups_may_start(offers: Path) -> None:
    listed = cp.spark.choices()
    assert [row[:2] for row in listed.rows] == [("local", "4.0"), ("local", "4.2"), ("main", "4.0")]
    assert "small (2 times 1 core and 512m)" in listed.heading
    assert "board" not in repr(listed)


def test_a_denied_cluster_says_whom_to_ask(offers: Path) -> None:
    with pytest.raises(SparkDenied, match=r"may not use the cluster “board” yet. Ask Otto, otto@example\.org\."):
        cp.spark.start("board")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"version": "3.5"}, "no version “3.5” of Spark here; there is 4.0 or 4.2"),
        ({"size": "huge"}, "no size “huge” of Spark here; there is small or tiny or large"),
        ({"where": "moon"}, "where is local or main; “moon” is none of them"),
        ({"where": "main", "version": "4.2"}, "runs Spark 4.0; leave the version out"),
        ({"where": "cluster", "version": "4.2"}, "no cluster that you may use with Spark 4.2"),
    ],
)
def test_what_there_is_not_is_told(asked: dict[str, str], said: str, offers: Path) -> None:
    with pytest.raises(WrongRequest, match=re.escape(said)):
        cp.spark.start(**asked)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('groups = ["analysts"]', "", "The cluster “main” is wrong in the list of Sparks: its groups are neither"),
        ('version = "4.0"\nmaster', 'version = "5"\nmaster', "there is no version “5”"),
        ('memory = "1g"', 'memory = "1 GB"', 'its memory is not written like "512m" or "2g"'),
        ("cores = 2", "cores = 0", "its cores is no whole number above 0"),
        ("[sizes.small]", "[sizes", "is not valid TOML"),
        ("[sizes.", "[lengths.", "needs a version and a size at least"),
        ('home = "', 'place = "', "The version “4.0” is wrong in the list of Sparks: it has no home"),
    ],
)
def test_a_mistake_of_the_operators_is_one_sentence(
    before: str, after: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = offered()
    assert before in text
    write(tmp_path, text.replace(before, after), monkeypatch)
    with pytest.raises(WrongSparkFile, match=re.escape(said)) as told:
        cp.spark.choices()
    assert "\n" not in str(told.value).partition("TOML")[0]


def test_no_list_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMONPLACE_SPARK", raising=False)
    with pytest.raises(WrongSparkFile, match="knows no Spark: COMMONPLACE_SPARK names no file"):
        cp.spark.start()


def test_a_version_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path, offered(homes=tmp_path), monkeypatch)
    with pytest.raises(WrongSparkFile, match=r"Spark 4\.0 is not installed at .*4\.0\. Ask whoever runs"):
        cp.spark.start()


def test_a_spark_without_connect_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "4.0/jars").mkdir(parents=True)
    (tmp_path / "4.0/jars/spark-core_2.12-3.5.9.jar").touch()
    write(tmp_path, offered(homes=tmp_path), monkeypatch)
    with pytest.raises(WrongSparkFile, match=r"Spark 3\.5\.9 at .* has no Spark Connect"):
        cp.spark.start()


def test_without_java_it_says_so(offers: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SparkFailed, match="Spark needs Java 17 or newer, and there is none here"):
        cp.spark.start()


def test_with_an_old_java_it_says_so(offers: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "bin/java"
    old.parent.mkdir()
    old.write_text("""#!/bin/sh\necho 'openjdk version "11.0.2" 2019' >&2\n""")
    old.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SparkFailed, match="and Java 11 is here"):
        cp.spark.start()


def test_a_cluster_that_is_down_is_told_at_once(offers: Path) -> None:
    with pytest.raises(SparkFailed, match=r"“main” cannot be reached at spark://127\.0\.0\.1:1 \(Connection refused\)"):
        cp.spark.start("cluster")
    assert "No Spark is running" in repr(cp.spark.status())


def test_a_source_needs_a_running_spark(some_plays: None) -> None:
    with pytest.raises(WrongRequest, match="No Spark is running in this kernel"):
        cp.source("plays.daily").spark()


def test_spark_is_told_nothing_of_passwords(offers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, "warehouse", password="hunter2")
    monkeypatch.setenv("SPARK_REMOTE", "sc://elsewhere")
    chosen = choice("local", None, None)
    told = environment_of(chosen, Home(Path("/opt/spark"), "4.0.4", "python3"), "", "token", "python3")
    assert {"PATH", "SPARK_HOME", "PYSPARK_PYTHON"} <= set(told)
    assert not {"hunter2", "sc://elsewhere"} & set(told.values())


def test_a_hostile_name_adds_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONPLACE_NOTEBOOK", "a\nspark.master local, b\\")
    assert as_properties({"spark.app.name": app_name()}).count("\n") == 1
    assert as_properties({"a": "1\nspark.master x\\"}) == "a 1\\nspark.master x\\\\\n"
    assert not [tag for tag in tags() if "," in tag or "\n" in tag]
