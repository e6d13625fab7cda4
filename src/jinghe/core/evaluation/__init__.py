"""Stage evaluation 阶段评估: scoring schemes as data → scores, grades and the reasons for them.

`schemes` says what a scheme holds, `inputs` what it is filled with, `functions` which named functions exist,
`scoring.evaluate` gives the result, `sensitivity.moves` what would change it, `store.json` how a scheme is kept.
"""
