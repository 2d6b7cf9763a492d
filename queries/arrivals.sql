-- Which provinces have handed in something between two moments that landed?
-- vi: Những tỉnh đã nộp tệp, và tệp đã được nạp, giữa hai thời điểm.
-- en: Provinces that handed in something, and it landed, between two moments.
-- :from, :until: the moments, UTC; the second is not in.
-- columns: province
select distinct province
from landings
where state = 'landed' and received_at >= :from and received_at < :until
order by province
