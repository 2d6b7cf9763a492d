-- What do exports that tile windows add up to, unit by unit?
-- vi: Cộng các báo cáo ghép vừa khít từng kỳ, theo đơn vị.
-- en: Exports that tile windows without gap or overlap, added up unit by unit.
-- {members}, {facts}, {breakdown}: from the units and the question (period-facts.ts). {key}: the service or field of a row, or ''.
-- {tiles}: the tiles of each window: its number, the tile's place, how many there are, its days. {measures}: of measure
-- number n mn_numerator, mn_denominator, null unless every tile counts. {answered}: whether any measure is.
-- columns: member (key), part (service, field or ''), bucket (number of the window), and the measures
with members as ({members}),
tiles as (select bucket, place, size, starts, ends from (values {tiles}) v (bucket, place, size, starts, ends))
select m.id as member, {key} as part, t.bucket, {measures}
from {facts} f
join tiles t on f."first" = t.starts and f."last" = t.ends
join members m on m.code = f.unit_code and m.province = f.province and f."last" between m.since and m.until
where {breakdown}
group by 1, 2, 3, t.size
having {answered}
order by 1, 2, 3
