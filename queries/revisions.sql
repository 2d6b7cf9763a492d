-- Which versions has the value of a day had, and where did each come from?
-- vi: Các lần thay đổi của số liệu một ngày, kèm tệp gốc.
-- en: The versions of a day's rows, each with its origin; the value is read off them in revisions.ts.
-- {communes}: from the unit (facts.ts). {columns}: the metric's columns.
-- :day, :known_at: versions landed after that moment are not yet known.
-- columns: code (commune), landed_at, superseded_at (null: current), the metric's columns, source, source_sheet, source_row, carried
with communes as ({communes}),
versions as (
  select unit_code, landed_at, cast(null as timestamp) as superseded_at, {columns}, source, source_sheet, source_row, carried
  from activation
  where province in (:provinces) and year between :first_year and :last_year and date = :day
  union all
  select unit_code, landed_at, superseded_at, {columns}, source, source_sheet, source_row, carried
  from activation_superseded
  where province in (:provinces) and year between :first_year and :last_year and date = :day
)
select c.code, v.landed_at, v.superseded_at, {columns}, v.source, v.source_sheet, v.source_row, v.carried
from versions v
join communes c on c.code = v.unit_code and :day between c.since and c.until
where v.landed_at <= :known_at
order by v.landed_at, c.code, v.superseded_at
