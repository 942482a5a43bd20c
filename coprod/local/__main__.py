"""`python -m coprod.local run` runs the site on this machine; `ready` is its first step, in a process of its own."""

import sys


def main(arguments: list[str]) -> int:
    if arguments == ["run"]:
        from coprod.local import supervisor

        return supervisor.run()
    if arguments == ["ready"]:
        from coprod.local import ready  # loads Django, which the supervisor does without

        return ready.main()
    print("Use: python -m coprod.local run", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
