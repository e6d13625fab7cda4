"""Stage evaluation 阶段评估: scoring schemes as data → scores, grades and the reasons for them.

`schemes.schemes` is a scheme, `schemes.inputs` what it is filled with, `schemes.scores` what comes out; `formulas`
holds the functions that a scheme may name. `scoring.evaluate` gives the result, `sensitivity.step_effects` what would
change it, `store.json` how both are kept.
"""
