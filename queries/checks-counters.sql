-- Which counters fell below their last known value, and which rose out of all proportion?
-- vi: Bộ đếm lũy kế giảm, và mức tăng bất thường.
-- en: Counters that fell, and gains out of proportion.
-- A jump is a gain a day above :least that is more than 5 times the commune's usual one and lies more than 8 robust
-- deviations (1.4826 x the median distance from the median) above the median of its gains of the 28 days before, of
-- which there are at least 14: two weeks, so that a Monday after a quiet weekend is none. A gain over several days is spread over them.
-- {communes}, {facts}: from the unit (facts.ts). {counters}: the counters' columns. {last_known}, {series}: for each
-- counter its last value before the window, and its values one below the other.
-- :window_start (29 days before :from): values from here on are looked at one by one, older ones as the last known.
-- columns: code, date, unit_code, metric, value, previous
with communes as ({communes}),
cells as (
  select c.code, c.since, f.date, {counters}
  from {facts} f
  join communes c on c.code = f.unit_code and f.date between c.since and c.until
),
opening as (
  select code, since, {last_known}
  from cells
  where date < :window_start
  group by code, since
),
series as ({series}),
steps as (
  select
    code, since, metric, date, value,
    lag(value) over (partition by code, since, metric order by date) as previous,
    lag(date) over (partition by code, since, metric order by date) as previous_date
  from series
),
gains as (
  select code, since, metric, date, value, previous, cast(value - previous as double) / date_diff('day', previous_date, date) as gain
  from steps
  where previous is not null
),
usual as (
  select code, since, metric, date, value, previous, gain,
    avg(abs(gain)) over (partition by code, since, metric order by date rows between 28 preceding and 1 preceding) as mean_gain
  from gains
),
priors as (
  select k.code, k.since, k.metric, k.date, k.value, k.previous, k.gain, g.gain as prior,
    row_number() over (partition by k.code, k.since, k.metric, k.date order by g.gain) as place,
    count(*) over (partition by k.code, k.since, k.metric, k.date) as priors
  from usual k
  join gains g on g.code = k.code and g.since = k.since and g.metric = k.metric and g.date < k.date and g.date >= cast(k.date - interval '28' day as date)
  where k.date >= :from and k.gain >= :least and k.gain > 5 * k.mean_gain
),
medians as (
  select code, since, metric, date, avg(prior) as median
  from priors
  where priors >= 14 and 2 * place in (priors, priors + 1, priors + 2)
  group by code, since, metric, date
),
distances as (
  select p.code, p.since, p.metric, p.date, p.value, p.previous, p.gain, p.priors, m.median, abs(p.prior - m.median) as distance,
    row_number() over (partition by p.code, p.since, p.metric, p.date order by abs(p.prior - m.median)) as place
  from priors p
  join medians m on m.code = p.code and m.since = p.since and m.metric = p.metric and m.date = p.date
),
jumps as (
  select code, metric, date, value, previous, gain, median, avg(distance) as deviation
  from distances
  where 2 * place in (priors, priors + 1, priors + 2)
  group by code, since, metric, date, value, previous, gain, median
)
select 'counter_fell' as code, date, code as unit_code, metric, value, previous
from steps
where date >= :from and value < previous
union all
select 'jump' as code, date, code as unit_code, metric, value, previous
from jumps
where gain - median > 8 * 1.4826e0 * deviation
order by 2, 3, 1, 4
