"""Numbers in, marks out."""

from datetime import date, timedelta

import pytest

from generator.desk.charts import Chart, Mark, Tick, ceiling, credits_chart, weeks_chart
from generator.desk.credits import MonthOfCredits
from generator.desk.weeks import Series, Weeks

MONDAY = date(2025, 11, 24)


def test_a_week_is_a_bar_and_a_section_a_part_of_it() -> None:
    weeks = Weeks(
        (MONDAY, MONDAY + timedelta(days=7)),
        (Series("Politics", (3, 0)), Series("Economy", (1, 2))),
    )
    assert weeks_chart(weeks) == Chart(
        marks=(
            Mark(35, 42, 128, 108, 0, "Week of 24 Nov: Politics, 3"),
            Mark(35, 6, 128, 36, 1, "Week of 24 Nov: Economy, 1"),
            Mark(165, 78, 128, 72, 1, "Week of 1 Dec: Economy, 2"),
        ),
        values=(Tick(150, "0"), Tick(78, "2"), Tick(6, "4")),
        times=(Tick(229, "Dec"),),
    )


def test_a_share_is_a_bar_of_a_hundred() -> None:
    months = (
        MonthOfCredits(date(2025, 10, 1), 4, 1),
        MonthOfCredits(date(2025, 11, 1), 9, 0),
        MonthOfCredits(date(2025, 12, 1), 0, 0),
    )
    chart = credits_chart(months)
    assert chart.marks == (Mark(35, 114, 84.67, 36, 0, "October 2025: 1 of 4 without a credit"),)
    assert chart.values == (Tick(150, "0%"), Tick(78, "50%"), Tick(6, "100%"))
    assert [tick.label for tick in chart.times] == ["O", "N", "D"]


def test_a_chart_of_nothing_has_no_marks() -> None:
    chart = weeks_chart(Weeks((MONDAY,), ()))
    assert chart.marks == ()
    assert [tick.label for tick in chart.values] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (5, 10), (10, 10), (11, 20), (21, 40), (41, 100),
     (1999, 2000), (2001, 4000)],
)  # fmt: skip
def test_a_scale_ends_on_a_round_number_whose_half_is_whole(number: int, expected: int) -> None:
    assert ceiling(number) == expected
