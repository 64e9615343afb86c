import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkin", "0006_total_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(unique=True)),
                ("day", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("stayed", "Came in though it was full"), ("turned_away", "Turned away")],
                        max_length=12,
                    ),
                ),
                ("persons", models.PositiveIntegerField()),
                (
                    "people_inside",
                    models.PositiveIntegerField(blank=True, help_text="In the room at that moment.", null=True),
                ),
                ("places", models.PositiveIntegerField(blank=True, help_text="Of the room on that day.", null=True)),
                ("noted_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-noted_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SpaceLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(unique=True)),
                ("day", models.DateField()),
                ("places", models.PositiveIntegerField(blank=True, null=True)),
                ("reason", models.CharField(max_length=100)),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["space", "day", "id"],
            },
        ),
        migrations.AddField(
            model_name="space",
            name="is_hard",
            field=models.BooleanField(default=False, help_text="Nobody is recorded in this room beyond its places."),
        ),
        migrations.AddField(
            model_name="space",
            name="people_inside",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Of a room with a hard limit, written with every visit; elsewhere the visits are added up.",
            ),
        ),
        migrations.AddConstraint(
            model_name="space",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_hard", False), models.Q(("capacity__gte", 1), ("capacity__isnull", False)), _connector="OR"
                ),
                name="hard_limit_of_something",
            ),
        ),
        migrations.AddField(
            model_name="doornote",
            name="device",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="checkin.device",
            ),
        ),
        migrations.AddField(
            model_name="doornote",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="door_notes", to="checkin.site"
            ),
        ),
        migrations.AddField(
            model_name="doornote",
            name="space",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="door_notes",
                to="checkin.space",
            ),
        ),
        migrations.AddField(
            model_name="doornote",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="doornote",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="doornote",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="door_notes",
                to="checkin.visit",
            ),
        ),
        migrations.AddField(
            model_name="spacelimit",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="spacelimit",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="limits", to="checkin.space"
            ),
        ),
        migrations.AddIndex(
            model_name="doornote",
            index=models.Index(fields=["site", "day"], name="door_notes_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="doornote",
            constraint=models.CheckConstraint(condition=models.Q(("persons__gte", 1)), name="note_of_someone"),
        ),
        migrations.AddConstraint(
            model_name="doornote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "stayed"), ("visit__isnull", False)),
                    models.Q(("kind", "turned_away"), ("visit", None)),
                    _connector="OR",
                ),
                name="who_stayed_is_a_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="doornote",
            constraint=models.UniqueConstraint(fields=("visit", "space"), name="stayed_once_in_a_room"),
        ),
        migrations.AddConstraint(
            model_name="spacelimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("places", None), ("places__gte", 1), _connector="OR"), name="limit_of_something"
            ),
        ),
    ]
