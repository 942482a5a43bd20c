"""The ledger of consents, and the words that were shown, cannot be changed afterwards: a rule of the database, not a habit.

One column may move: a consent follows its person when staff merge two records of one person.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION networks_consent_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'networks_consent' THEN
        OLD.person_id := NEW.person_id;
    END IF;
    IF OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'A consent is never changed: add another one.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER networks_consent_is_kept BEFORE UPDATE ON networks_consent
    FOR EACH ROW EXECUTE FUNCTION networks_consent_is_kept();
CREATE TRIGGER networks_consentstatement_is_kept BEFORE UPDATE ON networks_consentstatement
    FOR EACH ROW EXECUTE FUNCTION networks_consent_is_kept();
"""
ALLOW = """
DROP TRIGGER networks_consent_is_kept ON networks_consent;
DROP TRIGGER networks_consentstatement_is_kept ON networks_consentstatement;
DROP FUNCTION networks_consent_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
