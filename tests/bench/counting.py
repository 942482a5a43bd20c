"""How many queries a page asks: run as a program with its address, over the database of DATABASE_URL."""

import sys


def main(address: str) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.get(address)  # content types are read once a process
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    print(len(asked))


if __name__ == "__main__":
    main(sys.argv[1])
