"""The app `store`; protects its tables by triggers after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StoreConfig(AppConfig):
    name = "jinghe.store"
    label = "store"
    verbose_name = "经合"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jinghe.store import protection

        post_migrate.connect(protection.install_after_migrate, sender=self)
