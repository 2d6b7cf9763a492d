-- How do the units below one compare on a day, and against an earlier day?
-- vi: So sánh các đơn vị trực thuộc trong một ngày, và so với một ngày trước đó.
-- en: The units below one compared on a day, and against an earlier day.
-- {communes}, {facts}, {numerator}, {denominator}, {counted}, {value}, {value_before}, {change}: from the metric and the
-- unit (facts.ts). {member}: the code of the compared unit that a commune lies in; null where it lies in none.
-- :day, :since: one day of its own each, or the same one.
-- columns: unit_code, reporting, numerator, denominator, value (on :day), change (both-ends), value_before (on :since)
with communes as ({communes}),
ends as (
  select
    {member} as unit_code, c.code, c.since,
    max(case when f.date = :day then {numerator} end) as numerator,
    max(case when f.date = :day then {denominator} end) as denominator,
    max(case when f.date = :since then {numerator} end) as before_numerator,
    max(case when f.date = :since then {denominator} end) as before_denominator
  from {facts} f
  join communes c on c.code = f.unit_code and f.date between c.since and c.until
  where f.date in (:day, :since) and {counted}
  group by {member}, c.code, c.since
),
sums as (
  select
    unit_code, count(numerator) as reporting,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(denominator) as bigint) as denominator,
    cast(sum(before_numerator) as bigint) as all_before_numerator,
    cast(sum(before_denominator) as bigint) as all_before_denominator,
    cast(sum(case when before_numerator is not null then numerator end) as bigint) as both_numerator,
    cast(sum(case when before_numerator is not null then denominator end) as bigint) as both_denominator,
    cast(sum(case when numerator is not null then before_numerator end) as bigint) as before_numerator,
    cast(sum(case when numerator is not null then before_denominator end) as bigint) as before_denominator
  from ends
  group by unit_code
)
select unit_code, reporting, numerator, denominator, {value} as value, {change} as change, {value_before} as value_before
from sums
order by unit_code
