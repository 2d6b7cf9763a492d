-- How does a metric run from day to day, or from week to week, in each of the units asked?
-- vi: Diễn biến của một chỉ số theo ngày, tuần hoặc tháng ở từng đơn vị.
-- en: The course of a metric by day, week or month in each unit.
-- {communes}, {facts}, {numerator}, {denominator}, {counted}, {value}, {change}: from the metric and the units (facts.ts).
-- {bucket}: the first day of the period that f.date lies in; its last day with an export stands for the period.
-- :first_shown: the first day told. :from, :first_bucket: days of the first period that lie before the window count nowhere.
-- columns: unit (id), date (the day that stands for its period), previous (the one before, null if none), reporting,
-- numerator, denominator, value, change (against previous; only communes that report at both ends)
with communes as ({communes}),
reported as (
  select c.unit, c.code, c.since, f.date, {bucket} as bucket, {numerator} as numerator, {denominator} as denominator
  from {facts} f
  join communes c on c.code = f.unit_code and f.date between c.since and c.until
  where {counted} and (f.date >= :from or f.date < :first_bucket)
),
days as (
  select unit, date, lag(date) over (partition by unit order by date) as previous
  from (select unit, max(date) as date from reported group by unit, bucket) standing
),
sums as (
  select
    d.unit, d.date, d.previous, count(*) as reporting,
    cast(sum(r.numerator) as bigint) as numerator,
    cast(sum(r.denominator) as bigint) as denominator,
    cast(sum(case when b.code is not null then r.numerator end) as bigint) as both_numerator,
    cast(sum(case when b.code is not null then r.denominator end) as bigint) as both_denominator,
    cast(sum(b.numerator) as bigint) as before_numerator,
    cast(sum(b.denominator) as bigint) as before_denominator
  from days d
  join reported r on r.unit = d.unit and r.date = d.date
  left join reported b on b.unit = r.unit and b.code = r.code and b.since = r.since and b.date = d.previous
  where d.date >= :first_shown
  group by d.unit, d.date, d.previous
)
select unit, date, previous, reporting, numerator, denominator, {value} as value, {change} as change
from sums
order by unit, date
