"""What the office itself lays down, says and issues: rules, messages, documents."""

from django.db import models

from jinghe.store.models.ledger import Act
from jinghe.store.models.records import StoredFile


class OfficeRule(models.Model):
    """A version of a rule the office lays down as data (认定, 报送日历, 督办 …)."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    name = models.CharField(max_length=40)
    year = models.IntegerField()
    number = models.IntegerField()
    effective_on = models.DateField()
    content = models.JSONField()

    class Meta:
        db_table = "office_rule"
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "number"], name="office_rule_number"),
        ]


class Message(models.Model):
    """Something said to a unit, or to one person of it. unit empty: the city bureau. link: a page of ours."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    unit = models.CharField(max_length=60, blank=True, db_index=True)
    username = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "message"


class MessageReading(models.Model):
    """That somebody opened a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="readings")
    username = models.CharField(max_length=150)
    read_at = models.DateTimeField()

    class Meta:
        db_table = "message_reading"
        constraints = [
            models.UniqueConstraint(fields=["message", "username"], name="message_read_once"),
        ]


class Delivery(models.Model):
    """An attempt to send a message outside the product, and what came of it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=200)
    tried_at = models.DateTimeField()
    has_succeeded = models.BooleanField()
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "delivery"


class IssuedDocument(models.Model):
    """A document as issued: what it says, the figures, rules and instants it rests on, frozen for good."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24)
    year = models.IntegerField()
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    as_of = models.DateField()
    known_at = models.DateTimeField()
    content = models.JSONField()
    content_digest = models.CharField(max_length=64)

    class Meta:
        db_table = "issued_document"


class IssuedFile(models.Model):
    """One form of an issued document: docx, pdf, xlsx or html."""

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=8)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    class Meta:
        db_table = "issued_file"
        constraints = [models.UniqueConstraint(fields=["document", "format"], name="issued_file_format")]
