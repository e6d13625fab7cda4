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
    "/returns/rules/",
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
    "/bulletins/",
)
POSTINGS = ("/entries/1/", "/subjects/甲/", "/ledger/?unit=通川区")
EVERYTHING = (
    *SCORES,
    *POSTINGS,
    "/claims/",
    "/ledger/",
    "/ledger/?text=甲&month=2022-03&kind=funds",
    "/nowhere/",
)

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
    302 302 302 302 302 302 302 302 302 302 403 302 302 | GET /
    403 403 403 403 403 403 403 200 200 200 403 302 302 | GET /accounts/
    403 403 403 403 403 403 403 403 200 403 403 302 302 | POST /accounts/
    403 403 403 403 403 403 403 200 200 200 403 302 302 | GET /accounts/own_clerk/
    403 403 403 403 403 403 403 403 200 403 403 302 302 | POST /accounts/own_clerk/reset/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /approvals/ | department 200
    200 403 403 403 403 403 403 403 403 403 403 302 302 | GET /approvals/template/ | department 403
    422 403 403 403 403 403 403 403 403 403 403 302 302 | POST /approvals/template/
    200 200 200 200 403 403 200 200 403 403 403 302 302 | GET /approvals/甲/ | department 403
    409 403 409 409 403 403 403 403 403 403 403 302 302 | POST /approvals/甲/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /approvals/乙/ | department 403
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /approvals/无/ | department 404
    403 403 403 403 403 403 403 200 403 403 403 302 302 | GET /audit/
    403 403 403 403 403 403 403 200 403 403 403 302 302 | GET /audit/{act}/
    403 403 403 403 403 403 403 200 403 403 403 302 302 | GET /audit/check/
    403 403 403 403 403 403 403 200 403 403 403 302 302 | GET /audit/export/
    403 403 403 403 403 403 403 200 403 403 403 302 302 | GET /audit/seal/
    403 403 403 403 403 403 403 200 403 403 403 302 302 | POST /audit/seal/
    403 403 403 403 403 403 403 200 403 403 403 302 302 | GET /audit/sign-ins/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /bulletins/
    200 403 403 403 403 403 200 403 403 403 403 302 302 | GET /bulletins/new/
    200 403 403 403 403 403 200 403 403 403 403 302 302 | POST /bulletins/new/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /bulletins/B1999-001/
    404 403 403 403 403 403 404 403 403 403 403 302 302 | GET /bulletins/B1999-001/edit/
    404 403 403 403 403 403 404 403 403 403 403 302 302 | POST /bulletins/B1999-001/edit/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /bulletins/B1999-001/files/docx/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /bulletins/B1999-001/preview/
    404 403 403 403 403 403 404 403 403 403 403 302 302 | POST /bulletins/B1999-001/steps/approve/
    404 403 403 403 403 403 404 403 403 403 403 302 302 | POST /bulletins/B1999-001/upload/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /bulletins/{bulletin}/
    200 403 403 403 403 403 200 403 403 403 403 302 302 | GET /bulletins/{bulletin}/edit/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /bulletins/{bulletin}/files/docx/
    404 403 403 403 403 403 404 404 403 403 403 302 302 | GET /bulletins/{bulletin}/files/exe/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /bulletins/{bulletin}/preview/
    405 405 405 405 405 405 405 405 405 405 405 405 405 | GET /bulletins/{bulletin}/steps/approve/
    405 405 405 405 405 405 405 405 405 405 405 405 405 | GET /bulletins/{bulletin}/upload/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /bulletins/issued/0/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /bulletins/issued/0/files/docx/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /bulletins/issued/{issued}/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /bulletins/issued/{issued}/?verify=1
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /bulletins/issued/{issued}/files/docx/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /bulletins/issued/{issued}/files/html/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /claims/ | other_checker 200
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /claims/{claim}/ | other_checker 403
    403 403 409 409 403 403 403 403 403 403 403 302 302 | POST /claims/{claim}/edit/
    403 403 302 302 403 403 403 403 403 403 403 302 302 | POST /claims/{claim}/papers/
    403 403 409 403 403 403 403 403 403 403 403 302 302 | POST /claims/{claim}/steps/submit/
    200 200 200 200 403 403 200 200 403 403 403 302 302 | GET /claims/{sent}/ | other_checker 403
    403 403 302 302 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/edit/ expected={now} note=误填
    403 403 302 302 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/papers/ kind=其他 file=1.png
    403 403 302 403 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/steps/submit/ expected={now}
    403 403 302 302 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/steps/withdraw/ expected={now} note=误填
    403 403 403 403 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/steps/check/ expected={now} note=误填
    403 403 403 403 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/steps/certify/ expected={now} note=误填
    403 403 403 403 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/steps/return/ expected={now} note=误填
    403 403 403 403 403 403 403 403 403 403 403 302 302 | POST /claims/{draft}/steps/reverse/ expected={now} note=误填
    404 404 404 404 404 404 404 404 403 403 403 302 302 | POST /claims/{draft}/steps/magic/ expected={now} note=误填
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /claims/4711/ | other_checker 404
    405 405 405 405 405 405 405 405 405 405 405 405 405 | GET /claims/steps/submit/
    403 403 200 200 200 403 403 403 403 403 403 302 302 | GET /claims/new/ | other_checker 403
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /claims/new/?kind=funds&record=甲 | other_checker 403
    403 403 200 200 200 403 403 403 403 403 403 302 302 | POST /claims/new/
    409 409 409 409 409 409 409 409 403 403 403 302 302 | POST /claims/steps/submit/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /closing/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /closing/2022-01/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /closing/2022-01/
    200 302 302 302 302 200 200 200 403 403 403 302 302 | GET /decomposition/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /decomposition/通川区/
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /decomposition/通川区/T001/
    403 403 409 409 403 403 403 403 403 403 403 302 302 | POST /decomposition/通川区/T001/
    403 403 200 200 403 403 403 403 403 403 403 302 302 | POST /decomposition/通川区/T001/check/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /duties/ | department 200
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /duties/take-up/
    200 403 200 200 403 403 200 200 403 403 403 302 302 | GET /entries/1/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /entries/999/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/
    403 403 403 403 403 403 409 403 403 403 403 302 302 | POST /evaluations/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/E2022-00001/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /evaluations/E2022-00001/marks/
    409 403 403 403 403 403 409 403 403 403 403 302 302 | POST /evaluations/E2022-00001/marks/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | POST /evaluations/E2022-00001/steps/none/
    403 403 403 403 403 403 409 403 403 403 403 302 302 | POST /evaluations/E2022-00001/steps/publish/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/E2022-00001/table.xlsx
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /evaluations/E2022-00001/units/市教育局/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/E2022-00001/units/通川区/
    403 403 409 409 403 403 403 403 403 403 403 302 302 | POST /evaluations/E2022-00001/units/通川区/assess/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/E2022-00001/units/通川区/moves/
    403 403 409 403 403 403 403 403 403 403 403 302 302 | POST /evaluations/E2022-00001/units/通川区/object/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /evaluations/E2022-999/
    403 403 403 403 403 403 409 403 403 403 403 302 302 | POST /evaluations/objections/Y2022-00001/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/schemes/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /evaluations/schemes/2022/none/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /evaluations/schemes/2022/trial/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | GET /evaluations/schemes/2022/trial/edit/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | POST /evaluations/schemes/2022/trial/edit/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | GET /evaluations/schemes/2022/none/edit/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /funnel/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /funnel/list/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /funnel/list/?what=leads
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /funnel/list/?what=none
    200 200 200 200 200 200 200 200 200 200 403 302 302 | GET /menu/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /dispatch/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /dispatch/rules/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | POST /dispatch/rules/
    200 403 200 200 403 403 200 200 403 403 403 302 302 | GET /dispatch/packs/通川区/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /follow-ups/
    200 403 403 403 403 403 200 403 403 403 403 302 302 | GET /follow-ups/new/
    422 403 403 403 403 403 422 403 403 403 403 302 302 | POST /follow-ups/new/
    302 403 403 403 403 403 302 403 403 403 403 302 302 | POST /follow-ups/remind/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /namings/
    302 403 403 403 403 403 302 403 403 403 403 302 302 | POST /namings/
    404 403 403 403 403 403 404 403 403 403 403 302 302 | POST /namings/甲/notify/
    200 200 200 200 200 200 200 200 200 200 403 302 302 | GET /inbox/
    404 404 200 200 404 404 404 404 404 404 403 302 302 | GET /inbox/{message}/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /incentives/ | department 200
    200 302 302 302 302 200 200 200 403 403 403 302 302 | GET /leadership/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /leadership/通川区/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /leads/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /leads/reminders/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | POST /leads/甲/award/
    404 404 404 404 403 403 404 404 403 403 403 302 302 | POST /leads/甲/convert/
    200 403 200 200 200 403 200 200 403 403 403 302 302 | GET /imports/
    403 403 422 422 422 403 403 403 403 403 403 302 302 | POST /imports/
    403 403 200 200 200 403 403 403 403 403 403 302 302 | GET /imports/form/?month=2022-03
    200 403 403 403 403 403 403 403 403 403 403 302 302 | GET /imports/opening/
    403 403 200 200 200 403 403 403 403 403 403 302 302 | GET /imports/paste/
    403 403 422 422 422 403 403 403 403 403 403 302 302 | POST /imports/paste/
    404 403 404 404 404 403 404 404 403 403 403 302 302 | GET /imports/999/
    404 403 404 404 404 403 404 404 403 403 403 302 302 | GET /imports/999/file/
    404 403 404 404 404 403 404 404 403 403 403 302 302 | POST /imports/999/confirm/
    404 403 404 404 404 403 404 404 403 403 403 302 302 | POST /imports/999/drop/
    404 403 404 404 404 403 404 404 403 403 403 302 302 | POST /imports/999/undo/
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /imports/{month}/
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /imports/{month}/file/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /imports/{opening}/
    200 403 403 403 403 403 200 200 403 403 403 302 302 | GET /imports/{opening}/file/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /exports/registers/project/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /exports/registers/nothing/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /exports/claims/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /exports/ledger/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /ledger/
    200 403 200 200 403 403 200 200 403 403 403 302 302 | GET /ledger/?unit=通川区
    200 302 302 302 302 200 200 200 403 403 403 302 302 | GET /liaison/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /liaison/通川区/
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /liaison/通川区/contacts/甲/
    403 403 422 422 403 403 403 403 403 403 403 302 302 | POST /liaison/通川区/contacts/甲/
    200 200 200 200 200 200 200 200 200 200 200 200 200 | GET /login/
    200 200 200 200 200 200 200 200 200 200 200 200 200 | POST /login/
    302 302 302 302 302 302 302 302 302 302 302 302 302 | POST /logout/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | GET /notices/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | POST /notices/
    404 403 403 403 403 403 404 404 403 403 403 302 302 | GET /notices/1/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | GET /notices/1/add/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | POST /notices/1/approve/
    404 403 403 403 403 403 404 404 403 403 403 302 302 | GET /notices/1/compare/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | GET /notices/1/confirm/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | POST /notices/1/confirm/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /notices/1/edit/
    404 403 403 403 403 403 404 404 403 403 403 302 302 | GET /notices/1/file/
    404 403 403 403 403 403 404 404 403 403 403 302 302 | GET /notices/1/pages/1.png
    404 403 403 403 403 403 403 403 403 403 403 302 302 | GET /notices/1/targets/T001/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | GET /notices/1/teach/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | POST /notices/1/teach/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /office-rules/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | POST /office-rules/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /offerings/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /offerings/book.xlsx
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /offerings/book.exe
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /offerings/book/
    403 403 200 200 403 403 403 403 403 403 403 302 302 | GET /papers/{paper}/ | other_checker 403
    200 200 200 200 403 403 200 200 403 403 403 302 302 | GET /papers/{sent_paper}/ | other_checker 403
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /papers/4711/ | other_checker 404
    403 403 302 302 403 403 403 403 403 403 403 302 302 | POST /papers/{paper}/remove/
    200 200 200 200 200 200 200 200 200 200 200 302 302 | GET /password/
    200 200 200 200 200 200 200 200 200 200 200 302 302 | POST /password/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /plan/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /plan/?table=职责
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /plan/?revision=7
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /plan/?revision=x
    200 403 403 403 403 200 200 200 403 403 403 302 302 | GET /plan/adjust/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | GET /plan/adjust/new/
    422 403 403 403 403 403 403 403 403 403 403 302 302 | POST /plan/adjust/new/
    404 403 403 403 403 403 404 404 403 403 403 302 302 | GET /plan/adjust/甲/
    404 403 403 403 403 403 403 403 403 403 403 302 302 | POST /plan/adjust/甲/confirm/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /progress/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /reconciliation/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /reconciliation/note/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | POST /reconciliation/record/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /reconciliation/uncounted/
    200 200 200 200 200 403 200 200 403 403 403 302 302 | GET /reconciliation/uncounted/export/
    200 200 200 200 403 403 200 200 403 403 403 302 302 | GET /records/甲/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /records/{approval}/ | department 403
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /records/{case}/ | department 200
    200 403 403 403 403 200 200 200 403 403 403 302 302 | GET /records/{duty}/ | department 200
    200 403 200 200 403 403 200 200 403 403 403 302 302 | GET /records/{lead}/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /records/{offer}/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /records/{trip}/
    200 403 200 200 403 403 403 403 403 403 403 302 302 | GET /records/甲/edit/
    409 403 409 409 403 403 403 403 403 403 403 302 302 | POST /records/甲/edit/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /records/甲/entries/1/reverse/
    404 404 404 404 403 403 404 404 403 403 403 302 302 | POST /records/甲/moves/submit/
    422 422 422 422 403 403 422 422 403 403 403 302 302 | POST /records/甲/notes/
    302 302 302 302 302 302 302 302 403 403 403 302 302 | POST /records/甲/papers/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | GET /records/甲/restate/ | other_checker 403
    422 403 403 403 403 403 403 403 403 403 403 302 302 | POST /records/甲/restate/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /registers/project/
    200 403 200 200 200 403 403 403 403 403 403 302 302 | GET /registers/project/new/
    422 403 422 422 422 403 403 403 403 403 403 302 302 | POST /registers/project/new/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /returns/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /returns/certify/
    200 403 403 403 403 403 200 403 403 403 403 302 302 | GET /returns/remind/2022-09/
    200 403 403 403 403 403 200 403 403 403 403 302 302 | POST /returns/remind/2022-09/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /returns/rules/
    422 403 403 403 403 403 403 403 403 403 403 302 302 | POST /returns/rules/
    200 403 200 200 403 403 200 200 403 403 403 302 302 | GET /returns/通川区/2022-09/
    403 403 302 302 403 403 403 403 403 403 403 302 302 | POST /returns/通川区/2022-09/file/
    302 302 302 302 302 302 302 302 403 403 403 302 302 | POST /returns/通川区/2022-09/review/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /rulings/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /rulings/recognition/
    200 403 403 403 403 403 403 403 403 403 403 302 302 | POST /rulings/recognition/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /service/ | department 200
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /service/limits/ | department 200
    422 403 403 403 403 403 403 403 403 403 403 302 302 | POST /service/limits/
    200 403 200 200 200 403 403 403 403 403 403 302 302 | GET /service/new/ | department 200
    422 403 422 422 422 403 403 403 403 403 403 302 302 | POST /service/new/
    302 403 403 403 403 403 403 403 403 403 403 302 302 | POST /service/warnings/
    405 405 405 405 405 405 405 405 405 405 405 405 405 | GET /service/warnings/ | department 405
    404 404 404 404 403 403 404 404 403 403 403 302 302 | POST /service/甲/steps/
    200 302 302 302 302 200 200 200 403 403 403 302 302 | GET /sign-off/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /sign-off/通川区/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /sign-off/通川区/letter.pdf
    403 403 409 403 403 403 403 403 403 403 403 302 302 | POST /sign-off/通川区/object/
    403 403 409 403 403 403 403 403 403 403 403 302 302 | POST /sign-off/通川区/sign/
    200 403 200 200 403 403 200 200 403 403 403 302 302 | GET /subjects/甲/
    200 403 200 200 200 403 200 200 403 403 403 302 302 | GET /subjects/乙/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /subjects/无此项目/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /targets/T001/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /targets/T009/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /targets/T999/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /trips/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /trips/calendar/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /trips/table/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /units/通川区/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /units/市发展改革委/
    200 200 200 200 200 200 200 200 403 403 403 302 302 | GET /units/市教育局/
    404 404 404 404 404 404 404 404 403 403 403 302 302 | GET /units/无此单位/
    200 302 302 302 302 200 200 200 403 403 403 302 302 | GET /work-plans/
    200 403 200 200 403 200 200 200 403 403 403 302 302 | GET /work-plans/通川区/
    403 403 403 403 403 403 403 403 403 403 403 302 302 | POST /work-plans/通川区/milestones/甲/
"""
"""What each address answers to each of ROLES, in their order; add a row for each new page.

After the address stands what is posted, where that is more than nothing; after a second bar what others are answered
who come to this address alone. What stands in braces, papers and pk are those of tests/web/test_every_address.py.
"""
