-- Of which windows are there exports that lie inside the one asked, and how many of their rows count?
-- vi: Các kỳ có báo cáo nằm trong khoảng được hỏi.
-- en: The windows of exports that lie inside the one asked.
-- {members}, {facts}, {breakdown}: from the units and the question (period-facts.ts). {member}: the member's id where the
-- windows of each are asked, else null. {counts}: of measure number n cn, the rows that count for it.
-- columns: member, first, last, and the counts
with members as ({members})
select {member} as member, f."first", f."last", {counts}
from {facts} f
join members m on m.code = f.unit_code and m.province = f.province and f."last" between m.since and m.until
where {breakdown}
group by 1, 2, 3
order by 1, 2, 3
