from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0009_move_lead_pictures'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='post',
            name='post_picture_is_described',
        ),
        migrations.RemoveField(
            model_name='post',
            name='picture',
        ),
        migrations.RemoveField(
            model_name='post',
            name='picture_alt',
        ),
        migrations.RemoveField(
            model_name='post',
            name='picture_caption',
        ),
        migrations.RemoveField(
            model_name='post',
            name='picture_decorative',
        ),
        migrations.RemoveField(
            model_name='post',
            name='picture_height',
        ),
        migrations.RemoveField(
            model_name='post',
            name='picture_width',
        ),
    ]
