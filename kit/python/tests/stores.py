"""The plays in an S3 server and behind WebHDFS."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import requests
from botocore.client import BaseClient
from moto.server import ThreadedMotoServer

from kit.python.tests.services import PASSWORD, Handler, serving

REGION, BUCKET = "eu-west-1", "warehouse"
MAY_DO_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def as_parquet(table: pa.Table) -> bytes:
    """The table as a Parquet file of small row groups."""
    stream = io.BytesIO()
    pq.write_table(table, stream, row_group_size=4)
    return stream.getvalue()


@contextmanager
def s3_server(table: pa.Table) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """A real S3 server that checks signatures; yields a catalogue entry and the key and secret that open it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    try:
        s3 = _client("s3", address)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=BUCKET, Key="plays/plays.parquet", Body=as_parquet(table))
        opened = _key_of_a_person(address)
        requests.post(f"{address}/moto-api/reset-auth", data=b"0", timeout=60).raise_for_status()
        storage = {"endpoint_url": address, "client_kwargs": {"region_name": REGION}}
        yield {"driver": "parquet", "location": f"s3://{BUCKET}/plays", "storage": storage}, opened
    finally:
        server.stop()


def _client(service: str, address: str) -> BaseClient:
    known = {"aws_access_key_id": "setup", "aws_secret_access_key": "setup"}
    return boto3.client(service, endpoint_url=address, region_name=REGION, **known)


def _key_of_a_person(address: str) -> dict[str, str]:
    iam = _client("iam", address)
    iam.create_user(UserName="ada")
    iam.put_user_policy(UserName="ada", PolicyName="all", PolicyDocument=json.dumps(MAY_DO_ALL))
    made = iam.create_access_key(UserName="ada")["AccessKey"]
    return {"key": made["AccessKeyId"], "secret": made["SecretAccessKey"]}


class _WebHdfs(Handler):
    """A name node and a data node in one, as the documentation of WebHDFS describes their answers."""

    def __init__(self, held: bytes, read: list[int], *words: Any) -> None:
        self.held, self.read = held, read
        super().__init__(*words)

    def on_get(self) -> None:
        path, given, _ = self.asked()
        if path.startswith("/data/"):
            start, length = int(given["offset"][0]), int(given["length"][0])
            self.read.append(len(self.held[start : start + length]))
            self.answer(200, self.held[start : start + length])
        elif given.get("delegation") != [PASSWORD]:
            self._failed(401, "SecurityException", f"Invalid token {given.get('delegation')}")
        else:
            self._name_node(path.removeprefix("/webhdfs/v1"), given)

    def _name_node(self, path: str, given: dict[str, list[str]]) -> None:
        file = {"type": "FILE", "length": len(self.held), "modificationTime": 0, "pathSuffix": ""}
        folder = {"type": "DIRECTORY", "length": 0, "modificationTime": 0, "pathSuffix": ""}
        known = {"/plays": folder, "/plays/plays.parquet": file}
        if path not in known:
            self._failed(404, "FileNotFoundException", f"File does not exist: {path}")
        elif given["op"] == ["GETFILESTATUS"]:
            self.answer(200, {"FileStatus": known[path]})
        elif given["op"] == ["LISTSTATUS"]:
            listed = [{**file, "pathSuffix": "plays.parquet"}] if path == "/plays" else [file]
            self.answer(200, {"FileStatuses": {"FileStatus": listed}})
        elif given["op"] == ["OPEN"]:
            host, part = self.headers["Host"], f"offset={given['offset'][0]}&length={given['length'][0]}"
            self.answer(307, b"", {"Location": f"http://{host}/data{path}?op=OPEN&{part}"})
        else:
            self._failed(400, "IllegalArgumentException", f"Invalid operation {given['op']}")

    def _failed(self, status: int, kind: str, message: str) -> None:
        self.answer(status, {"RemoteException": {"exception": kind, "message": message}})


@contextmanager
def webhdfs_server(table: pa.Table) -> Iterator[dict[str, Any]]:
    """A server that answers as WebHDFS does; yields a catalogue entry."""
    with serving(partial(_WebHdfs, as_parquet(table), [])) as host:
        yield {"driver": "parquet", "location": f"webhdfs://{host}{os.sep}plays", "credentials": "canary"}
