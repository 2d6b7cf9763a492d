-- The units whose own desks a question adds up: no question of its own, but the blank {members} of those over periods.
-- A code alone is no identity, so a unit goes by its id; a row is of the unit that is valid on its last day.
-- vi: Các đơn vị mà số liệu của riêng mình được cộng lại.
-- en: Units whose own figures are added up.
-- {within}: which of them (period-facts.ts); values :provinces_whole, :districts_whole, :units as far as it names them.
-- columns: id, code, province, since, until
select case when u.level = 'agency' then u.province || '/' else '' end || u.code || '@' || cast(u.valid_from as varchar) as id,
  u.code, u.province, u.valid_from as since, u.valid_to as until
from units u
where u.level <> 'province' and ({within})
