-- What do all metrics say on one day, and which raw files say so?
-- vi: Tất cả chỉ số của một ngày ở từng đơn vị, kèm tệp gốc.
-- en: Every metric on one day in each unit, and the raw files it comes from.
-- {communes}, {facts}: from the units (facts.ts). {cells}: each count and the file its cell comes from.
-- {measures}: for metric number n of those asked mn_numerator, mn_denominator, mn_reporting, mn_first, mn_last (the
-- least and the greatest file: alike where there is one).
-- columns: unit (id), and the measures
with communes as ({communes}),
cells as (
  select c.unit, {cells}
  from {facts} f
  join communes c on c.code = f.unit_code and f.date between c.since and c.until
)
select unit, {measures}
from cells
group by unit
order by unit
