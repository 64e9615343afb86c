"""The plainest row there is."""

from django.db import models


class Row(models.Model):
    """No index, no foreign key: the least a recorded tap could cost."""

    code = models.CharField(max_length=10)
    persons = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self):
        return self.code
