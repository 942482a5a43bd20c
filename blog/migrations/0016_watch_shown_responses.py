"""A response makes the kept pages old when readers see a difference. Sending or reporting one alone does not: anyone may."""

from django.db import migrations

IS_SHOWN = "{}.status IN ('shown', 'reported')"
OLD, NEW = IS_SHOWN.format("OLD"), IS_SHOWN.format("NEW")
CHANGED = "(OLD.name, OLD.message, OLD.post_id, OLD.received_at) IS DISTINCT FROM (NEW.name, NEW.message, NEW.post_id, NEW.received_at)"
TRIGGERS = {
    "content_changed": f"UPDATE ON blog_response FOR EACH ROW WHEN (({OLD}) <> ({NEW}) OR ({NEW} AND {CHANGED}))",
    "content_added": f"INSERT ON blog_response FOR EACH ROW WHEN ({NEW})",
    "content_removed": f"DELETE ON blog_response FOR EACH ROW WHEN ({OLD})",
    "content_emptied": "TRUNCATE ON blog_response FOR EACH STATEMENT",
}


class Migration(migrations.Migration):
    dependencies = [("blog", "0015_status_of_guest_pieces"), ("coprod", "0011_watch_what_readers_see")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER {name} AFTER {when} EXECUTE FUNCTION coprod_content_changed()",
            f"DROP TRIGGER {name} ON blog_response",
        )
        for name, when in TRIGGERS.items()
    ]
