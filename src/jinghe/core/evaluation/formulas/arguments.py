"""The arguments of a scoring function: the figures of one unit, its peers, and the parameters of the formula."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from jinghe.core.evaluation.formulas.figures import Unavailable, UnitFigures
from jinghe.core.evaluation.schemes.inputs import UnitInputs
from jinghe.core.evaluation.schemes.schemes import Basis, Formula, StepTable, Value
from jinghe.core.evaluation.schemes.scores import Score, UsedInput


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaCall(UnitFigures):
    """One formula to be worked out for one unit. peers: the evaluated units of its group, itself included.

    full: the points for full marks. defaults: of the parameters that the formula leaves out.
    work_out: works out another formula, for functions that combine several.
    """

    name: str
    formula: Formula
    peers: tuple[UnitInputs, ...]
    full: Fraction
    defaults: Mapping[str, Value]
    work_out: Callable[["FormulaCall"], Score]

    @property
    def name_of_input(self) -> str:
        return self.formula.inputs[0]

    def parameter(self, name: str) -> Value | None:
        return self.formula.parameters.get(name, self.defaults.get(name))

    def figure_of(self, name: str) -> Fraction:
        value = self.parameter(name)
        assert isinstance(value, Fraction), name
        return value

    def limit(self, name: str) -> Fraction | None:
        """A numeric parameter that may be left out (None)."""
        return None if self.parameter(name) is None else self.figure_of(name)

    def table(self, name: str) -> StepTable:
        value = self.parameter(name)
        assert isinstance(value, tuple), name
        return value

    def is_set(self, name: str) -> bool:
        return self.parameter(name) is True

    @property
    def basis(self) -> Basis:
        return Basis(str(self.parameter("basis")))

    def of_peers(self, name: str, basis: Basis) -> dict[str, Fraction]:
        """The input of every peer that has it, by unit."""
        values = {}
        for peer in self.peers:
            try:
                values[peer.unit] = replace(self, unit=peer).on_basis(name, basis)
            except Unavailable:
                continue
        return values

    def score(
        self,
        value: Fraction,
        formula_text: str,
        substituted_text: str,
        *,
        used: Iterable[UsedInput] = (),
        parts: Iterable[Score] = (),
        notes: Iterable[str] = (),
    ) -> Score:
        return Score(
            name=self.name,
            value=value,
            exact=value,
            formula_text=formula_text,
            substituted_text=substituted_text,
            full=self.full,
            inputs=tuple(used),
            parts=tuple(parts),
            notes=tuple(notes),
        )
