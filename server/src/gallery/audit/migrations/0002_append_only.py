"""The database itself refuses to change or remove events; a list of one action is found by an index."""

from django.db import migrations, models

from gallery.audit.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "at"], name="audit_audit_action_d1703a_idx"),
        ),
        migrations.RunPython(
            lambda apps, editor: install(editor.connection), lambda apps, editor: remove(editor.connection)
        ),
    ]
