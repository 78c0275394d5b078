"""What simulated people, places and notebooks are called, and what notebooks say: each topic has words of its own."""

from dataclasses import dataclass
from itertools import product
from random import Random

FIELDS = (
    "radio", "news", "podcast", "film", "music", "retail", "energy", "traffic",
    "weather", "school", "hospital", "bank", "travel", "harvest", "football", "housing",
)  # fmt: skip
THINGS = (
    "audience", "revenue", "demand", "prices", "surveys", "errors", "costs", "quality",
    "contracts", "staff", "stock", "fraud", "growth", "forecasts", "complaints", "capacity",
)  # fmt: skip
TASKS = (
    "Overview",
    "Forecast",
    "Comparison",
    "Ranking",
    "Trend",
    "Check",
    "Seasonality",
    "Outliers",
    "Report",
    "Sample",
)
BY = ("country", "region", "week", "hour", "channel", "product", "age group", "device", "customer", "season")
FIRST_NAMES = (
    "Alba", "Bruno", "Carla", "Davi", "Elif", "Farah", "Goran", "Hana", "Ines", "Joao",
    "Kemal", "Lara", "Mateo", "Noor", "Olga", "Pablo", "Rosa", "Samir", "Tara", "Yuki",
)  # fmt: skip
LAST_NAMES = (
    "Almeida", "Bauer", "Castro", "Dahl", "Evans", "Ferrari", "Gomes", "Haddad", "Ito", "Jansen",
    "Kowalska", "Lima", "Moreau", "Novak", "Okafor", "Pereira", "Quist", "Rossi", "Silva", "Tanaka",
)  # fmt: skip
_SYLLABLES = ("ba", "do", "fi", "ga", "ke", "lo", "mi", "nu", "po", "ra", "se", "ti", "vu", "za")
NAMES_OF_A_TOPIC = 12  # of tables and columns


def topic_name(topic: int) -> str:
    """What a topic is about; beyond 256 topics they come around again, numbered.

    >>> topic_name(0), topic_name(17), topic_name(256)
    ('radio audience', 'news revenue', 'radio audience 2')
    """
    again, within = divmod(topic, len(FIELDS) * len(THINGS))
    turn, field = divmod(within, len(FIELDS))
    name = f"{FIELDS[field]} {THINGS[(field + turn) % len(THINGS)]}"
    return name if not again else f"{name} {again + 1}"


def person_name(number: int) -> str:
    """A name; after four hundred they come around again, numbered.

    >>> person_name(0), person_name(405)
    ('Alba Almeida', 'Farah Bauer 2')
    """
    again, within = divmod(number, len(FIRST_NAMES) * len(LAST_NAMES))
    first, last = within % len(FIRST_NAMES), (within // len(FIRST_NAMES) + within) % len(LAST_NAMES)
    name = f"{FIRST_NAMES[first]} {LAST_NAMES[last]}"
    return name if not again else f"{name} {again + 1}"


@dataclass(frozen=True)
class Writing:
    """What one notebook says: cells are pairs of kind and source."""

    title: str
    description: str
    cells: tuple[tuple[str, str], ...]


def writing(topic: int, number: int, *, introduction: bool = False) -> Writing:
    """The notebook of this number: the same each time, in the words of its topic."""
    chance, about = Random(number), topic_name(topic)  # noqa: S311 — no secret
    task, by = chance.choice(TASKS), chance.choice(BY)
    table, column, measure = chance.sample(names_of(topic), 3)
    title = f"Introduction to {about}" if introduction else f"{task} of {about} by {by}"
    description = f"How do {about} differ by {by}? {task} from the table {table}, with {measure} for each {by}."
    return Writing(title, description, tuple(_cells(title, by, table, column, measure, number)))


def names_of(topic: int) -> list[str]:
    """Names of tables and columns which only this topic uses."""
    chance, (field, thing) = Random(topic), topic_name(topic).split()[:2]  # noqa: S311 — no secret
    made = ["".join(some) for some in product(_SYLLABLES, repeat=2)]
    return [f"{field}_{thing}_{word}" for word in chance.sample(made, NAMES_OF_A_TOPIC)]


def _cells(title: str, by: str, table: str, column: str, measure: str, number: int) -> list[tuple[str, str]]:
    key = by.replace(" ", "_")
    return [
        ("markdown", f"# {title}\n\nReads `{table}` and shows {measure} by {by}."),
        ("code", "import pandas as pd\n\nimport commonplace as cp"),
        ("code", f'{table} = cp.source("{table}").read(columns=["{key}", "{column}"], limit={1_000 + number})'),
        ("markdown", f"## By {by}\n\nThe mean of {column} tells where {measure} is unusual."),
        ("code", f'{measure} = {table}.groupby("{key}")["{column}"].mean().sort_values()\n{measure}.tail(10)'),
    ]
