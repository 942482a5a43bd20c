"""`python -m coprod.local run` runs the site on this machine, `reset` forgets all that it kept.

`ready` is the first step of `run`, in a process of its own.
"""

import sys


def main(arguments: list[str]) -> int:
    if arguments == ["run"]:
        from coprod.local import supervisor

        return supervisor.run()
    if arguments == ["ready"]:
        from coprod.local import ready  # loads Django, which the supervisor does without

        return ready.main()
    if arguments == ["reset"]:
        from coprod.local import development

        return development.reset()
    print("Use: python -m coprod.local run, or reset", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
