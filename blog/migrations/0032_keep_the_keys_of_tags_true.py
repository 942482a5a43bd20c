"""Whoever tags a post, when their transaction ends its `tag_keys` name its tags: the database sees to it.

The version before knows nothing of that column, and after a rollback it tags posts. A nightly look by the worker would
leave such a post out of the list of its tag for a day; and it would have to read all posts to find none. This looks
only at posts that were tagged just now, and where index_words() was there before it finds nothing to write (0.1 ms).

The post is locked before it is read for the second time: of two who tag it at once, the second sees the tags of both.
"""

from django.db import migrations

MAKE_FUNCTIONS = """
    CREATE FUNCTION blog_tag_keys(post bigint) RETURNS integer[] LANGUAGE sql STABLE AS $$
        SELECT ARRAY(
            SELECT tagged.tag_id FROM taggit_taggeditem tagged
            JOIN taggit_tag tag ON tag.id = tagged.tag_id
            JOIN django_content_type kind ON kind.id = tagged.content_type_id
            WHERE tagged.object_id = post AND kind.app_label = 'blog' AND kind.model = 'post'
            ORDER BY tag.name LIMIT 200  -- as in blog/models/post_querysets.py
        )
    $$;
    CREATE FUNCTION blog_keep_tag_keys() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE post bigint;
    BEGIN
        FOREACH post IN ARRAY ARRAY[OLD.object_id, NEW.object_id] LOOP
            IF EXISTS (SELECT FROM blog_post WHERE id = post AND tag_keys IS DISTINCT FROM blog_tag_keys(id)) THEN
                PERFORM 1 FROM blog_post WHERE id = post FOR NO KEY UPDATE;
                UPDATE blog_post SET tag_keys = blog_tag_keys(id)
                WHERE id = post AND tag_keys IS DISTINCT FROM blog_tag_keys(id);
            END IF;
        END LOOP;
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0031_keep_a_note_beside_the_steps"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]
    operations = [
        migrations.RunSQL(MAKE_FUNCTIONS, "DROP FUNCTION blog_keep_tag_keys(), blog_tag_keys(bigint)"),
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER keep_tag_keys AFTER INSERT OR UPDATE OR DELETE ON taggit_taggeditem "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION blog_keep_tag_keys()",
            "DROP TRIGGER keep_tag_keys ON taggit_taggeditem",
        ),
    ]
