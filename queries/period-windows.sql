-- Of which windows inside the one asked have members exports, and how many of their rows count?
-- vi: Các kỳ có báo cáo của từng đơn vị, nằm trong khoảng được hỏi.
-- en: The windows of each member's exports that lie inside the one asked.
-- {members}, {facts}, {breakdown}: from the units and the question (period-facts.ts). {counts}: of measure number n cn,
-- the rows that count for it.
-- columns: member (key), first, last, and the counts
with members as ({members})
select m.id as member, f."first", f."last", {counts}
from {facts} f
join members m on m.code = f.unit_code and m.province = f.province and f."last" between m.since and m.until
where {breakdown}
group by 1, 2, 3
order by 1, 2, 3
