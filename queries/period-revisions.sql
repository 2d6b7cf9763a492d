-- Which versions has the row of a unit and window had, and where did each come from?
-- vi: Các lần thay đổi của số liệu một kỳ của một đơn vị, kèm tệp gốc.
-- en: The versions of a unit's row of a window, each with its origin; the value is read off them in revisions.ts.
-- {table}: the fact table; {columns}: the metric's columns; {breakdown}: of which dossiers the row is. Values of the place as in facts.ts.
-- :unit_code, :first_day, :last_day; :known_at: versions landed after that moment are not yet known.
-- columns: code, landed_at, superseded_at (null: current), the metric's columns, source, source_sheet, source_row, carried
with versions as (
  select f.unit_code as code, f.landed_at, cast(null as timestamp) as superseded_at, {columns}, f.source, f.source_sheet, f.source_row, f.carried
  from {table} f
  where f.province in (:provinces) and f.year between :first_year and :last_year
    and f."first" = :first_day and f."last" = :last_day and f.unit_code = :unit_code and {breakdown}
  union all
  select f.unit_code as code, f.landed_at, f.superseded_at, {columns}, f.source, f.source_sheet, f.source_row, f.carried
  from {table}_superseded f
  where f.province in (:provinces) and f.year between :first_year and :last_year
    and f."first" = :first_day and f."last" = :last_day and f.unit_code = :unit_code and {breakdown}
)
select *
from versions
where landed_at <= :known_at
order by landed_at, superseded_at
