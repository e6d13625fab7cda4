"""Laws of working days and of the clock of a case, held against a walk from day to day that anyone can follow."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from jinghe.core.service.clock_events import CaseEvent, EventKind
from jinghe.core.service.clocks import Alert, CaseLimits, CaseReading, ClockState, StepRule, read_clock
from jinghe.core.values.calendar import (
    Calendar,
    DayKind,
    DayOfMonth,
    Holiday,
    HolidayPaper,
    NthWorkday,
    Roll,
    Term,
)
from jinghe.reference.calendar_loading import builtin_calendar

BUILTIN = builtin_calendar()
DAY = timedelta(days=1)
HOLDERS = ("市经济合作局", "市水务局", "市生态环境局")
K = EventKind
# What an event makes of a case; what is not here is nonsense and changes nothing.
BECOMES = {
    ("none", K.STARTED): "running",
    ("running", K.PAUSED): "paused",
    ("paused", K.RESUMED): "running",
    ("running", K.CLOSED): "closed",
    ("paused", K.CLOSED): "closed",
    ("closed", K.REOPENED): "running",
}
PASSED_ON = {("running", K.TRANSFERRED), ("paused", K.TRANSFERRED)}

days = st.dates(date(2018, 1, 1), date(2028, 12, 31))
gaps = st.integers(0, 20)
terms = st.builds(
    Term,
    days=st.integers(0, 30),
    kind=st.sampled_from(DayKind),
    roll=st.sampled_from((Roll.FORWARD, Roll.AS_IS)),
)
plain_terms = st.one_of(
    st.builds(Term, days=st.integers(0, 30)),
    st.builds(Term, days=st.integers(0, 30), kind=st.just(DayKind.NATURAL), roll=st.just(Roll.AS_IS)),
)


@st.composite
def papers(draw) -> HolidayPaper:
    off, worked = draw(st.sets(days, max_size=8)), draw(st.sets(days, max_size=4))
    return HolidayPaper(
        title="试行安排",
        document_number="试〔2027〕1号",
        issued_on=draw(days),
        arranges=draw(st.one_of(st.none(), st.integers(2018, 2028))),
        holidays=tuple(Holiday(name="假日", first=day, last=day) for day in off),
        makeup_workdays=tuple(worked - off),
        is_own=draw(st.booleans()),
    )


calendars = st.builds(lambda more: BUILTIN.with_papers(*more), st.lists(papers(), max_size=3))


@st.composite
def courses(draw) -> list[CaseEvent]:
    """A case as an office could have had it: each event follows from the one before."""
    day, state, told, holder = draw(days), "none", [], ""
    for number in range(draw(st.integers(1, 9))):
        may = [kind for before, kind in BECOMES if before == state]
        may += [K.TRANSFERRED] if (state, K.TRANSFERRED) in PASSED_ON else []
        kind = draw(st.sampled_from(may))
        if kind in (K.STARTED, K.TRANSFERRED):
            holder = draw(st.sampled_from([name for name in HOLDERS if name != holder]))
        told.append(CaseEvent(kind=kind, on=day, number=number, holder=holder, reason="法定公示"))
        state = BECOMES.get((state, kind), state)
        day += DAY * draw(gaps)
    return told


@st.composite
def piles(draw) -> list[CaseEvent]:
    """Events in which little makes sense."""
    start = draw(days)
    return [
        CaseEvent(
            kind=draw(st.sampled_from(K)),
            on=start + DAY * draw(gaps),
            number=draw(st.integers(0, 3)),
            holder=draw(st.sampled_from(("", *HOLDERS))),
            reason=draw(st.sampled_from(("", "法定公示"))),
            step=draw(st.sampled_from(("", "甲", "乙"))),
        )
        for _ in range(draw(st.integers(0, 9)))
    ]


def on_some_day(events: list[CaseEvent], after: int) -> date:
    return min((one.on for one in events), default=date(2022, 3, 7)) + DAY * after


def read(events, term: Term | None, as_of: date, calendar: Calendar = BUILTIN, **told) -> CaseReading:
    return read_clock(calendar, CaseLimits(overall=term, **told), events, as_of)


def walk(calendar: Calendar, events: list[CaseEvent], kind: DayKind, as_of: date) -> tuple[int, str, int]:
    """(days used, state, events that made no sense) of a case without steps, by walking from day to day."""
    used, state, nonsense, holder = 0, "none", 0, ""
    day = min((one.on for one in events), default=as_of)
    while day <= as_of:
        used += state == "running" and (kind is DayKind.NATURAL or calendar.is_workday(day))
        for one in sorted((one for one in events if one.on == day), key=lambda one: one.order):
            needed = {
                K.STARTED: one.holder,
                K.PAUSED: one.reason,
                K.TRANSFERRED: one.holder not in ("", holder),
            }
            known = (state, one.kind) in BECOMES or (state, one.kind) in PASSED_ON
            if not known or not needed.get(one.kind, True):
                nonsense += 1
                continue
            state = BECOMES.get((state, one.kind), state)
            holder = one.holder if one.kind in (K.STARTED, K.TRANSFERRED) else holder
        day += DAY
    return used, state, nonsense


def ends_as(events: list[CaseEvent]) -> str:
    return walk(BUILTIN, events, DayKind.NATURAL, events[-1].on)[1]


def at_the_end(events: list[CaseEvent], kind: EventKind) -> CaseEvent:
    return CaseEvent(kind=kind, on=events[-1].on, number=99)


# --- working days ------------------------------------------------------------------------------


@given(calendars, days, st.integers(0, 400))
def test_working_days_between_are_those_one_meets_on_a_walk(calendar, after, length):
    until = after + DAY * length
    met = sum(calendar.is_workday(after + DAY * place) for place in range(1, length + 1))
    assert calendar.workdays_between(after, until).days == met
    assert calendar.workdays_between(until, after).days == -met


@given(calendars, days, days, days)
def test_parts_of_a_span_add_up(calendar, one, other, third):
    between = calendar.workdays_between
    assert between(one, other).days + between(other, third).days == between(one, third).days


@given(calendars, days, st.integers(-60, 60).filter(bool))
def test_adding_working_days_is_the_inverse_of_counting_them(calendar, day, number):
    due = calendar.add_workdays(day, number)
    assert calendar.is_workday(due.on)
    counted = calendar.workdays_between(day, due.on).days
    # Backwards the day itself is counted in place of the one that is reached.
    back = calendar.is_workday(day) - 1 if number < 0 else 0
    assert counted == number - back


@given(calendars, days, st.integers(0, 30))
def test_a_longer_term_never_ends_earlier(calendar, day, number):
    assert calendar.add_workdays(day, number).on <= calendar.add_workdays(day, number + 1).on


@given(calendars, days, st.integers(0, 60))
def test_a_due_day_is_provisional_exactly_if_a_day_on_the_way_is(calendar, day, number):
    due = calendar.add_workdays(day, number)
    way = [day + DAY * place for place in range(1, (due.on - day).days + 1)]
    event(f"provisional: {due.provisional}")
    assert due.provisional == any(calendar.day(one).provisional for one in way)


@given(calendars, days)
def test_a_day_off_is_rolled_to_the_nearest_working_day_on_that_side(calendar, day):
    forward, back = calendar.rolled(day, Roll.FORWARD).on, calendar.rolled(day, Roll.BACK).on
    assert back <= day <= forward
    assert calendar.is_workday(forward) and calendar.is_workday(back)
    passed = [back + DAY * place for place in range(1, (forward - back).days)]
    assert not any(calendar.is_workday(one) for one in passed)
    assert calendar.rolled(day, Roll.AS_IS).on == day


@given(calendars, days, st.integers(1, 15), st.integers(1, 31))
def test_a_working_day_of_a_month_is_a_working_day(calendar, day, number, fixed):
    assert calendar.is_workday(calendar.due_day(NthWorkday(number=number), day).on)
    assert calendar.is_workday(calendar.due_day(DayOfMonth(day=fixed), day).on)


@given(calendars, papers(), st.integers(1, 2000))
def test_what_was_known_never_changes_when_a_paper_comes_later(calendar, later, earlier):
    day = later.issued_on - DAY * earlier
    assert calendar.with_papers(later).known_on(day) == calendar.known_on(day)


@given(st.lists(papers(), max_size=3, unique_by=lambda one: (one.is_own, one.issued_on)), days, st.randoms())
def test_the_order_in_which_papers_are_held_means_nothing(held, day, random):
    shuffled = random.sample(held, len(held))
    assert Calendar(papers=tuple(held)).day(day) == Calendar(papers=tuple(shuffled)).day(day)


# --- the clock ---------------------------------------------------------------------------------


@given(calendars, st.one_of(courses(), piles()), plain_terms, st.integers(0, 150))
def test_the_clock_agrees_with_a_walk_from_day_to_day(calendar, events, term, after):
    as_of = on_some_day(events, after)
    told = read(events, term, as_of, calendar)
    used, state, nonsense = walk(
        calendar, [one for one in events if one.kind is not K.STEP_FINISHED], term.kind, as_of
    )
    event(f"{state}, {told.overall.state}")
    assert told.overall.used == used
    assert told.overall.overdue_by == max(used - term.days, 0)
    assert told.overall.is_paused == (state == "paused")
    assert (told.closed_on is not None) == (state == "closed")
    assert len([one for one in told.faults if one.event.kind is not K.STEP_FINISHED]) == nonsense


@given(st.one_of(courses(), piles()), terms, st.integers(0, 90), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_given_means_nothing(events, term, after, random):
    as_of = on_some_day(events, after)
    steps = (StepRule(name="甲", limit=term), StepRule(name="乙", limit=term))
    shuffled = random.sample(events, len(events))
    assert read(shuffled, term, as_of, steps=steps) == read(events, term, as_of, steps=steps)


@given(st.one_of(courses(), piles()), terms, st.integers(0, 90))
def test_what_happens_later_is_not_looked_at(events, term, after):
    as_of = on_some_day(events, after)
    assert read(events, term, as_of) == read([one for one in events if one.on <= as_of], term, as_of)


@given(courses())
def test_a_course_that_makes_sense_has_no_faults(events):
    assert read(events, None, date(2030, 1, 1)).faults == ()


@st.composite
def courses_with_a_pause_more(draw) -> tuple[list[CaseEvent], list[CaseEvent]]:
    """A course, and the same with one pause more between two of its events, where the clock runs."""
    events = [replace(one, number=10 * one.number) for one in draw(courses())]
    place = draw(st.sampled_from([at for at in range(len(events)) if ends_as(events[: at + 1]) == "running"]))
    before, later = events[place], events[place + 1 :]
    latest = later[0].on if later else before.on + 40 * DAY
    begins = min(before.on + DAY * draw(gaps), latest)
    ends = min(begins + DAY * draw(gaps), latest)
    pause = CaseEvent(kind=K.PAUSED, on=begins, number=before.number + 1, reason="法定公示")
    resumed = [replace(pause, kind=K.RESUMED, on=ends, number=before.number + 2)]
    return events, [*events, pause, *(resumed if later or draw(st.booleans()) else [])]


@given(calendars, courses_with_a_pause_more(), terms, st.integers(0, 150))
def test_a_pause_more_never_adds_to_what_is_used(calendar, courses, term, after):
    events, more = courses
    as_of = on_some_day(events, after)
    before, paused = read(events, term, as_of, calendar), read(more, term, as_of, calendar)
    assert paused.faults == ()
    event(f"{before.overall.used - paused.overall.used} days fewer")
    assert paused.overall.used <= before.overall.used
    assert paused.overall.overdue_by <= before.overall.overdue_by
    if before.overall.due and paused.overall.due:
        assert paused.overall.due.on >= before.overall.due.on


@given(calendars, courses(), terms, st.integers(0, 150))
def test_a_transfer_never_changes_the_clock(calendar, events, term, after):
    as_of = on_some_day(events, after)
    kept = [one for one in events if one.kind is not K.TRANSFERRED]
    assert read(events, term, as_of, calendar).overall == read(kept, term, as_of, calendar).overall


@given(calendars, courses(), terms, st.integers(0, 150))
def test_what_fell_to_each_holder_adds_up_to_what_is_used(calendar, events, term, after):
    told = read(events, term, on_some_day(events, after), calendar)
    assert sum(share.used for share in told.holders) == told.overall.used


@given(courses(), st.integers(0, 150))
def test_on_every_day_since_the_start_one_holder_has_the_case(events, after):
    as_of = on_some_day(events, after)
    told = read(events, None, as_of)
    passed = [one for one in events if one.kind in (K.STARTED, K.TRANSFERRED)]
    for place in range(after + 1):
        day = as_of - DAY * place
        # The one that had it before that day began; on the first day the one that began.
        before = [one.holder for one in passed if one.on < day]
        assert told.holder_on(day) == (before[-1] if before else passed[0].holder)


@given(calendars, courses(), terms, st.integers(0, 150))
def test_used_and_remaining_are_the_term_while_it_is_not_used_up(calendar, events, term, after):
    told = read(events, term, on_some_day(events, after), calendar).overall
    if told.used <= term.days:
        assert told.used + told.remaining == term.days
        assert told.overdue_by == 0
    else:
        assert told.remaining == 0


@given(calendars, courses(), plain_terms, gaps, st.integers(0, 30))
def test_on_its_due_day_a_term_is_used_up_and_on_the_next_counted_day_it_is_overdue(
    calendar, events, term, after, left
):
    turns = {"paused": K.RESUMED, "closed": K.REOPENED}
    state = ends_as(events)
    running = [*events, at_the_end(events, turns[state])] if state in turns else events
    as_of = running[-1].on + DAY * after
    used = read(running, term, as_of, calendar).overall.used
    term = replace(term, days=used + left)
    due = max(read(running, term, as_of, calendar).overall.due.on, as_of)
    on_it = read(running, term, due, calendar).overall
    assert (on_it.used, on_it.overdue_by) == (term.days, 0)
    day_after = calendar.add_workdays(due, 1).on if term.kind is DayKind.WORKDAY else due + DAY
    assert read(running, term, day_after, calendar).overall.overdue_by == 1


@given(calendars, courses(), terms)
def test_warnings_and_levels_only_rise_with_time(calendar, events, term):
    grades = list(Alert)
    start = on_some_day(events, 0)
    told = [read(events, term, start + DAY * place, calendar) for place in range(60)]
    for earlier, later in zip(told, told[1:], strict=False):
        assert later.overall.used >= earlier.overall.used
        assert later.overall.overdue_by >= earlier.overall.overdue_by
        assert grades.index(later.overall.alert) >= grades.index(earlier.overall.alert)
        assert later.escalation >= earlier.escalation


@given(courses(), terms, st.lists(gaps, min_size=2, max_size=2), st.integers(0, 150))
def test_steps_that_follow_each_other_add_up_to_the_case(events, term, finished, after):
    steps = tuple(StepRule(name=name, limit=term) for name in "甲乙丙")
    start = events[0].on
    ends = [start + DAY * finished[0], start + DAY * sum(finished)]
    ended = [
        CaseEvent(kind=K.STEP_FINISHED, on=day, number=-1 + place, step=name)
        for place, (day, name) in enumerate(zip(ends, "甲乙", strict=True))
    ]
    told = read(
        [*(replace(one, number=one.number - 20) for one in events), *ended],
        term,
        start + DAY * after,
        steps=steps,
    )
    if told.faults:
        event("a step ends after the case or before it")
        return
    assert sum(step.reading.used for step in told.steps) == told.overall.used


@given(courses(), terms)
def test_a_closed_case_says_in_time_or_late_and_its_clock_stands(events, term):
    closed = events if ends_as(events) == "closed" else [*events, at_the_end(events, K.CLOSED)]
    told = read(closed, term, date(2030, 1, 1))
    assert told.overall.state in (ClockState.IN_TIME, ClockState.FINISHED_LATE)
    assert told.overall == read(closed, term, told.closed_on).overall
