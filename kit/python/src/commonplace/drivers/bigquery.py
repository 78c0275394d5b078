"""BigQuery, through Google's own client and SQLAlchemy dialect. Tried with emulators, never with Google.

Rows have no order and no number there: a sample of rows needs a `key`, a unique column, in the catalogue.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from google.api_core import client_info
from google.api_core.client_options import ClientOptions
from google.cloud import bigquery
from google.oauth2 import credentials, service_account

from commonplace.drivers.asked_by import introduction
from commonplace.drivers.database import DatabaseDriver
from commonplace.errors import WrongRequest
from commonplace.translation import _

# Google's classes; their calls carry no types
ClientInfo: Any = client_info.ClientInfo
Token: Any = credentials.Credentials
ServiceAccount: Any = service_account.Credentials
PATIENCE = 60.0  # seconds in which a call may be tried again; Google's own is ten minutes


class _Client(bigquery.Client):
    """Google's client, which gives up before people do."""

    def _call_api(self, retry: Any, *words: Any, **call: Any) -> Any:
        return super()._call_api(retry and retry.with_timeout(PATIENCE), *words, **call)


class BigQueryDriver(DatabaseDriver):
    """A table or view; `location` is bigquery://project, `table` the dataset and the table."""

    @cached_property
    def client(self) -> bigquery.Client:
        """Google's client, which speaks to the `endpoint` of the catalogue where there is one."""
        endpoint = self.entry.options.get("endpoint")
        return _Client(
            project=sa.make_url(self.entry.location).host,
            credentials=self._credentials(),
            client_options=ClientOptions(api_endpoint=endpoint) if endpoint else None,
            client_info=ClientInfo(user_agent=introduction()),
        )

    def _credentials(self) -> Any:
        """A token or the key of a service account; without either, what Google's tools have signed in with."""
        if self.given.get("token"):
            return Token(self.given.get("token"))
        if self.given.get("secret"):
            return ServiceAccount.from_service_account_info(json.loads(self.given.get("secret") or ""))
        return None

    @cached_property
    def engine(self) -> sa.Engine:
        """Asks BigQuery, and keeps nothing afterwards."""
        made = sa.create_engine(
            f"bigquery://{self.client.project}?user_supplied_client=True",
            connect_args={"client": self.client, "prefer_bqstorage_client": False},  # rows over plain HTTP
            poolclass=sa.NullPool,
            hide_parameters=True,
        )
        sa.event.listen(made, "before_cursor_execute", self._commented, retval=True)
        return made

    def close(self) -> None:
        """Close the client's connections."""
        if "client" in vars(self):
            self.client.close()  # type: ignore[no-untyped-call] # Google's own carry none

    def sql(self, statement: str, values: Mapping[str, Any]) -> Any:
        """The user's question; BigQuery would carry out several statements, so it gets no more than one."""
        if ";" in statement.strip().rstrip(";"):
            raise WrongRequest(_("Ask one question at a time: a statement for BigQuery holds no semicolon."))
        return super().sql(statement, values)
