"""Every address of the site with something to show, for tests that must hold on all of them."""

GROUP = "行业（产业）主管部门及客源优势部门"
SCORES = (
    "/progress/",
    "/progress/?tab=1531",
    "/progress/?tab=四率",
    "/progress/?tab=全部指标",
    f"/progress/?group={GROUP}",
    "/plan/",
    "/plan/?table=附件2",
    "/plan/?table=附件3（一）",
    "/plan/?table=职责",
    "/plan/?revision=1",
    "/units/通川区/",
    "/units/市发展改革委/",
    "/units/市教育局/",
    "/targets/T001/",
    "/targets/T009/",
    "/returns/",
    "/rulings/",
    "/leads/",
    "/offerings/",
    "/offerings/book/",
    "/trips/",
    "/trips/calendar/",
    "/trips/table/",
    "/funnel/",
    "/funnel/?by=region&from=2022-01-01&to=2022-10-31",
    "/funnel/list/?what=direct",
)
POSTINGS = ("/entries/1/", "/subjects/甲/", "/ledger/?unit=通川区")
EVERYTHING = (*SCORES, *POSTINGS, "/claims/", "/ledger/", "/ledger/?text=甲&month=2022-03&kind=funds", "/nowhere/")

ROLES = (
    "reviewer",
    "checker",
    "head",
    "own_clerk",
    "other_clerk",
    "leader",
    "performance",
    "auditor",
    "system",
    "security",
    "no_role",
    "inactive",
    "anonymous",
)
ALL = """
    200 200 200 200 200 200 200 200 200 200 200 200 200 | GET /login/
"""
