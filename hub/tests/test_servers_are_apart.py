"""Two people's servers: fresh, apart, without the hub's secrets; nobody enters another's."""

import json
import time
from pathlib import Path

import pytest

from hub.tests.world import SECRET, Person, World

WHO = "import os, pathlib; print(os.getuid(), os.getgid(), os.getgroups(), *sorted(os.listdir('.')))"


def test_a_home_is_fresh_and_private(ada: Person) -> None:
    uid, gid, groups, *files = ada.run(WHO).split()
    home, folder = ada.run("import os; print(os.environ['HOME'], os.getcwd())").split()
    assert int(uid) in ada.world.uids
    assert (gid, groups) == (uid, "[]")
    assert all(name.startswith(".") for name in files), "nothing but what Jupyter itself keeps"
    assert home == folder
    assert Path(home).stat().st_mode & 0o777 == 0o700


def test_people_have_different_accounts(ada: Person, grace: Person) -> None:
    assert ada.run(WHO).split()[0] != grace.run(WHO).split()[0]


JUPYTERS = (
    "JUPYTER",
    "JPY_",
    "PYDEVD",
    "MPL",
    "LC_",
    "CLICOLOR",
    "FORCE_COLOR",
    "PAGER",
    "GIT_PAGER",
    "TERM",
)
OURS = {"HOME", "USER", "LOGNAME", "SHELL", "PATH", "TMPDIR", "LANG", "TZ"}


def test_the_environment_holds_no_secret(ada: Person) -> None:
    env = json.loads(ada.run("import json, os; print(json.dumps(dict(os.environ)))"))
    assert SECRET not in str(env)
    assert "JUPYTERHUB_CRYPT_KEY" not in env
    assert {name for name in env if not name.startswith(JUPYTERS)} - OURS == {
        "COMMONPLACE_GALLERY_URL",
        "COMMONPLACE_ENDS_AT",
        "COMMONPLACE_GROUPS",
        "COMMONPLACE_IDLE_SECONDS",
        "COMMONPLACE_KEPT",
    }
    assert env["COMMONPLACE_GALLERY_URL"] == ada.world.gallery
    assert env["COMMONPLACE_GROUPS"] == "analysts"
    assert 0 < int(env["COMMONPLACE_ENDS_AT"]) - time.time() <= 8 * 3600
    assert env["COMMONPLACE_IDLE_SECONDS"] == "3600"


READ = """
import os
path = {path!r}
try:
    print(os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(9))
except PermissionError:
    print('refused')
"""


@pytest.mark.parametrize(
    "what", ["hub/hub.sqlite", "hub/crypt-key", "hub/cookie-secret", "provider.sqlite", "hub/homes"]
)
def test_nobody_reads_what_belongs_to_the_site(ada: Person, hub: World, what: str) -> None:
    target = hub.folder / what
    assert target.exists()
    code = READ.format(path=str(target))
    assert ada.run(code).strip() == "refused"


def test_nobody_reads_anothers_files(ada: Person, grace: Person) -> None:
    home = grace.run(
        "import os; open('mine.txt', 'w').write('secret'); os.chmod('mine.txt', 0o644); print(os.getcwd())"
    )
    code = READ.format(path=f"{home.strip()}/mine.txt")
    assert ada.run(code).strip() == "refused"
    assert grace.run("print(open('mine.txt').read())").strip() == "secret"


def test_nobody_listens_to_anothers_running_cells(ada: Person) -> None:
    # every account of the machine can connect to a kernel's ports; without the key it hears nothing
    code = "import json; from ipykernel import get_connection_file as f; print(*json.load(open(f())))"
    assert "curve_publickey" in ada.run(code).split()


ASK = """
import json, os, urllib.request, urllib.error
url = os.environ['JUPYTERHUB_API_URL'] + '/users/{name}'
token = 'token ' + os.environ['JUPYTERHUB_API_TOKEN']
request = urllib.request.Request(url, headers={{'Authorization': token}})
try:
    print(json.dumps(json.load(urllib.request.urlopen(request))))
except urllib.error.HTTPError as problem:
    print(json.dumps({{'refused': problem.code}}))
"""


def test_a_server_reads_its_own_gallery_token(ada: Person) -> None:
    model = json.loads(ada.run(ASK.format(name="ada")))
    assert len(model["auth_state"]["access_token"]) > 20
    assert "executions:write" in model["auth_state"]["scope"]


def test_a_server_reads_nobody_elses_gallery_token(ada: Person, grace: Person) -> None:
    assert json.loads(ada.run(ASK.format(name="grace"))) == {"refused": 404}


@pytest.mark.parametrize("name", ["grace", "admin"])
@pytest.mark.parametrize("address", ["/user/ada/lab", "/user/ada/api/contents", "/user/ada/files/mine.txt"])
def test_nobody_enters_anothers_server(ada: Person, hub: World, name: str, address: str) -> None:
    assert ada.go("/user/ada/api/contents").status_code == 200
    answer = hub.person(name).go(address)
    assert answer.status_code in {403, 404}
    assert "/user/ada/lab" not in str(answer.url) or answer.status_code != 200


@pytest.mark.parametrize("name", ["grace", "admin"])
def test_nobody_makes_a_token_for_another(ada: Person, hub: World, name: str) -> None:
    person = hub.person(name)
    person.go("/hub/home")
    xsrf = next(c.value for c in person.browser.cookies.jar if c.name == "_xsrf" and c.path == "/hub/")
    address = f"{hub.url}/hub/api/users/ada/tokens"
    answer = person.browser.post(address, json={}, headers={"X-XSRFToken": xsrf or ""})
    assert answer.status_code in {403, 404}


def test_an_administrator_sees_who_is_running_and_is_no_admin_of_jupyterhub(ada: Person, hub: World) -> None:
    admin = hub.person("admin")
    admin.go("/hub/home")
    users = admin.go("/hub/api/users").json()
    assert "ada" in {user["name"] for user in users}
    assert not any(user.get("admin") for user in users)
    assert not any("auth_state" in user for user in users if user["name"] != "admin")
