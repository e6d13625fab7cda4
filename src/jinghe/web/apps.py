"""The pages as one Django application, put together from its features."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jinghe.web"

    def ready(self) -> None:
        from jinghe.web.attracting.panels import lead_panel, offering_panel, trip_panel
        from jinghe.web.carrying import panels as carrying
        from jinghe.web.oversight.panels import censure_panel
        from jinghe.web.records.panels import PANELS, Panel, project_panel
        from jinghe.web.service.panels import approval_panel, case_panel, duty_panel

        features = {
            "records": {"project": project_panel},
            "attracting": {"lead": lead_panel, "offering": offering_panel, "trip": trip_panel},
            "service": {"service_case": case_panel, "duty": duty_panel, "approval": approval_panel},
            "oversight": {"naming": censure_panel},
            "carrying": {
                "sign_off": carrying.sign_off_panel,
                "decomposition": carrying.decomposition_panel,
                "adjustment": carrying.adjustment_panel,
                "work_item": carrying.work_item_panel,
                "milestone": carrying.milestone_panel,
                "contact": carrying.contact_panel,
                "leadership": carrying.head_action_panel,
            },
        }
        for feature, panels in features.items():
            for kind, context in panels.items():
                PANELS[kind] = Panel(template=f"{feature}/_panel_{kind}.html", context=context)
