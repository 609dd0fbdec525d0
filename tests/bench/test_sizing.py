"""The simulated day: everything is read, more hosts are never slower, a host may die."""

from __future__ import annotations

from bench.sizing import LEASE, Measured, day, least, measured

COST = Measured(seconds=1.5, used=0.6)
PAGES = 60_000


def test_the_measures_are_those_of_the_page() -> None:
    cost = measured()
    assert 0.1 < cost.seconds < 20
    assert 0.1 < cost.used <= 1


def test_more_hosts_are_not_slower_and_express_goes_first() -> None:
    few, more = day(1, PAGES, COST), day(3, PAGES, COST)
    assert more.bag <= few.bag
    assert more.waiting <= few.waiting
    assert few.express <= few.bag
    assert abs(few.busy - 3 * more.busy) < 0.05


def test_a_host_that_dies_loses_nothing_but_time() -> None:
    whole, one_lost = day(2, PAGES, COST), day(2, PAGES, COST, lost=1)
    assert one_lost.last >= max(whole.last, LEASE)


def test_the_fewest_hosts_that_hold() -> None:
    hosts = least(10 * PAGES, COST)
    assert day(hosts, 10 * PAGES, COST).holds
    assert hosts == 1 or not day(hosts - 1, 10 * PAGES, COST).holds
