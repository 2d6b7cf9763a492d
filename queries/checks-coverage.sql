-- On which days is there an export, and which communes does one of those days lack?
-- vi: Ngày có báo cáo, và xã thiếu trong những ngày đó.
-- en: Days with an export, and communes missing from them.
-- {communes}, {facts}: from the unit (facts.ts). {any_count}: a row with at least one count.
-- columns: date, unit_code (a commune that was expected and has no count that day; null: the day has an export)
with communes as ({communes}),
present as (
  select distinct f.date, c.code
  from {facts} f
  join communes c on c.code = f.unit_code and f.date between c.since and c.until
  where {any_count}
),
days as (select distinct date from present)
select date, cast(null as varchar) as unit_code from days
union all
select d.date, c.code as unit_code
from days d
join communes c on d.date between c.since and c.until
left join present p on p.date = d.date and p.code = c.code
where p.code is null
order by date, unit_code
