"""What storing one sign-up costs, in the database of DATABASE_URL.

Run as a program, it prints milliseconds for one sign-up: of its own processor time, and by the clock.
"""

import sys
import time
from uuid import uuid4


def main(count: int) -> None:
    import django

    django.setup()
    from networks.models import ConsentStatement, Network
    from networks.receiving import receive_sign_up

    agreed = dict.fromkeys(ConsentStatement.objects.current(ConsentStatement.Purpose.JOIN), True)
    network = Network.objects.order_by("pk")[0]
    answers = {"name": "Ann Lee", "reach_by": ["email"], "region": "wales"}

    def sign_up(number: int) -> None:
        own = {**answers, "email": f"bench-{uuid4().hex[:12]}-{number}@example.org"}
        receive_sign_up(network=network, answers=own, agreed=agreed, key=uuid4(), looks_automatic=False)

    for number in range(20):
        sign_up(number)
    processor, clock = time.process_time(), time.perf_counter()
    for number in range(count):
        sign_up(number)
    print(1000 * (time.process_time() - processor) / count, 1000 * (time.perf_counter() - clock) / count)


if __name__ == "__main__":
    main(int(sys.argv[1]))
