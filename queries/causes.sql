-- Of which causes are the dossiers of exports that tile a window, unit by unit?
-- vi: Hồ sơ theo nhóm nguyên nhân, từ các báo cáo ghép vừa khít kỳ.
-- en: Dossiers by group of causes, from exports that tile a window.
-- {members}, {facts}, {breakdown}: from the units and the question (period-facts.ts). {key}: the service of a row, or ''.
-- {tiles}: as in period-sums.sql. {dossiers}: the column counted. {cause}: the column that says why, of that row's dossiers.
-- columns: member (key), cause (null where none is told), dossiers
with members as ({members}),
tiles as (select bucket, place, size, starts, ends from (values {tiles}) v (bucket, place, size, starts, ends)),
told as (
  select m.id, t.size, f.{dossiers} as dossiers, f.{cause} as cause, count(f.{dossiers}) over (partition by m.id, {key}) as there
  from {facts} f
  join tiles t on f."first" = t.starts and f."last" = t.ends
  join members m on m.code = f.unit_code and m.province = f.province and f."last" between m.since and m.until
  where {breakdown}
)
select id as member, cause, cast(sum(dossiers) as bigint) as dossiers
from told
where there = size
group by id, cause
