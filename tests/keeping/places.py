"""Looking for words everywhere that this site keeps something: every column of every table, sessions, files."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

COLUMNS = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2
"""


def places_of(word: str) -> set[str]:
    """Where a word stands, as it was typed or as JSON writes it, in capitals or not."""
    return {*_in_tables(word), *_in_sessions(word), *_in_files(word)}


def tables_seen() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return len({table for table, _column in cursor.fetchall()})


def _in_tables(word: str) -> list[str]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            for written in {word, json.dumps(word)[1:-1]}:
                question = f'SELECT count(*) FROM "{table}" WHERE position(lower(%s) in lower("{column}"::text)) > 0'
                cursor.execute(question, [written])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
    return found


def _in_sessions(word: str) -> list[str]:
    held = [json.dumps(session.get_decoded(), ensure_ascii=False) for session in Session.objects.all()]
    return ["django_session (decoded)"] if any(word.lower() in text.lower() for text in held) else []


def _in_files(word: str) -> list[str]:
    files = [
        file
        for folder in (settings.MEDIA_ROOT, settings.PROOFS_FOLDER)
        for file in Path(folder).rglob("*")
        if file.is_file() and (word.encode() in file.read_bytes() or word in file.name)
    ]
    return [str(file) for file in files]
