"""What the fault tests find on the site: two networks, their facilitator, drafts, and someone who may see the outbox.

Run in a process of its own, with the environment of the site.
"""

import django

from coprod.environment import prepare

NETWORKS = {"research": "Research Network", "walking": "Walking Network"}
FACILITATOR = "facilitator@example.org"
ADMINISTRATOR, PASSWORD = "administrator", "a-long-password-for-fault-tests"
PHONE = "01632 960123"
STORIES = 5  # drafts


def main() -> None:
    prepare()
    django.setup()
    from django.contrib.auth.models import User

    from coprod.models import Organisation
    from tests.factories import make_network, make_post

    Organisation.objects.create(name="Gilydd", phone=PHONE, email="office@example.org")
    facilitator = User.objects.create_user("facilitator", FACILITATOR, PASSWORD)
    for slug, name in NETWORKS.items():
        make_network(name, slug=slug).facilitators.add(facilitator)
    for number in range(1, STORIES + 1):
        make_post(f"Story {number}", slug=f"story-{number}", status="draft", publish_at=None)
    User.objects.create_superuser(ADMINISTRATOR, "", PASSWORD)


if __name__ == "__main__":
    main()
