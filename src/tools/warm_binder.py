"""Ask Binder to build the kit as it now stands on the web, and wait until it has: a class then need not wait for it.

    make binder                                               the repository that pyproject.toml names
    make binder OPTIONS="https://github.com/NAME/KIT"         or another

Binder tells how far it is in lines of `data: {...}`, as https://binderhub.readthedocs.io/en/latest/api.html says.
"""

import json
import sys
from collections.abc import Iterable
from urllib.error import URLError
from urllib.request import Request, urlopen

from launch_addresses import BINDER, PLACEHOLDER, addresses, binder_place

SECONDS_OF_SILENCE = 300


def outcome(lines: Iterable[bytes]) -> str:
    """Follow what Binder says until it is done. Returns "" when the kit was built, else what went wrong."""
    phase, last = "", ""
    for line in lines:
        kind, _, data = line.decode("utf-8", "replace").partition(":")
        if kind != "data":
            continue
        said = json.loads(data)
        last = str(said.get("message", "")).strip() or last
        if said.get("phase") not in (None, phase):
            phase = said["phase"]
            print("Binder:", phase, flush=True)
        if phase in ("ready", "built", "failed"):
            break
    return "" if phase in ("ready", "built") else f"Binder did not build the kit. The last that it said: {last}"


def main(arguments: list[str]) -> int:
    """Ask for the build, and wait. Returns the exit code."""
    address = arguments[0] if arguments else addresses()["Repository"]
    if PLACEHOLDER in address:
        print('This copy has no public address yet. make addresses OPTIONS="https://github.com/NAME/KIT" notes it.')
        return 1
    try:
        request = Request(f"{BINDER}/build/{binder_place(address)}/main", headers={"Accept": "text/event-stream"})
        with urlopen(request, timeout=SECONDS_OF_SILENCE) as answer:
            wrong = outcome(answer)
    except (URLError, TimeoutError, ValueError) as error:
        wrong = f"Binder could not be asked: {error}"
    print(wrong or "Binder has the kit as it now stands.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
