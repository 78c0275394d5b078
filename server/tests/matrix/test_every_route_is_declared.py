"""No address without a word about who may see what there."""

from collections import Counter

from server.tests.matrix.routes import every_route
from server.tests.matrix.surfaces import every_surface

HOW = (
    "Say in one line of server/tests/matrix/rooms/<room>.py what it shows: content(…) about one notebook, listing(…), "
    "change(…), own(…) or open_to_all(…); server/tests/matrix/surfaces.py explains each."
)


def test_every_route_is_declared_once() -> None:
    declared = Counter(surface.route for surface in every_surface())
    undeclared = [str(route) for route in every_route() if str(route) not in declared]
    assert not undeclared, f"Nobody says what these addresses show: {', '.join(undeclared)}. {HOW}"
    twice = [route for route, times in declared.items() if times > 1]
    assert not twice, f"Declared more than once: {', '.join(twice)}."


def test_no_declaration_is_left_over() -> None:
    known = {str(route) for route in every_route()}
    gone = [surface.route for surface in every_surface() if surface.route not in known]
    assert not gone, f"These addresses are declared in server/tests/matrix/rooms, but not there any more: {gone}."


def test_every_view_says_which_methods_it_takes() -> None:
    anything = {str(route) for route in every_route() if route.method == "ANY"}
    of_ninja = {"ANY api/v1/", "ANY api/v1/docs", "ANY api/v1/openapi.json"}
    assert anything <= of_ninja, f"These views take every method: {anything - of_ninja}. Use require_safe and the like."
