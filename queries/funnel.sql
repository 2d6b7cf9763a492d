-- How many accounts reach each stage, from eligible to activated?
-- vi: Phễu: đủ điều kiện, thu nhận, phê duyệt, kích hoạt.
-- en: The funnel: eligible, received, approved, activated.
-- {communes}, {facts}: from the units (facts.ts). {stages}: each stage's sum, and its ratio to the stage before and to
-- the first: a sum over a sum of the communes that have both.
-- columns: unit (id); of stage number n: sn_value, sn_of_previous, sn_of_first
with communes as ({communes})
select c.unit, {stages}
from {facts} f
join communes c on c.code = f.unit_code and f.date between c.since and c.until
group by c.unit
order by c.unit
