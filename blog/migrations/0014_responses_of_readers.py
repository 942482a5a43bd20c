"""Readers may respond to a post, where staff open it for that."""

import coprod.received
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("blog", "0013_find_newest_of_a_tag"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='responses_open',
            field=models.BooleanField(default=False, help_text='Below the post is a link to a short form. You read each response before anybody else does.', verbose_name='readers may respond'),
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(editable=False, help_text='Made when the form was opened: the same form sent twice is one row.', unique=True)),
                ('reference', models.CharField(default=coprod.received.new_reference, editable=False, max_length=12, unique=True, verbose_name='reference')),
                ('staff_notes', models.TextField(blank=True, verbose_name='staff notes')),
                ('looks_automatic', models.BooleanField(default=False, help_text='No mail was sent. Look at it and decide.', verbose_name='may be from a robot')),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='received')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('name', models.CharField(max_length=100, verbose_name='name, as readers see it')),
                ('message', models.TextField(max_length=3000, verbose_name='message')),
                ('status', models.CharField(choices=[('new', 'New'), ('shown', 'Shown'), ('reported', 'Reported by a reader'), ('refused', 'Refused'), ('hidden', 'Hidden')], default='new', max_length=10, verbose_name='status')),
                ('consent_version', models.PositiveSmallIntegerField(default=1, verbose_name='version of the words agreed to')),
                ('reports', models.PositiveIntegerField(default=0, verbose_name='reports by readers')),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='last reported')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who has it')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='blog.post', verbose_name='story')),
            ],
            options={
                'verbose_name': 'response',
                'verbose_name_plural': 'responses',
                'ordering': ['-received_at', '-pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['status', 'received_at'], name='response_inbox'), models.Index(models.F('post'), models.OrderBy(models.F('received_at'), descending=True), condition=models.Q(('status__in', ['shown', 'reported'])), name='response_shown')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('message', ''), _negated=True)), name='response_has_name_and_words', violation_error_message='A response needs a name and a message.')],
            },
        ),
    ]
