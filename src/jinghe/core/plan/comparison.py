"""Comparison 逐项比较: two plans of one year, target by target; and keys that stay with a target across revisions."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from jinghe.core.plan.draft_edits import differences
from jinghe.core.plan.plans import Plan, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A target that both plans hold, but that asks for something else now. differences: (what, old, new)."""

    before: Target
    after: Target
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """pairs: old and new target of everything that stands in both, changed or not."""

    added: tuple[Target, ...]
    removed: tuple[Target, ...]
    changed: tuple[Change, ...]
    pairs: tuple[tuple[Target, Target], ...]

    @property
    def same(self) -> int:
        return len(self.pairs) - len(self.changed)


def compare(before: Plan, after: Plan) -> Comparison:
    """Which targets are new, gone or changed. Targets are matched by what they ask, then by where they stand."""
    old, new = list(before.targets), list(after.targets)
    pairs: list[tuple[Target, Target]] = []
    for identity in _identities(before, after):
        by_identity: defaultdict[Hashable, list[Target]] = defaultdict(list)
        for target in old:
            by_identity[identity(target, before)].append(target)
        for target in list(new):
            waiting = by_identity.get(identity(target, after))
            if waiting:
                pairs.append((waiting[0], target))
                old.remove(waiting.pop(0))
                new.remove(target)
    order = {target.key: index for index, target in enumerate(after.targets)}
    pairs.sort(key=lambda pair: order[pair[1].key])
    changes = (Change(before=a, after=b, differences=differences(a, b)) for a, b in pairs)
    return Comparison(
        added=tuple(new),
        removed=tuple(old),
        changed=tuple(change for change in changes if change.differences),
        pairs=tuple(pairs),
    )


def _identities(before: Plan, after: Plan) -> tuple[Callable[[Target, Plan], Hashable], ...]:
    """Keys to match a target by, strictest first; by the last, a target whose size changed still finds its old self."""

    def parent(target: Target, plan: Plan) -> Target | None:
        return plan.target(target.of_which) if target.of_which else None

    def full(target: Target, plan: Plan) -> Hashable:
        whole = parent(target, plan)
        terms = (target.indicator, target.criteria, target.period, target.window, target.scope, target.role)
        return (target.unit, *terms, whole.criteria if whole else None, bool(whole))

    def exact(target: Target, plan: Plan) -> Hashable:
        return full(target, plan), target.tiers

    def column(target: Target, plan: Plan) -> Hashable:
        return target.unit, target.indicator, target.column, bool(target.of_which)

    return exact, full, column


def rekeyed(after: Plan, before: Plan, taken: frozenset[str] = frozenset()) -> Plan:
    """The plan with the keys of the plan before wherever a target goes on; any other gets a key that is not taken.

    taken: the keys of all revisions of the year; an address of a target never comes to mean another one.
    """
    names = {new.key: old.key for old, new in compare(before, after).pairs}
    used = {*taken, *(target.key for target in before.targets)}
    fresh = max((int(key[1:]) for key in used if key[1:].isdigit()), default=0)
    for target in after.targets:
        if target.key not in names:
            fresh += 1
            names[target.key] = f"T{fresh:03}"
    return replace(
        after,
        targets=tuple(
            replace(
                target, key=names[target.key], of_which=names[target.of_which] if target.of_which else None
            )
            for target in after.targets
        ),
    )
