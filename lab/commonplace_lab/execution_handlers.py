"""What the browser's half may ask about executed cells, below `/commonplace/`."""

from commonplace_lab.errors import Trouble
from commonplace_lab.handlers import Asking, Doing, Handler, Json, incomplete


class Recording(Asking):
    """What is recorded here."""

    async def ask(self) -> Json:
        """Answer the rules (null while the gallery is away), and whether the person was told of them."""
        services = self.services
        try:
            rules = await services.policy.rules()
        except Trouble:
            return {"record": None, "causes": None, "told": services.notice.was_told}
        return {"record": rules.record, "causes": rules.causes, "told": services.notice.was_told}


class Told(Doing):
    """The person has been told what is recorded."""

    async def do(self) -> Json:
        """Remember it."""
        self.services.notice.told()
        return {}


class Executions(Doing):
    """Cells that were executed."""

    async def do(self) -> Json:
        """Keep their records; answered once they are on the disk."""
        items = self.body().get("items")
        if not isinstance(items, list):
            raise incomplete("items")
        return {"kept": await self.services.recorder.take(items)}


class Health(Asking):
    """How a notebook fares, and one of its cells with everybody else."""

    async def ask(self) -> Json:
        """As the gallery says now; of an older gallery, or for a cell that it does not hold, `others` is null."""
        asked = self.get_query_argument("notebook", ""), self.get_query_argument("cell", "")
        health = await self.services.gallery.health(*asked)
        return {"outage": health.get("outage"), "others": health.get("others")}


class Report(Doing):
    """The owner is told that a cell fails."""

    async def do(self) -> Json:
        """Pass it on."""
        await self.services.gallery.report(self.text("notebook"), self.text("cell_hash"))
        return {}


ROUTES: list[tuple[str, type[Handler]]] = [
    ("recording", Recording),
    ("recording-told", Told),
    ("executions", Executions),
    ("health", Health),
    ("report", Report),
]
