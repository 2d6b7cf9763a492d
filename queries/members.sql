-- The units whose own desks a question adds up: no question of its own, but the blank {members} of those over periods.
-- A code alone is no identity, so a unit goes by its id; a row is of the unit that is valid on its last day.
-- vi: Các đơn vị mà số liệu của riêng mình được cộng lại.
-- en: Units whose own figures are added up.
-- {within}: which of them (period-facts.ts); values :provinces_whole, :districts_whole, :units as far as it names them.
-- A unit that is retyped keeps its desk: versions of one name below one parent that follow each other have the first one's key.
-- columns: id (key: "code@first day", a number counted from 1970-01-01), code, province, since, until
select
  case when v.level = 'agency' then v.province || '/' else '' end || v.code || '@' || cast(
    date_diff('day', date '1970-01-01', min(v.since) over (partition by v.province, v.code, v.level, v.name, v.parent_code, v.run)) as varchar) as id,
  v.code, v.province, v.since, v.until
from (
  select r.*, sum(case when r.since = cast(r.before + interval '1' day as date) then 0 else 1 end)
    over (partition by r.province, r.code, r.level, r.name, r.parent_code order by r.since) as run
  from (
    select u.code, u.province, u.level, u.name, u.parent_code, u.valid_from as since, u.valid_to as until,
      lag(u.valid_to) over (partition by u.province, u.code, u.level, u.name, u.parent_code order by u.valid_from) as before
    from units u
    where u.level <> 'province' and ({within})
  ) r
) v
