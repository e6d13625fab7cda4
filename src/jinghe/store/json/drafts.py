"""Edits of a draft as JSON: the kind, and the payload that is kept with it for good."""

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from jinghe.core.plan.draft_edits import Terms
from jinghe.core.plan.drafts import Edit
from jinghe.core.plan.edit_kinds import EDIT_KINDS
from jinghe.core.plan.finding_edits import Settlement
from jinghe.core.plan.plans import Tiers
from jinghe.store.json.converter import Json
from jinghe.store.json.plans import plan_converter, tiers_from_json, tiers_to_json

draft_converter = plan_converter.copy()


@draft_converter.register_unstructure_hook
def _tiers_to_json(tiers: Tiers) -> Json:
    return {"tiers": tiers_to_json(tiers), "unit_of_measure": tiers.floor.unit.name}


@draft_converter.register_structure_hook
def _tiers_from_json(row: Json, _: type[Tiers]) -> Tiers:
    return tiers_from_json(row["tiers"], row["unit_of_measure"])


draft_converter.register_unstructure_hook(
    Terms, make_dict_unstructure_fn(Terms, draft_converter, tiers=override(rename="figures"))
)
draft_converter.register_structure_hook(
    Terms, make_dict_structure_fn(Terms, draft_converter, tiers=override(rename="figures"))
)


# The first drafts were kept when the fingerprint of a finding was called its mark.
draft_converter.register_unstructure_hook(
    Settlement, make_dict_unstructure_fn(Settlement, draft_converter, fingerprint=override(rename="mark"))
)
draft_converter.register_structure_hook(
    Settlement, make_dict_structure_fn(Settlement, draft_converter, fingerprint=override(rename="mark"))
)


def edit_to_json(edit: Edit) -> Json:
    """The payload of an edit; its kind is told apart by `kind_of`."""
    return dict(draft_converter.unstructure(edit))


def edit_from_json(kind: str, payload: Json) -> Edit:
    """The edit that was written. Raises KeyError, ValueError on another shape."""
    return draft_converter.structure(payload, EDIT_KINDS[kind].edit)
