"""Tie the local group of a sign-up to the network of that sign-up.

A group that is moved would show its people to those who look after another network. A group of another network is taken
off a sign-up, and staff can read which it was.
"""

from django.db import migrations

MEND = """
    UPDATE networks_signup
    SET group_id = NULL, staff_notes = concat_ws(E'\\n', nullif(staff_notes, ''), 'Local group, of another network now: ' || g.name)
    FROM networks_group AS g
    WHERE g.id = group_id AND g.network_id <> networks_signup.network_id
"""
TIE = """
    ALTER TABLE networks_group ADD CONSTRAINT group_of_network UNIQUE (id, network_id);
    ALTER TABLE networks_signup ADD CONSTRAINT sign_up_group_of_its_network
        FOREIGN KEY (group_id, network_id) REFERENCES networks_group (id, network_id) DEFERRABLE NOT VALID
"""
UNTIE = """
    ALTER TABLE networks_signup DROP CONSTRAINT sign_up_group_of_its_network;
    ALTER TABLE networks_group DROP CONSTRAINT group_of_network
"""
# Looks at every sign-up, and stops nobody from reading or writing meanwhile.
VALIDATE = "ALTER TABLE networks_signup VALIDATE CONSTRAINT sign_up_group_of_its_network"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("networks", "0012_how_someone_told_us_of_a_change")]
    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.RunSQL(TIE, UNTIE),
        migrations.RunSQL(VALIDATE, migrations.RunSQL.noop),
    ]
