-- Which rows have the units that lack a tile of the best way, so that another way may be theirs?
-- vi: Các dòng của đơn vị không có đủ báo cáo theo cách ghép chung.
-- en: Rows of units that lack a tile of the best way.
-- {members}, {facts}, {breakdown}: from the units and the question (period-facts.ts). {key}: the service or field of a row, or ''.
-- {tiles}: as in period-sums.sql. {windows}: each window's number and days. {whole}: every tile counts for every measure.
-- {columns}: the measures' columns, and where the sums' files are asked for source and carried.
-- columns: member (key), part, bucket, first, last, and those columns
with members as ({members}),
tiles as (select bucket, place, size, starts, ends from (values {tiles}) v (bucket, place, size, starts, ends)),
windows as (select bucket, starts, ends from (values {windows}) v (bucket, starts, ends)),
inside as (
  select m.id, {key} as part, w.bucket, f.*
  from {facts} f
  join windows w on f."first" >= w.starts and f."last" <= w.ends
  join members m on m.code = f.unit_code and m.province = f.province and f."last" between m.since and m.until
  where {breakdown}
),
whole as (
  select f.id, f.part, f.bucket
  from inside f
  join tiles t on t.bucket = f.bucket and f."first" = t.starts and f."last" = t.ends
  group by f.id, f.part, f.bucket, t.size
  having {whole}
)
select f.id as member, f.part, f.bucket, f."first", f."last", {columns}
from inside f
left join whole w on w.id = f.id and w.part = f.part and w.bucket = f.bucket
where w.id is null
order by 1, 2, 3, 4, 5
