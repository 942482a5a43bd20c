"""Until now a record whose address was refused was written to at none. It stays so for those that it has now."""

from django.db import migrations

REFUSED = """
    UPDATE networks_person SET refused_addresses = array_remove(ARRAY[lower(email), lower(helper_email)], '')
    WHERE not_me_at IS NOT NULL;
    UPDATE networks_accesslink AS link
    SET sent_to = CASE WHEN purpose = 'details' OR 'email' = ANY(reach_by) THEN email ELSE helper_email END
    FROM networks_person AS person WHERE person.id = link.person_id
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0014_refuse_addresses_not_people")]
    operations = [migrations.RunSQL(REFUSED, migrations.RunSQL.noop)]
