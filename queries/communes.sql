-- The communes below the units asked, each with the days on which it and that unit were valid: no question of its
-- own, but the blank {communes} of the others. A code alone is no identity, so both go by code and first day.
-- vi: Các xã thuộc đơn vị được hỏi, kèm khoảng ngày cùng có hiệu lực.
-- en: Communes below the units asked, with the days on which both are valid.
-- {below}: how a commune c lies below a unit a. :level, :units (keys "code@first day", a number counted from 1970-01-01).
-- columns: unit (key), code, district, type, since, until
select
  a.code || '@' || cast(date_diff('day', date '1970-01-01', a.valid_from) as varchar) as unit, c.code, c.district,
  greatest(a.valid_from, c.valid_from) as since, least(a.valid_to, c.valid_to) as until
from units a
join units c on {below} and c.level = 'commune' and c.valid_from <= a.valid_to and c.valid_to >= a.valid_from
where a.level = :level and a.code || '@' || cast(date_diff('day', date '1970-01-01', a.valid_from) as varchar) in (:units)
