"""Makes Django's database, with the same rows as ours and one administrator, signed in.

Usage: copy_rows.py OUR_DATABASE, with BENCH_DJANGO_DB set. Prints the key of the administrator's session.
"""

import os
import sqlite3
import sys

import django
from django.apps import apps
from django.core.management import call_command
from django.db import models

# Our column where it is not Django's.
NAMES = {"particulier.client_ptr_id": "id", "societe.client_ptr_id": "id"}


def expression(table, field, ours):
    """Our value as Django stores it: our decimals are scaled integers."""
    column = NAMES.get(f"{table}.{field.column}", field.column)
    if column not in ours:
        return "rowid" if field.primary_key else "NULL"
    if isinstance(field, models.DecimalField):
        scale = field.decimal_places
        return f"round({column} / 1e{scale}, {scale})"
    if isinstance(field, models.BooleanField):
        return f"coalesce({column}, 0)"
    return column


def copy(database, model):
    table = {"lignedevis": "ligne_devis", "lignefacture": "ligne_facture"}.get(model._meta.model_name, model._meta.model_name)
    ours = [row[1] for row in database.execute(f"PRAGMA ours.table_info({table})")]
    fields = model._meta.local_concrete_fields
    names = ", ".join(field.column for field in fields)
    values = ", ".join(expression(table, field, ours) for field in fields)
    database.execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM ours.{table}")


def sign_in():
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def main(ours):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    django.setup()
    call_command("makemigrations", "crm", verbosity=0)
    call_command("migrate", verbosity=0)
    database = sqlite3.connect(os.environ["BENCH_DJANGO_DB"])
    database.execute("ATTACH ? AS ours", (ours,))
    for model in apps.get_app_config("crm").get_models():
        copy(database, model)
    database.commit()
    database.execute("ANALYZE")
    database.commit()
    database.close()
    print(sign_in())


if __name__ == "__main__":
    main(sys.argv[1])
