-- The units whose own desks a question adds up: no question of its own, but the blank {members} of those over periods.
-- A code alone is no identity, so a unit goes by its id; a row is of the unit that is valid on its last day.
-- vi: Các đơn vị mà số liệu của riêng mình được cộng lại.
-- en: Units whose own figures are added up.
-- {within}: which of them (period-facts.ts); values :provinces_whole, :districts_whole, :units as far as it names them.
-- A unit that is retyped keeps its desk: versions of one name below one parent that follow each other have the first one's id.
-- columns: id, code, province, since, until
select min(v.id) over (partition by v.province, v.code, v.level, v.name, v.parent_code, v.run) as id, v.code, v.province, v.since, v.until
from (
  select r.id, r.code, r.province, r.level, r.name, r.parent_code, r.since, r.until,
    sum(case when r.since = cast(r.before + interval '1' day as date) then 0 else 1 end)
      over (partition by r.province, r.code, r.level, r.name, r.parent_code order by r.since) as run
  from (
    select case when u.level = 'agency' then u.province || '/' else '' end || u.code || '@' || cast(u.valid_from as varchar) as id,
      u.code, u.province, u.level, u.name, u.parent_code, u.valid_from as since, u.valid_to as until,
      lag(u.valid_to) over (partition by u.province, u.code, u.level, u.name, u.parent_code order by u.valid_from) as before
    from units u
    where u.level <> 'province' and ({within})
  ) r
) v
