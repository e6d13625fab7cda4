"""The app `store`; installs the append-only triggers after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StoreConfig(AppConfig):
    name = "jinghe.store"
    label = "store"
    verbose_name = "经合"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jinghe.store import append_only

        post_migrate.connect(append_only.install_after_migrate, sender=self)
