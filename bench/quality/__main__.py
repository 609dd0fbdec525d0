"""`python -m bench.quality`: a month in which a reader gets worse on one form.

Every day brings values read by several forms. Nobody looks at those surer than the threshold of the
day, which `flows.learning.thresholds` moves; a share of them is checked afterwards. From one day
on, one form is misread more often while the reader goes on saying that it is sure. Told: when it
was noticed, what the thresholds did, how many wrong values went through against the target, with
control and without. `--until`: the day from which the form is read well again.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.markdown import percent
from flows.learning.thresholds import judged
from models.entities import Threshold, ThresholdOf
from models.quality import Observation, followed
from models.reference.trust import NEVER, STEPS, Curve, lowest
from storage.records.thresholds import Seen

DAYS, WORSE_FROM = 30, 11
FORMS = ("A", "B", "C", "D", "E", "F")
BAD = "C"
A_DAY = 80
"""Values a form a day."""
SHARE = 0.1
TARGET = 0.01
WORSE = 0.15
"""Share of the values of the bad form that are wrong though sure, once it is worse."""
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Month:
    released: int = 0
    wrong: int = 0
    after: int = 0
    after_wrong: int = 0
    """Of the bad form, from the day on which it got worse."""
    checked: int = 0
    noticed: int | None = None
    well: int | None = None
    """When the bad form counted as well again."""
    false_alarms: list[tuple[int, str]] = field(default_factory=list)
    thresholds: dict[int, float] = field(default_factory=dict)
    """Of the bad form, by day."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--months", type=int, default=100, help="mois simulés")
    parser.add_argument("--share", type=float, default=SHARE, help="part contrôlée")
    parser.add_argument("--until", type=int, default=DAYS + 1, help="premier jour d'après la panne")
    given = parser.parse_args()
    with_control = [month(seed, given.share, given.until) for seed in range(given.months)]
    without = [month(seed, 0.0, given.until) for seed in range(given.months)]
    first = with_control[0]
    told = ", ".join(
        f"j{day} {'tout est regardé' if t >= NEVER else f'{t:g}'}"
        for day, t in first.thresholds.items()
        if day == 1 or t != first.thresholds[day - 1]
    )
    print(f"premier mois, seuil du formulaire {BAD} : {told}")
    days = sorted(m.noticed - WORSE_FROM for m in with_control if m.noticed is not None)
    print(
        f"remarqué dans {len(days)} mois sur {given.months}, en médiane "
        f"{days[len(days) // 2]} jours après, au plus {days[-1]}"
        if days
        else "jamais remarqué"
    )
    well = sorted(m.well for m in with_control if m.well is not None)
    if well:
        print(f"de nouveau cru dans {len(well)} mois, en médiane au jour {well[len(well) // 2]}")
    alarms = sum(len(m.false_alarms) for m in with_control)
    print(
        f"fausses alertes : {alarms} en {given.months} mois de {len(FORMS) - 1} formulaires sains"
    )
    for name, some in (("avec contrôle", with_control), ("sans contrôle", without)):
        print(_line(name, some))
    return 0


def month(seed: int, share: float, until: int = DAYS + 1) -> Month:
    """One month. The same seed brings the same values, whatever is checked of them."""
    values = random.Random(seed)
    draw = random.Random(f"tirage {seed}")
    done = Month()
    curve = _learned(random.Random(f"courbe {seed}"))
    plain = lowest(curve, TARGET) or NEVER  # what training alone says, as it stays uncontrolled
    checked, reviewed = ({form: list[Seen]() for form in FORMS} for _ in range(2))
    stood: dict[str, list[Threshold]] = {form: [] for form in FORMS}
    for day in range(1, DAYS + 1):
        now = BEGUN + timedelta(days=day)
        every = [seen.value for form in FORMS for seen in checked[form]]
        least = followed(curve, every, TARGET) if share else plain
        limits = {f: max(least, _last(stood[f])) for f in FORMS}
        done.thresholds[day] = limits[BAD]
        for form in FORMS:
            worse = form == BAD and WORSE_FROM <= day < until
            for _ in range(A_DAY):
                confidence, right = _value(values, worse=worse)
                seen = Seen(now, Observation("champ", "texte", form, "1", confidence, right))
                if confidence < limits[form]:
                    reviewed[form].append(seen)
                    continue
                done.released += 1
                done.wrong += not right
                done.after += worse
                done.after_wrong += worse and not right
                if draw.random() < share:
                    done.checked += 1
                    checked[form].append(seen)
            _follow(done, form, day, now, checked[form], reviewed[form], stood[form])
    return done


def _last(rows: Sequence[Threshold]) -> float:
    return rows[-1].least if rows else 0.0


def _follow(
    done: Month,
    form: str,
    day: int,
    now: datetime,
    checked: Sequence[Seen],
    reviewed: Sequence[Seen],
    rows: list[Threshold],
) -> None:
    """What `flows.learning.thresholds.follow` does at the end of a day."""
    row = judged(ThresholdOf.FORMULAIRE, form, checked, reviewed, rows, TARGET)
    was = rows[-1].drifts if rows else False
    if row.drifts == was:
        return
    row.at = now
    rows.append(row)
    if form == BAD and day >= WORSE_FROM:
        if row.drifts and done.noticed is None:
            done.noticed = day
        elif not row.drifts:
            done.well = day
    elif row.drifts:
        done.false_alarms.append((day, form))


def _value(values: random.Random, *, worse: bool) -> tuple[float, bool]:
    """A confidence that holds, and whether the value is right; worse: it holds no more."""
    confidence = (
        1 - 0.5 * values.random() ** 3
        if values.random() < 0.2
        else 0.985 + 0.0149 * values.random()
    )
    right = values.random() < confidence
    return confidence, right and not (worse and values.random() < WORSE)


def _learned(values: random.Random) -> Curve:
    """The curve that training gave, of values whose confidence holds."""
    some = [_value(values, worse=False) for _ in range(5000)]
    return [
        (step, sum(c >= step for c, _ in some), sum(c >= step and not r for c, r in some))
        for step in STEPS
    ]


def _line(name: str, some: Sequence[Month]) -> str:
    released, wrong = sum(m.released for m in some), sum(m.wrong for m in some)
    after, after_wrong = sum(m.after for m in some), sum(m.after_wrong for m in some)
    return (
        f"{name} : {released // len(some)} valeurs passées sans regard par mois, fausses "
        f"{percent(wrong / released)} (visé {percent(TARGET)}) ; du formulaire qui baisse : "
        f"{after // len(some)}, fausses {percent(after_wrong / max(1, after))}, "
        f"soit {after_wrong / len(some):.0f} par mois ; contrôlées {sum(m.checked for m in some) // len(some)}"
    )


if __name__ == "__main__":
    sys.exit(main())
